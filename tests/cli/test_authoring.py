"""The commands of rule authors: check, new, edit, impact, list, test, watch."""

from __future__ import annotations

import json
import os
import pwd
import re
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote

import pytest

ADVISOR = str(Path(sys.executable).parent / "advisor")

RULE = """\
[[rule]]
id = "my.rare"
title = "Post more"
kind = "advice"
stance = "neutral"
priority = "low"
evidence = "opinion"
when = "posts_per_week < posts_rare and not evokes_emotion"
advice = "A"

[[rule.test]]
given = { posts_per_week = 0, evokes_emotion = false }
expect = "applies"

[threshold.posts_rare]
value = 2
note = "n"
basis = "assumed"
"""

BROKEN = '# 猫\n[threshold."x"]\nvalu = 1 # 100%, a:b\n'


@pytest.fixture(name="mine")
def _mine(tmp_path):
    """Writes advisor-rules/mine.toml."""
    file = tmp_path / "advisor-rules" / "mine.toml"
    file.parent.mkdir()

    def mine(text: str) -> Path:
        file.write_text(text, encoding="utf-8")
        return file

    return mine


# ---------------------------------------------------------------- check


def test_check_finds_nothing_wrong_with_the_shipped_rules(advisor):
    """Each format says so in its own way, with exit code 0."""
    assert advisor("rules", "check").out == ""
    assert json.loads(advisor("rules", "check", "--format", "json").out) == []
    assert advisor("rules", "check", "--format", "github").out.strip() == ""
    log = json.loads(advisor("rules", "check", "--format", "sarif").out)
    assert log["runs"][0]["results"] == []


def test_check_as_json(advisor, mine):
    """A list of objects with code, severity, message, hint and place; counts on stderr."""
    mine(BROKEN + RULE.split("[[rule.test]]")[0].replace("posts_rare", "3"))
    ran = advisor("rules", "check", "advisor-rules", "--format", "json")
    found = json.loads(ran.out)
    assert ran.code == 1
    assert "157 rules, 4 errors, 1 warning" in re.sub(r"^\d+", "157", ran.err)
    assert {(one["code"], one["severity"], one["line"], one["column"]) for one in found} == {
        ("missing-key", "error", 2, 1),
        ("unknown-key", "error", 3, 1),
        ("no-test", "warning", 4, 1),
    }
    assert [one["message"] for one in found][:3] == [
        "a threshold needs `basis`", "a threshold needs `note`", "a threshold needs `value`",
    ]  # fmt: skip
    assert found[3] == {
        "code": "unknown-key", "severity": "error", "message": "`valu` is not a key of a threshold",
        "hint": "did you mean `value`?", "file": "advisor-rules/mine.toml", "line": 3, "column": 1,
        "width": 4,
    }  # fmt: skip


def test_check_as_github_annotations(advisor, mine):
    """One workflow command a problem, its data escaped, so that no text can add another."""
    mine(BROKEN + '"100%\\n::error::x" = 1\n"\\u001b[31m" = 1\n')
    ran = advisor("rules", "check", "--format", "github")
    lines = ran.out.splitlines()
    assert ran.code == 1
    form = re.compile(
        r"::(error|warning) file=([^:,]+),line=(\d+),col=(\d+),endColumn=(\d+),title=([^:,]+)::(.+)"
    )
    found = [form.fullmatch(line) for line in lines]
    assert all(found)
    assert len(found) == 6
    places = {(match[2], int(match[3]), int(match[4]), int(match[5])) for match in found if match}
    assert ("advisor-rules/mine.toml", 3, 1, 5) in places
    assert any("`100%25%0A::error::x` is not a key" in line for line in lines)
    assert "\x1b" not in ran.out


