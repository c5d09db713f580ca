"""The whole advisor in five steps.

    facts  ->  rules  ->  inference  ->  explanation  ->  presentation

Each step takes plain frozen values and returns plain frozen values. Nothing here reads
a file, prints or asks: `cli`, `plain` and `wizard` do that, and all of them come
through here.
"""

from __future__ import annotations

from advisor.explanation.explain import explain
from advisor.facts.profile import Profile
from advisor.inference.completion import complete, doubts
from advisor.inference.engine import Engine
from advisor.inference.evaluation import Evaluation
from advisor.presentation.report import Report, compose


def advise(engine: Engine, given: Profile) -> Report:
    """What the rules say about a creator, in the order a person should read it."""
    evaluation = evaluate(engine, given)
    explanation = explain(evaluation)
    return compose(evaluation, explanation)


def evaluate(engine: Engine, given: Profile) -> Evaluation:
    """What the rules find, before anything is explained."""
    rulebase = engine.rulebase
    profile = complete(rulebase, given)
    findings = engine.evaluate(profile)
    return Evaluation(rulebase, profile, findings, doubts(rulebase, given))
