"""What commands print, where, and how they end."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

DEX = (
    "self_like_share = 0.95\nposts_in_window = 12\nreply_rate = 0.05\n"
    "outbound_comments_per_week = 0\ncollabs_90d = 0\n"
)


def test_off_a_terminal_advisor_prints_one_screen_of_help(advisor):
    """A pipe never gets a question."""
    ran = advisor()
    assert ran.code == 0
    assert ran.out.startswith("Usage: advisor")
    assert len(ran.out.splitlines()) <= 24


@pytest.mark.parametrize(
    "command",
    [
        (), ("ask",), ("evaluate",), ("why",), ("batch",), ("doctor",), ("rules",),
        ("rules", "list"), ("rules", "show"), ("rules", "check"), ("rules", "test"),
        ("rules", "schema"),
    ],
)  # fmt: skip
def test_every_command_has_help_with_an_example(advisor, command):
    """`--help` works everywhere and shows how the command is used."""
    ran = advisor(*command, "--help")
    assert ran.code == 0
    assert "Example" in ran.out
    assert " ".join(("advisor", *command)) in ran.out


def test_asking_off_a_terminal_is_refused(advisor):
    """Without a terminal nothing is asked, and the other way is named."""
    ran = advisor("ask", "--plain")
    assert (ran.code, ran.out) == (2, "")
    assert "write a profile file and use advisor evaluate" in ran.err


def test_a_profile_on_standard_input_is_advised_on(advisor):
    """The verdict, its advice with reasons, sources and places, and what to answer next."""
    ran = advisor("evaluate", "-", given=DEX)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("stdin\n")
    assert "Cut back (so far)" in ran.out
    assert "“Pause it for now” (pause)" in ran.out
    for rule in ("excessive", "one-sided", "pick-few", "alternatives", "mix-with-community"):
        assert f"self-like.{rule}," in ran.out
    assert "Answer next ─" in ran.out
    assert "\n  What would you like advice on?" in ran.out


def test_several_profiles_are_json_lines(advisor, tmp_path):
    """One object a line, each with the name of its file."""
    (tmp_path / "dex.toml").write_text(DEX)
    (tmp_path / "ana.json").write_text('{"profile": "Ana", "goal": "reach"}')
    ran = advisor("evaluate", "dex.toml", "ana.json", "--format", "json")
    assert [json.loads(line)["profile"] for line in ran.out.splitlines()] == ["dex", "Ana"]
    assert ran.code == 0


def test_a_rejected_input_does_not_stop_the_others(advisor, tmp_path):
    """What can be evaluated is; the exit code says that something was not."""
    (tmp_path / "dex.toml").write_text(DEX)
    ran = advisor("evaluate", "nowhere.toml", "dex.toml")
    assert ran.code == 3
    assert "missing: there is no file `nowhere.toml`" in ran.err
    assert "Cut back" in ran.out
    assert advisor("evaluate", "nowhere.toml").code == 2


BAD = {
    "unknown fact": ("reply_rat = 0.4", "stdin:1:1: unknown-fact: `reply_rat` is no fact"),
    "wrong type": (
        'reply_rate = "a"',
        "stdin:1:14: value: `reply_rate` takes a number from 0 up to 1",
    ),
    "out of range": ("reply_rate = 40", "a share is written as a fraction: 0.4 is 40 %"),
    "not a number": ("reply_rate = nan", "stdin:1:14: value"),
    "duplicate key": ("goal = '?'\ngoal = '?'", "stdin:2:1: toml: `goal` is given twice"),
    "broken TOML": ("reply_rate = ", "stdin:1:14: toml"),
    "broken JSON": ('{"reply_rate": 0.4,}', "stdin:1:20: json"),
    "JSON twice": (
        '{"goal": "reach",\n "goal": "cause"}',
        "stdin:2:2: json: `goal` is given twice",
    ),
    "JSON NaN": (
        '{"reply_rate": NaN}',
        "stdin:1:16: value: `reply_rate` takes a number from 0 up to 1, not nan",
    ),
    "JSON list": ('{"profile": []}', "stdin:1:13: wrong-type"),
    "empty": ("", "stdin:1:1: empty: this file is empty"),
    "UTF-16": ("goal = '?'".encode("utf-16"), "encoding: this file is UTF-16"),
    "Latin-1": ("# Größe\n".encode("latin-1"), "stdin:1:5: encoding: byte 0xf6 is not UTF-8"),
    "binary": (b"\x7fELF\x00\x01\x02", "binary: this is no text file"),
    "huge": (b"#" * 100_000_000, "too-large: more than 1 MB came in"),
    "deep JSON": ('{"goal": ' + "[" * 50_000, "json"),
    "long number": ("posts_in_window = " + "9" * 5_000, "too long"),
    "control characters": (
        'goal = "\\u001b[31m[bold]"',
        "value: '\\x1b[31m[bold]' is no choice of `goal`",
    ),
    "control name": ('"a\\u001bb" = 1', "unknown-fact: `a\\u001bb` is no fact"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_gets_one_message_with_its_place(advisor, case):
    """Exit code 2, nothing on stdout, no traceback, no escape sequence."""
    given, message = BAD[case]
    ran = advisor("evaluate", "-", given=given)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert "\x1b" not in ran.err


def test_every_mistake_is_told_at_once(advisor):
    """Two wrong facts are two messages, in the order of the file."""
    ran = advisor("evaluate", "-", given="reply_rate = 7\ngoal = 'fame'\n")
    assert ran.err.index("stdin:1:14") < ran.err.index("stdin:2:8")


@pytest.mark.parametrize("given", ["{}", "# nothing yet\n", "\n"])
def test_an_empty_profile_is_no_error(advisor, given):
    """There is nothing to advise, and the first question is named."""
    ran = advisor("evaluate", "-", given=given)
    assert ran.code == 0
    assert "There is nothing to advise yet" in ran.out
    assert "What would you like advice on?" in ran.out


def test_a_folder_and_a_file_without_permission(advisor, tmp_path):
    """What cannot be read is named with what to do."""
    (tmp_path / "folder").mkdir()
    ran = advisor("evaluate", "folder")
    assert (ran.code, "is a folder, not a file" in ran.err) == (2, True)


def test_hostile_texts_do_not_act(advisor, tmp_path):
    """Escape sequences in rule texts and profile names are shown, not sent."""
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "mine.toml").write_text(
        '[[rule]]\nid = "my.rule"\ntitle = "[red]\\u001b[31mx"\nkind = "advice"\n'
        'stance = "neutral"\npriority = "high"\nevidence = "opinion"\nwhen = "collabs_90d == 0"\n'
        'advice = "a\\u202eb"\n'
    )
    ran = advisor("evaluate", "-", "--rules", "rules", given='profile = "\\u001b]0;x"\n' + DEX)
    assert ran.code == 0
    assert "[red]\\u001b[31mx" in ran.out
    assert "a\\u202eb" in ran.out
    assert "\x1b" not in ran.out


def test_a_broken_overlay_is_told_and_the_rest_goes_on(advisor, tmp_path):
    """The shipped rules still advise; the exit code says that rules have problems."""
    (tmp_path / "advisor-rules").mkdir()
    (tmp_path / "advisor-rules/mine.toml").write_text("[threshold.x]\nvalu = 1\n")
    ran = advisor("evaluate", "-", given=DEX)
    assert ran.code == 1
    assert "rules: shipped, then advisor-rules" in ran.err
    assert "advisor-rules/mine.toml:2:1: unknown-key: `valu` is not a key of a threshold" in ran.err
    assert "Cut back" in ran.out


def test_why_shows_the_proof(advisor, tmp_path):
    """Down to the facts, with margin and origin."""
    (tmp_path / "dex.toml").write_text(DEX)
    ran = advisor("why", "self-like.one-sided", "--for", "dex.toml")
    assert ran.code == 0
    assert "reply_rate < 0.2  (comments answered: 5 %, 15 points below; answered)" in ran.out


def test_why_of_no_rule_guesses(advisor, tmp_path):
    """A misspelt rule is named with what was probably meant."""
    (tmp_path / "dex.toml").write_text(DEX)
    ran = advisor("why", "self-like.exessive", "--for", "dex.toml")
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean `self-like.excessive`?" in ran.err


def test_a_rule_that_is_switched_off_says_where(advisor, tmp_path):
    """Asked for its why, it names the overlay that decided."""
    (tmp_path / "off.toml").write_text('[change."self-like.excessive"]\nenabled = false\n')
    ran = advisor("why", "self-like.excessive", "--for", "-", "--rules", "off.toml", given=DEX)
    assert ran.code == 2
    assert "is switched off at off.toml:2:1" in ran.err


def test_rules_list_prints_one_full_line_a_rule(advisor):
    """Id, priority, on or off, place, title; nothing cut off a terminal."""
    ran = advisor("rules", "list")
    assert ran.code == 0
    line = next(line for line in ran.out.splitlines() if line.startswith("self-like.excessive "))
    assert line.split()[1:3] == ["high", "on"]
    assert "rules/self_liking.toml:" in line
    assert line.endswith("You like nearly everything you post")


def test_rules_test_runs_the_cases_of_the_rules(advisor, tmp_path):
    """A case that fails is told with its why, and the exit code is 1."""
    ran = advisor("rules", "test", "-k", "self-like")
    assert ran.code == 0
    assert ran.out.strip().endswith(" 0 failed")
    (tmp_path / "mine.toml").write_text(
        '[[rule]]\nid = "my.rule"\ntitle = "Mine"\nkind = "advice"\nstance = "neutral"\n'
        'priority = "low"\nevidence = "opinion"\nwhen = "collabs_90d == 0"\nadvice = "Do."\n'
        '[[rule.test]]\ngiven = { collabs_90d = 1 }\nexpect = "applies"\n'
    )
    ran = advisor("rules", "test", "-k", "my.rule", "--rules", "mine.toml")
    assert ran.code == 1
    assert "mine.toml:10:1: my.rule: expected applies, found silent" in ran.out
    assert "no  collabs_90d == 0" in ran.out


def test_shipped_tests_that_an_overlay_changes_are_told_and_no_failure(advisor, tmp_path):
    """Whoever moves a threshold sees which shipped tests come out otherwise, and why."""
    (tmp_path / "mine.toml").write_text("[change.self_like_excessive]\nvalue = 0.99\n")
    ran = advisor("rules", "test", "-k", "self-like.excessive", "--rules", "mine.toml")
    assert ran.code == 0
    assert ran.out == (
        "self-like.excessive: shipped tests come out otherwise because of mine.toml:2\n"
        "4 passed, 0 failed, 2 changed by you\n"
    )


def test_doctor_says_what_works(advisor):
    """The core, the rules, and where answers are kept."""
    ran = advisor("doctor")
    assert ran.code == 0
    assert "core        durable_rules, every evaluation checked against the reference" in ran.out
    assert "answers.json" in ran.out


def test_an_unknown_command_guesses(advisor):
    """A misspelt command is a usage error with a guess."""
    ran = advisor("evalute")
    assert ran.code == 2
    assert "Did you mean `evaluate`?" in ran.err


def test_help_loads_nothing_heavy(environment, tmp_path):
    """`import advisor` and the command line load none of the large libraries."""
    code = (
        "import advisor, advisor.cli, sys\n"
        "from click.testing import CliRunner\n"
        "assert CliRunner().invoke(advisor.cli.advisor, ['--help']).exit_code == 0\n"
        "heavy = {'textual', 'polars', 'pydantic', 'durable_rules_engine', 'durable',\n"
        "  'pyspark', 'dask', 'sqlglot', 'duckdb', 'pandas', 'pyarrow'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_advice_on_a_profile_loads_no_data_frames(environment, tmp_path):
    """`advisor evaluate` answers at once: what tables need is left alone."""
    (tmp_path / "dex.toml").write_text(DEX)
    code = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "import advisor.cli\n"
        "ran = CliRunner().invoke(advisor.cli.advisor, ['evaluate', 'dex.toml'])\n"
        "assert 'Cut back' in ran.output\n"
        "sys.exit('polars' if 'polars' in sys.modules else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=tmp_path, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_rules_test_of_nothing_is_a_mistake(advisor):
    """A misspelt -k does not look like success."""
    ran = advisor("rules", "test", "-k", "nothing-like-it")
    assert (ran.code, ran.out) == (2, "")
    assert "no rule or verdict with tests has `nothing-like-it` in its name" in ran.err