def test_check_as_sarif(advisor, tmp_path):
    """A log that scanners read: version, tool, rules, level, message, place, kind of column."""
    file = tmp_path / "größe 100%.toml"
    file.write_text(BROKEN, encoding="utf-8")
    ran = advisor("rules", "check", file.name, "--format", "sarif")
    log = json.loads(ran.out)
    assert (ran.code, log["version"]) == (1, "2.1.0")
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert driver["name"] == "advisor"
    assert [rule["id"] for rule in driver["rules"]] == ["missing-key", "unknown-key"]
    assert {result["ruleId"] for result in run["results"]} == {"missing-key", "unknown-key"}
    assert {result["level"] for result in run["results"]} == {"error"}
    last = run["results"][-1]
    assert last["message"]["text"] == ("`valu` is not a key of a threshold (did you mean `value`?)")
    place = last["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 3, "startColumn": 1, "endColumn": 5}
    uri = place["artifactLocation"]["uri"]
    assert re.fullmatch(r"[A-Za-z0-9._%/-]+", uri)
    assert unquote(uri) == file.name


def test_check_of_what_is_not_there(advisor):
    """A path that does not exist is a problem without a place, in every format."""
    assert "there is no file `gone`" in advisor("rules", "check", "gone").err
    (problem,) = json.loads(advisor("rules", "check", "gone", "--format", "json").out)
    assert (problem["code"], problem["file"], problem["line"]) == ("missing", None, None)
    assert advisor("rules", "check", "gone", "--format", "github").out.startswith(
        "::error title=missing::"
    )
    log = json.loads(advisor("rules", "check", "gone", "--format", "sarif").out)
    assert "locations" not in log["runs"][0]["results"][0]


# ---------------------------------------------------------------- new


def test_a_new_rule_and_its_tests(advisor, tmp_path):
    """File and schema are there, check is content, and both tests pass."""
    ran = advisor("rules", "new", "my.first-rule")
    assert ran.code == 0
    assert ran.out.startswith("advisor-rules/my.first-rule.toml: change it")
    assert sorted(path.name for path in (tmp_path / "advisor-rules").iterdir()) == [
        "my.first-rule.toml", "schema.json",
    ]  # fmt: skip
    ran = advisor("rules", "check")
    assert (ran.code, ", 0 errors, 0 warnings" in ran.err) == (0, True)
    command = advisor("rules", "new", "my.second-rule").out.strip().rpartition("advisor ")[2]
    assert command == "rules test -k my.second-rule"
    ran = advisor(*command.split())
    assert (ran.code, ran.out) == (0, "2 passed, 0 failed\n")


def test_a_new_rule_elsewhere_says_how_to_test_it(advisor, tmp_path):
    """Where the folder is not in use, the command that is proposed names it."""
    ran = advisor("rules", "new", "my.first-rule", "-o", "else")
    command = ran.out.strip().rpartition("advisor ")[2]
    assert command == "rules test -k my.first-rule --rules else"
    assert advisor(*command.split()).out == "2 passed, 0 failed\n"
    assert not (tmp_path / "advisor-rules").exists()


@pytest.mark.parametrize(
    ("id", "message"),
    [
        ("self-like.excessive", "the rule `self-like.excessive` is there already, at rules/"),
        ("Nodot", "`Nodot` is no rule id: small letters with a dot between"),
        ("../../x.y", "is no rule id"),
    ],
)
def test_a_new_rule_is_refused(advisor, tmp_path, id, message):
    """A taken or bad id is one line and exit code 2, and writes nothing."""
    ran = advisor("rules", "new", id)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert not (tmp_path / "advisor-rules").exists()


def test_a_new_rule_writes_over_no_file(advisor, tmp_path):
    """An existing file and a file in place of the folder are told."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/my.rule.toml").write_text("# mine\n")
    ran = advisor("rules", "new", "my.rule", "-o", "rules")
    assert (ran.code, "rules/my.rule.toml is there already" in ran.err) == (2, True)
    assert (tmp_path / "rules/my.rule.toml").read_text() == "# mine\n"
    (tmp_path / "plain").write_text("")
    ran = advisor("rules", "new", "my.rule", "-o", "plain")
    assert (ran.code, "plain cannot be written" in ran.err) == (2, True)


# ---------------------------------------------------------------- edit


@pytest.fixture(name="editor")
def _editor(tmp_path):
    """An editor that notes what it was given and then runs a line of shell on the file."""

    def editor(action: str = "true") -> str:
        script = tmp_path / "my editor"
        script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > given\nfile="$2"\n{action}\n')
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        return f"'{script}'"

    return editor


def test_edit_opens_the_rule_at_its_line(advisor, mine, editor, tmp_path):
    """The editor gets +LINE FILE; a sound file afterwards is exit code 0."""
    mine("# one\n\n" + RULE)
    ran = advisor("rules", "edit", "my.rare", EDITOR=editor())
    assert ran.code == 0
    assert (tmp_path / "given").read_text().splitlines() == ["+3", "advisor-rules/mine.toml"]
    assert re.search(r"^\d+ rules, 0 errors$", ran.out, re.MULTILINE)


def test_edit_of_a_shipped_rule_opens_the_shipped_file(advisor, editor, tmp_path):
    """A rule that ships stands in the folder of the program."""
    ran = advisor("rules", "edit", "self-like.excessive", EDITOR=editor())
    line, file = (tmp_path / "given").read_text().splitlines()
    assert ran.code == 0
    assert Path(file).name == "self_liking.toml"
    assert Path(file).read_text().split("\n")[int(line[1:]) - 1] == "[[rule]]"


def test_edit_tells_what_went_wrong(advisor, mine, editor):
    """A fault that was saved is shown, and the exit code is 1."""
    file = mine(RULE)
    change = 'sed -i s/posts_per_week/post_per_week/ "$file"'
    ran = advisor("rules", "edit", "my.rare", EDITOR=editor(change))
    assert ran.code == 1
    assert "advisor-rules/mine.toml:8:9: unknown-name: `post_per_week` is no fact" in ran.err
    assert "advisor-rules/mine.toml:12:11: unknown-name: `post_per_week` is no fact" in ran.err
    assert ", 2 errors" in ran.out
    assert "post_per_week" in file.read_text()


def test_edit_of_a_file_that_goes_away(advisor, mine, editor):
    """An editor that deletes the file leaves the shipped rules."""
    mine(RULE)
    ran = advisor("rules", "edit", "my.rare", EDITOR=editor('rm "$file"'))
    assert (ran.code, ", 0 errors" in ran.out) == (0, True)


def test_edit_without_an_editor_says_where_the_rule_stands(advisor, mine):
    """Nobody is left without the place."""
    mine("# one\n\n" + RULE)
    ran = advisor("rules", "edit", "my.rare", EDITOR="", VISUAL="")
    assert (ran.code, ran.out) == (2, "")
    assert "set EDITOR to the editor you use" in ran.err
    assert "the rule stands at advisor-rules/mine.toml:3" in ran.err


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("/nowhere/ed", "/nowhere/ed cannot be started: No such file or directory"),
        ("false", "false ended with 1"),
        ("'open", "EDITOR is `'open`, which is no command"),
    ],
)
def test_an_editor_that_fails_is_told(advisor, mine, name, message):
    """One line and exit code 2."""
    mine(RULE)
    ran = advisor("rules", "edit", "my.rare", EDITOR=name, VISUAL="")
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_edit_of_no_rule_guesses(advisor):
    """A misspelt id is told with what was probably meant."""
    ran = advisor("rules", "edit", "self-like.exessive", EDITOR="true")
    assert (ran.code, "did you mean `self-like.excessive`?" in ran.err) == (2, True)


# ---------------------------------------------------------------- impact and list

OVERLAY = """\
[change."self-like.excessive"]
enabled = false
reason = "We film films."

[change."self-like.one-sided"]
and = "follower_count > 1000"

[change.reply_rate_low]
value = 0.4
"""

DEX = (
    'profile = "Dex"\nself_like_share = 0.95\nposts_in_window = 12\nfollower_count = 140\n'
    "reply_rate = 0.3\noutbound_comments_per_week = 0\ncollabs_90d = 0\n"
)


def test_impact_of_nothing(advisor, mine):
    """No overlay, or one that changes nothing: nobody gets other advice."""
    ran = advisor("rules", "impact")
    assert ran.code == 0
    assert re.fullmatch(r"0 of 1\d people get other advice\n", ran.out)
    mine("# nothing yet\n")
    assert advisor("rules", "impact").out == ran.out


def test_impact_says_who_and_what(advisor, mine):
    """Sample people who get other advice, each line with the rule."""
    mine(OVERLAY)
    ran = advisor("rules", "impact")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert re.fullmatch(r"[1-9]\d* of 1\d people get other advice", lines[-1])
    dex = lines[lines.index("Dex") + 1 :]
    assert dex[0] == "  - self-like.excessive: You like nearly everything you post"
    assert dex[1].startswith("  - self-like.one-sided: ")


@pytest.mark.parametrize(
    ("overlay", "lines"),
    [
        ('[change."self-like.excessive"]\nenabled = false\n',
         ["  - self-like.excessive: You like nearly everything you post"]),
        ('[change."self-like.excessive"]\nand = "follower_count > 1000"\n',
         ["  - self-like.excessive: You like nearly everything you post"]),
        ('[change."self-like.excessive"]\npriority = "low"\n',
         ["  ~ self-like.excessive: You like nearly everything you post: "
          "priority high -> low"]),
    ],
)  # fmt: skip
def test_impact_on_a_profile_of_ones_own(advisor, mine, tmp_path, overlay, lines):
    """Switched off, narrowed, less important: exactly that is said."""
    (tmp_path / "dex.toml").write_text(DEX)
    mine(overlay)
    ran = advisor("rules", "impact", "dex.toml")
    assert ran.out.splitlines() == ["Dex", *lines, "1 of 1 people get other advice"]


def test_impact_of_a_threshold(advisor, mine, tmp_path):
    """A threshold that is moved changes the verdict and what rests on it."""
    (tmp_path / "dex.toml").write_text(DEX)
    mine("[change.self_like_excessive]\nvalue = 0.99\n")
    out = advisor("rules", "impact", "dex.toml").out
    assert "  - self-like.excessive: You like nearly everything you post\n" in out
    assert advisor("rules", "impact", "dex.toml", "--against", "advisor-rules").out == (
        "0 of 1 people get other advice\n"
    )


def test_impact_with_a_profile_that_cannot_be_read(advisor, tmp_path):
    """It is told with its place; the exit code says that some, or all, were rejected."""
    (tmp_path / "dex.toml").write_text(DEX)
    (tmp_path / "bad.toml").write_text("reply_rat = 0.1\n")
    ran = advisor("rules", "impact", "bad.toml", "dex.toml")
    assert (ran.code, ran.out) == (3, "0 of 1 people get other advice\n")
    assert "bad.toml:1:1: unknown-fact: `reply_rat` is no fact" in ran.err
    assert advisor("rules", "impact", "bad.toml").code == 2
    ran = advisor("rules", "impact", "gone.toml")
    assert (ran.code, "there is no file `gone.toml`" in ran.err) == (2, True)


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder of the test's own."""
    subprocess.run(
        ["git", "-C", folder, "-c", "user.name=T", "-c", "user.email=t@example.org",
         "-c", "commit.gpgsign=false", *arguments],
        check=True, capture_output=True,
    )  # fmt: skip


def test_impact_against_a_revision(advisor, mine, tmp_path):
    """What changed since a commit, and not what the commit changed."""
    (tmp_path / "dex.toml").write_text(DEX)
    git(tmp_path, "init", "-q")
    git(tmp_path, "commit", "-qm", "nothing", "--allow-empty")
    mine('[change."self-like.excessive"]\nenabled = false\n')
    changed = advisor("rules", "impact", "dex.toml").out
    assert "- self-like.excessive" in changed
    assert advisor("rules", "impact", "dex.toml", "--against", "HEAD").out == changed
    git(tmp_path, "add", "advisor-rules")
    git(tmp_path, "commit", "-qm", "off")
    git(tmp_path, "tag", "off")
    none = "0 of 1 people get other advice\n"
    assert advisor("rules", "impact", "dex.toml", "--against", "off").out == none
    assert advisor("rules", "impact", "dex.toml", "--against", "HEAD~1").out == changed
    mine('[change."self-like.excessive"]\nenabled = true\n')
    ran = advisor("rules", "impact", "dex.toml", "--against", "off")
    assert ran.out == changed.replace("  - ", "  + ")


def test_impact_against_no_revision(advisor, mine, tmp_path):
    """One line and exit code 2."""
    git(tmp_path, "init", "-q")
    git(tmp_path, "commit", "-qm", "nothing", "--allow-empty")
    mine(OVERLAY)
    ran = advisor("rules", "impact", "--against", "nowhere")
    assert (ran.code, ran.out) == (2, "")
    assert "`nowhere` is neither shipped, nor a folder, nor a revision in" in ran.err


def test_list_names_who_decided(advisor, mine):
    """Each setting of an overlay with its file and line; where the rule itself stands."""
    mine(OVERLAY)
    lines = advisor("rules", "list").out.splitlines()
    off = next(line for line in lines if line.startswith("self-like.excessive "))
    assert off.split()[1:3] == ["high", "off"]
    assert "rules/self_liking.toml:" in off
    assert "advisor-rules/mine.toml:2" in off
    narrowed = next(line for line in lines if line.startswith("self-like.one-sided "))
    assert "advisor-rules/mine.toml:6" in narrowed
    assert any(
        line.startswith("reply_rate_low") and "advisor-rules/mine.toml:9" in line for line in lines
    )


def test_list_names_the_last_of_several_overlays(advisor, mine, tmp_path):
    """Later wins, and is named."""
    mine('[change."self-like.excessive"]\npriority = "low"\n')
    (tmp_path / "last.toml").write_text('\n[change."self-like.excessive"]\npriority = "medium"\n')
    lines = advisor("rules", "list", "--rules", "last.toml").out.splitlines()
    (line,) = (line for line in lines if line.startswith("self-like.excessive "))
    assert line.split()[1] == "medium"
    assert "last.toml:3" in line
    assert "mine.toml" not in line


# ---------------------------------------------------------------- test


def test_mutate_shows_what_no_test_notices(advisor, mine):
    """Each fault that survives with its place, then the score of the rules that were named."""
    mine(RULE)
    ran = advisor("rules", "test", "-k", "my.rare", "--mutate")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "1 passed, 0 failed",
        "advisor-rules/mine.toml:15:1: no test notices: posts_rare = 2.2 instead of 2",
        "advisor-rules/mine.toml:15:1: no test notices: posts_rare = 1.8 instead of 2",
        "advisor-rules/mine.toml:1:1: no test notices: my.rare: when without part 1",
        "advisor-rules/mine.toml:1:1: no test notices: my.rare: when without part 2",
        "0 of 4 faults noticed (0.0 %), 0 more change nothing",
    ]


