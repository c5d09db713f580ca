"""Imports point one way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_each_step_knows_only_the_steps_before_it():
    """The layer contracts of pyproject.toml hold for the code as it is."""
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "Contracts: 3 kept, 0 broken." in done.stdout


def test_every_module_stands_in_a_layer():
    """A new module or package has a place in the order, or this says so."""
    import tomllib

    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = {
        name.strip() for line in contracts["contracts"][0]["layers"] for name in line.split("|")
    }
    modules = {
        f"advisor.{path.stem}"
        for path in (ROOT / "advisor").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert modules - {"advisor.__init__"} == layers


def test_no_module_outgrows_its_room():
    """Modules stay readable in one sitting."""
    long = {
        str(path.relative_to(ROOT)): count
        for path in (ROOT / "advisor").rglob("*.py")
        if (count := len(path.read_text().splitlines())) > 350
    }
    assert long == {}


def test_the_pipeline_fits_on_a_screen_or_two():
    """The file to read first shows the five steps in under 80 lines."""
    assert len((ROOT / "advisor/pipeline.py").read_text().splitlines()) < 80
