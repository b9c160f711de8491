"""Runbooks: what a page must hold, and how its templates are filled."""

from pathlib import Path
from typing import Any

import pytest

from commander.aws.runbooks import PackagedRunbooks
from commander.contract.causes import causes
from commander.domain.runbooks import fill, kept, parse, restored

_PAGE = (Path(__file__).parents[2] / "knowledge" / "runbooks" / "lambda-alias-rollback.md").read_text(encoding="utf-8")


def test_every_packaged_runbook_names_known_causes_and_undoes_what_it_keeps() -> None:
    runbooks = PackagedRunbooks().all()
    assert runbooks
    for runbook in runbooks:
        assert set(runbook.causes) <= set(causes())
        assert set(runbook.undo_restores) <= set(runbook.state.keep)
        assert set(runbook.arguments) == set(runbook.parameters)


def test_the_runbooks_own_actions_cover_its_calls() -> None:
    for runbook in PackagedRunbooks().all():
        reads = [(runbook.state.service, runbook.state.operation)]
        reads += [(one.service, one.operation) for one in runbook.preconditions]
        calls = [(call.service, call.operation) for call in (*runbook.steps, *runbook.undo)]
        needed = {
            f"{service}:{''.join(word.capitalize() for word in name.split('_'))}" for service, name in reads + calls
        }
        assert needed <= set(runbook.actions)


def test_a_page_without_a_block_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"page\.md: no ```json runbook block"):
        parse("# Nothing here", "page.md")


@pytest.mark.parametrize("missing", ["undo", "preconditions", "steps", "actions", "undo_restores"])
def test_a_runbook_without_an_essential_part_is_refused(missing: str) -> None:
    start = _PAGE.index(f'  "{missing}": ')
    page = _PAGE.replace(_PAGE[start : start + len(missing) + 4], f'  "{missing}_gone"', 1)
    with pytest.raises(ValueError, match=missing):
        parse(page, "page.md")


def test_broken_json_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"page\.md"):
        parse("```json runbook\n{\n```\n", "page.md")


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("${state.weights}", {"2": 0.1}),
        ("alias ${arguments.alias} of ${arguments.function}", "alias live of shop"),
        ({"a": ["${arguments.alias}", 3, None]}, {"a": ["live", 3, None]}),
        ("no reference, not even ${", "no reference, not even ${"),
    ],
)
def test_a_reference_that_stands_alone_keeps_its_type(template: Any, filled: Any) -> None:
    assert (
        fill(template, {"arguments": {"alias": "live", "function": "shop"}, "state": {"weights": {"2": 0.1}}}) == filled
    )


@pytest.mark.parametrize("template", ["${arguments.nothing}", "${nobody.here}", "x ${arguments.alias.deeper} y"])
def test_a_reference_to_nothing_is_refused(template: str) -> None:
    with pytest.raises(ValueError, match="refers to nothing"):
        fill(template, {"arguments": {"alias": "live"}})


def test_a_value_that_looks_like_a_reference_is_not_followed() -> None:
    """What the evidence says is data: it never becomes a template."""
    assert fill("${arguments.alias}", {"arguments": {"alias": "${state.secret}"}, "state": {"secret": "x"}}) == (
        "${state.secret}"
    )


def test_a_field_the_service_leaves_out_is_kept_as_its_absence() -> None:
    runbook = parse(_PAGE, "page.md")
    state = kept(runbook, {"FunctionVersion": "2"})
    assert state == {"FunctionVersion": "2", "RoutingConfig": {"AdditionalVersionWeights": {}}}
    assert restored(runbook, state, kept(runbook, {"FunctionVersion": "2", "RoutingConfig": None}))
    weighted = {"FunctionVersion": "2", "RoutingConfig": {"AdditionalVersionWeights": {"1": 0.5}}}
    assert not restored(runbook, state, kept(runbook, weighted))