def test_proposed_tests_notice_every_fault(advisor, mine):
    """What `--propose` writes can be put into the file as it is, and then nothing survives."""
    mine(RULE)
    ran = advisor("rules", "test", "-k", "my.rare", "--propose")
    counts, _, proposed = ran.out.partition("\n")
    assert counts == "1 passed, 0 failed"
    assert proposed.count("[[rule.test]]") == 3
    assert "# for my.rare: posts_rare = 2.2 instead of 2\n" in proposed
    rule, threshold = RULE.split("[threshold", 1)
    mine(rule + proposed + "[threshold" + threshold)
    ran = advisor("rules", "test", "-k", "my.rare", "--mutate")
    assert ran.out.splitlines() == [
        "4 passed, 0 failed",
        "4 of 4 faults noticed (100.0 %), 0 more change nothing",
    ]


# ---------------------------------------------------------------- watch


class Watch:
    """`advisor rules watch` as a process; its output is read as it comes."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.file = (folder / "seen").open("wb")
        self.process = subprocess.Popen(
            [ADVISOR, "rules", "watch"], cwd=folder, env=environment | {"PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL, stdout=self.file, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.read = 0

    def wait_for(self, text: str) -> str:
        """What was written since the last call, once the text is among it."""
        limit = time.monotonic() + 30
        while time.monotonic() < limit and self.process.poll() is None:
            seen = Path(self.file.name).read_text()
            at = seen.find(text, self.read)
            if at >= 0:
                found, self.read = seen[self.read : at + len(text)], at + len(text)
                return found
            time.sleep(0.05)
        pytest.fail(f"never saw {text!r} in {Path(self.file.name).read_text()!r}")

    def end(self) -> int:
        """Press Ctrl-C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)


