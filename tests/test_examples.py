import pytest

from tests.examples import profile


@pytest.mark.parametrize(
    ("environ", "name"),
    [
        ({}, "local"),
        ({"CI": ""}, "local"),
        ({"CI": "true"}, "ci"),
        ({"HYPOTHESIS_PROFILE": "ci"}, "ci"),
        ({"HYPOTHESIS_PROFILE": "explore", "CI": "true"}, "explore"),
        ({"HYPOTHESIS_PROFILE": "", "CI": "true"}, "ci"),
    ],
)
def test_ci_tries_all_examples_and_a_developer_fewer(environ: dict[str, str], name: str) -> None:
    """The variable CI asks for the full profile; a profile that is named goes before it."""
    assert profile(environ) == name


def test_the_ci_script_asks_for_all_examples(request: pytest.FixtureRequest) -> None:
    """Also where no variable CI is set."""
    assert "\nexport HYPOTHESIS_PROFILE=ci\n" in (request.config.rootpath / ".ci" / "run").read_text()
