"""A new rule with two tests that pass, in an overlay of its own."""

from __future__ import annotations

import json
import re
from pathlib import Path

from advisor.problems import Usage
from advisor.rulebase.model import RuleBase
from advisor.rulebase.schema import json_schema
from advisor.rulebase.shape import RULE_ID

TEMPLATE = """\
#:schema ./schema.json

[[rule]]
id       = "{id}"
title    = "{title}"
kind     = "advice"        # advice warning diagnosis answer knowledge reassurance correction
stance   = "neutral"       # for against caution neutral: towards the topic's question
priority = "medium"        # high medium low: order of display only
evidence = "opinion"       # how far to trust it; `advisor rules docs` has all the words
when     = "posts_per_week < 1"
advice   = "You post {{posts_per_week}}. Say here what that means for the creator."
action   = "Say here the one next thing to do."

[[rule.test]]
given  = {{ posts_per_week = 0.5 }}
expect = "applies"

[[rule.test]]
given  = {{ posts_per_week = 1 }}
expect = "silent"
"""


def new_rule(rulebase: RuleBase, id: str, folder: Path) -> Path:
    """Write the file of a new rule; the file. Raises Usage and OSError."""
    if not re.fullmatch(RULE_ID, id) or len(id) > 80:
        raise Usage(f"`{id}` is no rule id: small letters with a dot between, like `my.first-rule`")
    taken = rulebase.rule(id)
    if taken is not None:
        raise Usage(f"the rule `{id}` is there already, at {taken.at.place}")
    file = folder / f"{id}.toml"
    if file.exists():
        raise Usage(f"{file} is there already")
    folder.mkdir(parents=True, exist_ok=True)
    schema = folder / "schema.json"
    if not schema.exists():
        schema.write_text(json.dumps(json_schema(), indent=2) + "\n", encoding="utf-8")
    title = id.split(".", 1)[1].replace("-", " ").replace(".", " ").capitalize()
    file.write_text(TEMPLATE.format(id=id, title=title), encoding="utf-8")
    return file