@pytest.fixture(name="watch")
def _watch(tmp_path, environment):
    """Starts the watch, and ends it after the test whatever happened."""
    started = []

    def watch() -> Watch:
        started.append(Watch(tmp_path, environment))
        return started[-1]

    yield watch
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()
        one.file.close()


def test_watch_looks_again_at_each_save(mine, watch):
    """Sound, broken, a failing test, gone, back again; Ctrl-C ends it with 130."""
    file = mine(RULE)
    ran = watch()
    ran.wait_for("Ctrl-C ends it")
    mine(RULE.replace("posts_per_week <", "post_per_week <"))
    ran.wait_for("saved: mine.toml")
    seen = ran.wait_for(" failed\n")
    assert "mine.toml:8:9: unknown-name: `post_per_week` is no fact" in seen
    assert "rules, 1 error; tests: " in seen
    mine(RULE.replace('expect = "applies"', 'expect = "silent"'))
    ran.wait_for("saved: mine.toml")
    assert "my.rare: expected silent, found applies" in ran.wait_for(" 1 failed\n")
    file.unlink()
    ran.wait_for("saved: mine.toml")
    assert "0 errors; tests: " in ran.wait_for(" 0 failed\n")
    mine(RULE)
    ran.wait_for("saved: mine.toml")
    assert "0 errors; tests: " in ran.wait_for(" 0 failed\n")
    file.write_bytes(b"\xff\xfe\0\0")
    ran.wait_for("saved: mine.toml")
    assert "encoding: this file is UTF-16" in ran.wait_for(" 0 failed\n")
    assert ran.end() == 130
    assert "Traceback" not in Path(ran.file.name).read_text()


