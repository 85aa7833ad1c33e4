"""What the view Timeline says of a plan."""

from typing import Any, cast

from reconciler.printed import PlanJson
from reconciler.render.html.said import said_page
from reconciler.render.html.said_timeline import timeline_said
from tests.render.plans import REFUSED, everything


def said(**parts: Any) -> dict[str, Any]:  # noqa: ANN401 - the parts of a plan
    """Return what is said of the sample plan with *parts* of it replaced."""
    plan = cast("PlanJson", {**everything(), **parts})
    return dict(timeline_said(said_page(plan), plan))


def test_the_timeline_counts_calls_and_says_who_is_exposed() -> None:
    """The sentence has the words of text: the calls, the expected seconds, and the heads of the exposures."""
    assert said()["sentence"] == "3 API calls, about 63 s. 1 account is ungoverned for about 30 s during the apply."
    assert said()["remark"] == (
        "2 change sets and 1 TagResource call. No safe order needs fewer change sets. "
        "Times are estimates: AWS promises none."
    )


def test_without_exposures_the_timeline_says_that_nobody_is_exposed() -> None:
    """It is said, since a reader looks for it."""
    assert said(exposures=[])["sentence"] == "3 API calls, about 63 s. No account is exposed."


def test_a_plan_without_calls_and_a_failed_plan_differ() -> None:
    """Nothing to write is one thing, and a plan that could not be made another."""
    assert said(operations=[])["sentence"] == "Nothing is to be written, so there is no API call."
    assert said(operations=[])["remark"] == ""
    assert said(operations=[], digest=None)["sentence"] == "No plan could be made, so no API call is planned."


def test_drift_says_what_an_apply_would_do() -> None:
    """Drift writes nothing."""
    plan = everything()
    sentence = timeline_said(said_page(plan), plan, drifting=True)["sentence"]
    assert sentence.startswith("An apply would make 3 API calls, about 63 s.")


def test_each_call_is_said_in_the_words_of_text() -> None:
    """The subject, the size, and by address what the call does."""
    calls = said()["calls"]
    assert list(calls) == ["op-1", "op-2", "op-3"]
    assert (calls["op-1"]["subject"], calls["op-3"]["subject"]) == ("change set of", "tags of")


def test_each_exposure_is_said_in_the_words_of_text() -> None:
    """In the order of the plan: what the accounts can and cannot buy, and the rules that refuse it."""
    refused = {**REFUSED, "code": "ungoverned", "address": None, "path": None}
    (exposure,) = said(problems=[refused])["exposures"]
    assert exposure["ways"][0] == "can buy every product"
    assert (exposure["rules"], said()["exposures"][0]["rules"]) == (["ungoverned"], [])
