"""`validate` and `plan` tell patterns of `guards.protected` that match no object."""

from datetime import date
from pathlib import Path

import pytest

from reconciler.kinds import all_kinds
from reconciler.pipeline import load
from tests.trial import Trial, experience, world

WISH = """\
kind: experience
name: side
title: Side
status: disabled
---
kind: product
name: datadog
id: prod-a
"""
ELSE = "kinds that can be protected: endpoint_service, experience, private_marketplace"


def warnings(*patterns: str, wish: str = WISH, paths: tuple[str, ...] = ()) -> list[tuple[str, str, str | None]]:
    """Load a repository that protects *patterns*; return source, message and hint."""
    Path("desired_state").mkdir()
    Path("desired_state/wish.yaml").write_text(wish)
    protected = "".join(f"\n    - '{pattern}'" for pattern in patterns)
    Path("reconciler.yaml").write_text(
        f"version: 1\nmarketplace: {{account: '111111111111'}}\nguards:\n  protected:{protected}\n"
    )
    problems = load(
        Path("reconciler.yaml"), all_kinds(), [Path(path) for path in paths], today=date(2026, 11, 26)
    ).problems
    told = [problem for problem in problems if problem.code == "protects-nothing"]
    assert {problem.severity.value for problem in told} <= {"warning"}
    return [(problem.source, problem.message, problem.hint) for problem in told]


@pytest.mark.parametrize(
    ("pattern", "hint"),
    [
        ("experience.sied", "did you mean 'experience.side'?"),
        ("experiences.side", "did you mean 'experience.side'?"),
        ("side", "did you mean 'experience.side'?"),
        ("experiences", "did you mean 'experience'?"),
        ("endpoint_service.api", ELSE),
        ("endpoint_service", ELSE),
        ("product.datadog", ELSE),
    ],
)
def test_a_pattern_that_matches_no_object_is_reported(
    pattern: str, hint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The warning has the pattern's place and a likely address.

    Products do not count, since AWS has no object of theirs.
    """
    monkeypatch.chdir(tmp_path)
    assert warnings("experience.side", pattern) == [
        ("reconciler.yaml:6:7", f"guards.protected: '{pattern}' matches no object of a document", hint)
    ]


@pytest.mark.parametrize("pattern", ["experience.side", "experience.s*", "experience", "*.side", "*"])
def test_a_pattern_that_matches_an_object_is_not_reported(
    pattern: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One matching object is enough."""
    monkeypatch.chdir(tmp_path)
    assert warnings(pattern) == []


def test_a_pattern_is_not_judged_by_a_part_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`validate FILE` does not read the other files."""
    monkeypatch.chdir(tmp_path)
    assert warnings("experience.other", paths=("desired_state/wish.yaml",)) == []


def test_a_pattern_is_not_judged_by_documents_with_errors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The addresses of such documents are unknown."""
    monkeypatch.chdir(tmp_path)
    assert warnings("experience.side", wish=WISH.replace("title: Side", "titel: Side")) == []


def test_a_plan_tells_a_pattern_that_matches_no_object(trial: Trial) -> None:
    """The plan continues, since an object may be protected before it exists."""
    trial.settings("guards: {protected: [experience.sied]}\n")
    trial.twin.reset(world(experience("Side")))
    trial.wish("kind: experience\nname: side\ntitle: Side\nstatus: disabled\n")
    plan = trial.plan().plan
    assert [(problem.code, problem.hint) for problem in plan.problems] == [
        ("protects-nothing", "did you mean 'experience.side'?")
    ]
    assert len(plan.operations) == 1
