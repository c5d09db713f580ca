"""Where overlays are looked for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from platformdirs import user_config_path

HERE = "advisor-rules"
"""The folder in the current directory whose rules are used."""

VARIABLE = "ADVISOR_RULES"
"""The environment variable that names more folders."""


def overlays(named: Sequence[str] = ()) -> list[Path]:
    """Every overlay in use, weakest first: the person's own, the folder's, those of the
    environment, those that were named."""
    own = [user_config_path("advisor") / "rules", Path(HERE)]
    environment = [one for one in os.environ.get(VARIABLE, "").split(os.pathsep) if one]
    found = [path for path in own if os.path.isdir(path)]  # False where it may not be read
    return found + [Path(one) for one in (*environment, *named)]
