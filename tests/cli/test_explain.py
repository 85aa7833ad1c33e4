"""`reconciler explain`."""

import pytest

from reconciler.cli.installed import Installed
from reconciler.interruption import Interruption
from tests.cli.fakes import command

NEAR_MISS = """\
near-miss (error)
  the creation would probably duplicate an unmanaged experience

What it means
  AWS has an experience that looks like this one.

What to do
  Add its `id`.

See docs/contract.md, section 1.2
"""
ALL = """\
Experiences
  near-miss  the creation would probably duplicate an unmanaged experience

Runs
  stale      changed since

'reconciler explain CODE' explains one of them and says what to do.
"""


@pytest.mark.parametrize(("line", "out"), [("explain near-miss", NEAR_MISS), ("explain", ALL)])
def test_explain_prints_one_code_or_lists_all(line: str, out: str) -> None:
    """The explanation goes to stdout."""
    said = command(line)
    assert (said.code, said.out, said.err) == (0, out, "")


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("nearmiss", "did you mean 'near-miss'?"),
        ("Near-Miss", "did you mean 'near-miss'?"),
        ("ENTITY_X", "'reconciler explain' lists the codes of reconciler; a code with capital letters is AWS's own"),
    ],
)
def test_an_unknown_code_gets_the_most_similar_code(code: str, hint: str) -> None:
    """The hint for a code that is similar to none says that it may be AWS's."""
    said = command(f"explain {code}")
    assert (said.code, said.out) == (64, "")
    assert said.err == f"error: unknown code '{code}'\n  hint: {hint}\n"


def test_the_installed_program_explains_codes_of_kinds_and_rules() -> None:
    """Explanations need neither a repository nor AWS."""
    known = Installed({}, Interruption()).explanations()
    assert known["near-miss"].group == "Experiences"
    assert known["max_removals"].group == "Rules"


@pytest.mark.parametrize("name", ["validate", "plan", "apply", "drift"])
def test_help_about_commands_that_find_problems_names_explain(name: str) -> None:
    """The help of these commands names explain, since their answers do not."""
    end = "\n'reconciler explain CODE' says what a problem's code or a rule means, and what to do.\n"
    assert command(f"{name} --help").out.endswith(end)