def test_watch_notices_a_folder_that_comes_and_goes(watch, tmp_path):
    """advisor-rules/ may be made, and taken away, while the watch runs."""
    ran = watch()
    ran.wait_for("Ctrl-C ends it")
    folder = tmp_path / "advisor-rules"
    (tmp_path / "aside").mkdir()
    (tmp_path / "aside/mine.toml").write_text(RULE)
    (tmp_path / "aside").rename(folder)
    ran.wait_for("saved: mine.toml")
    assert "0 errors; tests: " in ran.wait_for(" 0 failed\n")
    folder.rename(tmp_path / "aside")
    ran.wait_for("saved: mine.toml")
    ran.wait_for(" 0 failed\n")
    assert ran.end() == 130


# ---------------------------------------------------------------- large and hostile


def test_ten_thousand_rules_are_used_by_the_reference_alone(advisor, tmp_path):
    """Far above what the core can do exactly: they load, advise, and doctor says so."""
    text = "".join(
        f'[[rule]]\nid = "big.r{n}"\ntitle = "T{n}"\nkind = "advice"\nstance = "neutral"\n'
        f'priority = "low"\nevidence = "opinion"\nwhen = "posts_per_week < {n % 50 + 1}"\n'
        'advice = "A"\n[[rule.test]]\ngiven = { posts_per_week = 0 }\nexpect = "applies"\n'
        for n in range(10_000)
    )
    (tmp_path / "big.toml").write_text(text)
    ran = advisor("doctor", ADVISOR_RULES="big.toml")
    assert ran.code == 0
    assert re.search(r"^rules +10\d\d\d on, 0 off, 0 errors$", ran.out, re.MULTILINE)
    assert re.search(r"^core +reference alone: .* at most 4,000 are exact$", ran.out, re.MULTILINE)
    ran = advisor("evaluate", "-", "--rules", "big.toml", given="posts_per_week = 49.5\n")
    assert ran.code == 0
    assert "big.r49" in ran.out
    assert "big.r48," not in ran.out


