"""Findings that somebody accepts, with the reason."""

from __future__ import annotations

from advisor.authoring.accepted import read


def test_keys_and_reasons_are_read(write):
    """A line is `code name: reason`; comments and empty lines say nothing."""
    folder = write(
        "verify.accepted",
        "# why\n\nunheard my.rule: it adds: two words\r\n  gap v :  größer 日本  \n",
    ).parent
    assert read([folder]) == (
        {"unheard my.rule": "it adds: two words", "gap v": "größer 日本"},
        [],
    )


def test_several_folders_add_up(write):
    """A later folder's reason takes the place of an earlier one's; no file is fine."""
    one = write("one/verify.accepted", "a x: first\nb x: b\n").parent
    two = write("two/verify.accepted", "a x: second\n").parent
    three = write("three/other", "").parent
    assert read([one, two, three]) == ({"a x": "second", "b x": "b"}, [])


def test_a_line_without_reason_is_told(write):
    """Nothing is accepted without a reason; the line is shown with what to write."""
    file = write("verify.accepted", "a x: why\nunheard my.rule\nb x:  \n")
    accepted, problems = read([file.parent])
    assert accepted == {"a x": "why"}
    assert [(p.code, str(p.place), p.excerpt, p.hint) for p in problems] == [
        ("accepted", f"{file}:2:1", "unheard my.rule", "write: code name: reason"),
        ("accepted", f"{file}:3:1", "b x:  ", "write: code name: reason"),
    ]


def test_a_file_that_is_no_text_is_harmless(write):
    """Bytes that are no UTF-8 are shown as such, not fatal; a file too large is told."""
    folder = write("one/verify.accepted", b"\xff\xfe\0a x: why\n").parent
    accepted, problems = read([folder])
    assert (len(accepted), problems) == (1, [])
    folder = write("two/verify.accepted", b"#" * 1_000_001).parent
    accepted, (problem,) = read([folder])
    assert (accepted, problem.code) == ({}, "too-large")


def test_a_folder_of_that_name_is_no_file(tmp_path):
    """A folder called like the file accepts nothing."""
    (tmp_path / "verify.accepted").mkdir()
    assert read([tmp_path]) == ({}, [])


def test_what_is_accepted_for_the_shipped_rules_is_read(library):
    """The shipped file has a reason on every line."""
    from advisor.rulebase.library import shipped_folder

    accepted, problems = read([shipped_folder()])
    assert problems == []
    assert all(len(key.split(" ", 1)) == 2 for key in accepted)
