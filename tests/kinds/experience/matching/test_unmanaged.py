"""Experiences that no document names and that may govern accounts of the repository."""

from tests.fakes.world import LiveExperience
from tests.kinds.experience.matching.test_matcher import told


def test_an_enabled_experience_that_no_document_names_is_a_warning() -> None:
    """It may govern accounts that the documents put elsewhere. One without principals, disabled or archived is none."""
    live = [
        LiveExperience(id="exp-1", title="Finance"),
        LiveExperience(id="exp-2", title="Shadow", status="enabled", principals=("333333333333",)),
        LiveExperience(id="exp-3", title="Wide", status="enabled", principals=("222222222222", "ou-abcd-finance0")),
        LiveExperience(id="exp-4", title="Idle", status="enabled"),
        LiveExperience(id="exp-5", title="Off", status="disabled", principals=("444444444444",)),
        LiveExperience(id="exp-6", title="Old", status="archived", principals=("555555555555",)),
    ]
    found = told("{kind: experience, name: f, title: Finance}", *live)
    assert [(one.code, one.severity.value, one.message) for one in found] == [
        (
            "unmanaged-experience",
            "warning",
            "exp-2 'Shadow' is enabled for 333333333333, and no document names it",
        ),
        (
            "unmanaged-experience",
            "warning",
            "exp-3 'Wide' is enabled for 2 principals, and no document names it",
        ),
    ]
    hint = "reconciler effective shows which accounts it governs; name it in a document (reconciler import --all)"
    assert {one.hint for one in found} == {f"{hint}, or disable it"}


def test_without_a_document_of_an_experience_none_is_a_warning() -> None:
    """A repository that manages no experience, such as a new one, has none that is in the way."""
    assert told("", LiveExperience(id="exp-2", title="Shadow", status="enabled", principals=("333333333333",))) == []


def test_an_experience_of_a_document_outside_the_plan_is_no_warning() -> None:
    """A part of the repository leaves documents out, and they name their experiences all the same."""
    live = LiveExperience(id="exp-2", title="Finance", status="enabled", principals=("333333333333",))
    assert told("{kind: experience, name: f, title: Finance}", live, outside="f") == []