HUGE = {
    "key": ('[threshold.x]\n"{word}" = 1\n', "unknown-key"),
    "name": ("[fact.{word}]\ntype = 'bool'\n", "bad-name"),
    "table": ("[{word}.x]\ntype = 'bool'\n", "unknown-key"),
    "id": (RULE.replace("my.rare", "my.{word}"), "length"),
    "title": (RULE.replace("Post more", "{word}"), "length"),
    "advice": (RULE.replace('"A"', '"{word}"'), "length"),
    "condition": (RULE.replace("posts_per_week <", "{word} <"), "condition-too-long"),
    "choice": (RULE.replace('"low"', '"{word}"'), "bad-choice"),
    "source": (
        RULE.replace('advice = "A"', 'advice = "A"\nsources = ["{word}"]'),
        "unknown-source",
    ),
    "topic": (RULE.replace('advice = "A"', 'advice = "A"\ntopic = "{word}"'), "unknown-name"),
    "group": (RULE.replace('advice = "A"', 'advice = "A"\ngroup = "{word} "'), "bad-name"),
    "target": ('[change."{word}"]\nvalue = 1\n', "unknown-target"),
    "given": (RULE.replace("evokes_emotion = false", "{word} = 1"), "unknown-name"),
    "value": (RULE.replace("= 0,", "= '{word}',"), "value"),
}


