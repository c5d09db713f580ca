"""What to ask for so that a condition is decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from advisor.facts.formulas import inputs
from advisor.facts.profile import Known, Unknown
from advisor.inference.evaluation import Evaluation
from advisor.inference.kleene import truth
from advisor.language.tree import And, Gives, Holds, Node, Or, Test, pushed


def open_facts(evaluation: Evaluation, node: Node) -> Iterator[str]:
    """The unknown facts in the undetermined parts of a condition."""
    return _open_parts(evaluation, pushed(node), set())


def _open_parts(evaluation: Evaluation, node: Node, unfolded: set[str]) -> Iterator[str]:
    if truth(node, evaluation.world) is not None:
        return
    match node:
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from _open_parts(evaluation, part, unfolded)
        case Test(fact=fact):
            yield fact
        case Holds(conclusion=name) if name not in unfolded:
            unfolded.add(name)
            when = pushed(evaluation.rulebase.conclusions[name].when)
            yield from _open_parts(evaluation, when, unfolded)
        case Gives(verdict=name, values=values):
            gives = pushed(evaluation.rulebase.verdicts[name].gives(values))
            yield from _open_parts(evaluation, gives, unfolded)


def in_order(evaluation: Evaluation, facts: Iterable[str]) -> list[str]:
    """What to ask for instead of these facts, in the order of the vocabulary."""
    wanted = {one for fact in set(facts) for one in ask_for(evaluation, fact)}
    return [name for name in evaluation.rulebase.facts if name in wanted]


def ask_for(evaluation: Evaluation, name: str) -> tuple[str, ...]:
    """The questions that would make a fact known: its own, or those for its inputs.

    None where no answer can: the creator does not know, or it does not apply.
    """
    fact = evaluation.rulebase.facts[name]
    state = evaluation.profile.state(name)
    if isinstance(state, Known):
        return ()
    if fact.computed:
        missing = [one for one in inputs(fact) if evaluation.profile.value(one) is None]
        asked = [ask_for(evaluation, one) for one in missing]
        if all(asked):
            return tuple(one for names in asked for one in names)
    return (name,) if fact.askable and state is Unknown.NOT_ASKED else ()
