"""What the README shows is what happens."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"^```(toml|csv \S+|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks() -> list[tuple[str, str]]:
    """The files and commands of the README, in order."""
    return [(match[1], match[2]) for match in BLOCK.finditer(README.read_text())]


def run(command: str, folder: Path) -> str:
    """What a command prints, to stdout and stderr together, as a reader would see it."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "COLUMNS": "80",
    }
    where = ROOT if command.startswith("make ") else folder
    done = subprocess.run(
        ["bash", "-c", command], cwd=where, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300, check=False,
    )  # fmt: skip
    return done.stdout


def test_every_command_block_prints_what_it_shows(tmp_path, pytestconfig):
    """Files are written, commands run in order, and their output compared.

    With --snapshot-update the README gets the output of today.
    """
    text = README.read_text()
    compared = 0
    for kind, body in blocks():
        if kind != "console":
            # TOML says its name in a comment, which CSV has not.
            name = kind.removeprefix("csv ")
            if kind == "toml":
                name = body.splitlines()[0].removeprefix("# ")
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(body)
            continue
        command, _, shown = body.partition("\n")
        assert command.startswith("$ ")
        output = run(command.removeprefix("$ "), tmp_path)
        if command == "$ make run":
            assert "Usage: advisor" in output
            continue
        if pytestconfig.option.update_snapshots:
            text = text.replace(body, f"{command}\n{output}")
        else:
            assert shown == output
        compared += 1
        if "rules check" in command:
            shutil.rmtree(tmp_path / "advisor-rules")
    assert compared >= 4
    if pytestconfig.option.update_snapshots:
        README.write_text(text)


def test_the_picture_is_a_screen_of_the_wizard():
    """The README shows one of the screens the tests keep, so it cannot go stale."""
    (link,) = re.findall(r"!\[[^]]*\]\(([^)]*)\)", README.read_text())
    picture = ROOT / unquote(link)
    assert picture.parent.parent.name == "__snapshots__"
    assert picture.read_text().startswith("<svg")


@pytest.mark.parametrize(
    "command",
    ["ask", "evaluate", "import", "why", "why-not", "what-if", "batch", "rules", "doctor"],
)
def test_every_command_stands_in_the_readme(command):
    """No command is undocumented."""
    assert f"`advisor {command}" in README.read_text()