@pytest.mark.parametrize("case", HUGE)
def test_a_huge_word_is_told_in_few_words(advisor, mine, case):
    """Two million characters anywhere: one problem, quickly, and no screens full of it."""
    text, code = HUGE[case]
    mine(text.replace("{word}", "x" * 2_000_000))
    ran = advisor("rules", "check")
    assert ran.code == 1
    assert f": {code}: " in ran.err
    assert len(ran.err) < 20_000


HOSTILE = {
    "code": "__import__('os').system('touch owned')",
    "attribute": "goal.__class__.__bases__",
    "lambda": "(lambda: open('owned', 'w'))()",
    "comprehension": "[x for x in ().__class__.__bases__]",
    "walrus": "(goal := 'reach')",
    "format": 'f\'{open("owned", "w")}\' == goal',
    "power": "posts_per_week < 9 ** 9 ** 9 ** 9",
    "repeat": "goal == 'a' * 999999999",
    "brackets": "(" * 900 + ")" * 900,
    "minus": "posts_per_week < " + "-" * 1_900 + "1",
    "not": "not " * 480 + "evokes_emotion",
    "or": " or ".join(["evokes_emotion"] * 100),
    "digits": "posts_per_week < " + "9" * 1_900,
    "exponent": "posts_per_week < 1e999",
    "control": "evokes_emotion \\u0000\\u001b[31m",
    "surrogate": "goal == '\\\\ud800'",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_no_condition_can_do_harm(advisor, mine, tmp_path, case):
    """Nothing is executed, and nothing takes long: a problem, or an ordinary condition."""
    condition = HOSTILE[case].replace('"', '\\"')
    mine(RULE.replace("posts_per_week < posts_rare and not evokes_emotion", condition))
    started = time.monotonic()
    ran = advisor("rules", "check")
    assert time.monotonic() - started < 10
    assert ran.code == (0 if case == "or" else 1)
    assert not (tmp_path / "owned").exists()
    assert "\x1b" not in ran.err


def test_a_folder_without_permission_is_told(advisor, mine, environment, tmp_path):
    """Its rules are left out, which is said; the shipped ones go on."""
    mine(RULE)
    folder = tmp_path / "advisor-rules"
    folder.chmod(0)
    try:
        if os.access(folder, os.R_OK):
            pytest.skip(f"{pwd.getpwuid(os.getuid()).pw_name} may read everything")
        ran = advisor("rules", "check")
        assert ran.code == 1
        assert "unreadable: `advisor-rules` cannot be read: Permission denied" in ran.err
        ran = advisor("evaluate", "-", given="self_like_share = 0.95\nposts_in_window = 12\n")
        assert (ran.code, "self-like.excessive" in ran.out) == (1, True)
    finally:
        folder.chmod(0o700)


def test_a_file_without_permission_is_told(advisor, mine):
    """One file of a folder that may not be read leaves the others."""
    file = mine(RULE)
    (file.parent / "other.toml").write_text("[change.reply_rate_low]\nvalue = 0.4\n")
    file.chmod(0)
    if os.access(file, os.R_OK):
        pytest.skip(f"{pwd.getpwuid(os.getuid()).pw_name} may read everything")
    ran = advisor("rules", "list")
    assert ran.code == 1
    assert "permission: `advisor-rules/mine.toml` may not be read" in ran.err
    assert "other.toml:2" in ran.out
