"""The analysis computes; it opens nothing and knows no clock."""

from __future__ import annotations

import ast
from pathlib import Path

import advisor.analysis

MODULES = sorted(Path(advisor.analysis.__file__).parent.glob("*.py"))


def test_no_module_can_open_a_file_or_ask_the_time():
    """No import that reaches the system, no call of open, now or today."""
    reached = set()
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text())):
            match node:
                case ast.Import(names=names):
                    reached |= {name.name for name in names}
                case ast.ImportFrom(module=name):
                    reached.add(name)
                case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called)):
                    reached |= {called} & {"open", "now", "today", "utcnow"}
    assert not reached & {"os", "io", "pathlib", "sys", "time", "open", "now", "today", "utcnow"}
