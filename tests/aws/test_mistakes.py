"""A bug in the code that calls AWS is reported as a bug with its traceback, never as a fault of AWS."""

import json
from pathlib import Path
from typing import Any

import pytest
from botocore.parsers import ResponseParserError

from reconciler.aws import session
from reconciler.aws.buckets import Buckets
from reconciler.aws.caller import Caller
from reconciler.aws.permission_pages import PageParser
from reconciler.aws.rates import Pace
from reconciler.aws.service import Service
from reconciler.aws.trail import is_ours, trail
from reconciler.cli.main import run
from reconciler.cli.terminal import Terminal
from tests.aws.answers import SERVICE, good
from tests.aws.conftest import Connect, FromEnvironment, MakeClient
from tests.aws.loopback import Server
from tests.cli.fakes import Screen
from tests.patience import PATIENCE
from tests.verbs import tag

MISTAKES = [AttributeError("'NoneType' object has no attribute 'id'"), KeyError("EntityId"), TypeError("x"), OSError(5)]


def mistaken(mistake: Exception) -> Any:  # noqa: ANN401 - in the place of any function
    """Return a function that raises *mistake*."""
    module: dict[str, Any] = {"__name__": "reconciler.aws.broken", "mistake": mistake}
    exec("def broken(*_, **__):\n    raise mistake", module)  # noqa: S102 - code of the package, as far as it can tell
    return module["broken"]


@pytest.mark.parametrize("mistake", MISTAKES, ids=repr)
@pytest.mark.parametrize(("holder", "name"), [(Pace, "__call__"), (Buckets, "of"), (PageParser, "parse")])
def test_a_bug_in_a_read_is_raised_unchanged(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, mistake: Exception, holder: type, name: str
) -> None:
    """A bug in a function that botocore calls is no failure of AWS, so that no user looks for a proxy."""
    monkeypatch.setattr(holder, name, mistaken(mistake))
    with pytest.raises(type(mistake)) as caught:
        connect(good()).services.grants(SERVICE)
    assert caught.value is mistake
    assert trail(mistake)[-1] == "reconciler.aws.broken.broken"


def test_a_bug_in_a_write_is_raised_unchanged(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    """The write is not repeated as if AWS had been busy."""
    monkeypatch.setattr(Pace, "__call__", mistaken(KeyError("x")))
    with pytest.raises(KeyError):
        tag(connect(good(), writes=True).clients, "arn:exp-a", team="procurement")


def test_a_bug_in_making_clients_is_raised_unchanged(
    from_environment: FromEnvironment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug is not reported as a setting of the user."""
    monkeypatch.setattr(session, "client_config", mistaken(AttributeError("x")))
    with pytest.raises(AttributeError):
        from_environment()


def test_an_operation_that_no_client_has_is_a_bug(wire: tuple[Server, MakeClient]) -> None:
    """Botocore raises when it looks up the method, before anything is sent."""
    client = wire[1]("marketplace-catalog", False, PATIENCE)  # noqa: FBT003 - it does not write
    with pytest.raises(AttributeError):
        Service(client, "marketplace-catalog", Caller()).read("ListEntites")


def test_exceptions_inside_botocore_are_no_bugs_of_reconciler() -> None:
    """Botocore's parsers, and the libraries that they use, raise when an answer has another shape."""
    found = []
    for code in ("import json\ndef f(): json.loads('x')", "def f(): [].get"):
        module: dict[str, Any] = {"__name__": "botocore.parsers"}
        exec(code, module)  # noqa: S102 - as in botocore
        try:
            module["f"]()
        except (ValueError, AttributeError) as error:
            found.append((is_ours(error), trail(error)))
    assert found == [(False, ("botocore.parsers.f",))] * 2


def test_an_exception_of_botocore_that_reconciler_raises_is_intended() -> None:
    """The exception says that an answer is malformed."""
    with pytest.raises(ResponseParserError) as caught:
        mistaken(ResponseParserError("the body is not JSON"))()
    assert not is_ours(caught.value)
    assert not is_ours(json.JSONDecodeError("x", "", 0))


@pytest.mark.parametrize("verbose", [False, True])
@pytest.mark.usefixtures("credentials")
def test_a_bug_is_reported_with_exit_code_1(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    *,
    verbose: bool,
) -> None:
    """With -v, the traceback is shown."""
    (tmp_path / "reconciler.yaml").write_text('version: 1\nmarketplace: {account: "111111111111"}\n')
    (tmp_path / "desired_state").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Pace, "__call__", mistaken(AttributeError("boom")))
    err = Screen()
    code = run(["-v", "plan"] if verbose else ["plan"], Terminal(Screen(), Screen(), err, {}))
    assert (code, "error: this is a bug in reconciler: AttributeError: boom\n" in err.getvalue()) == (1, True)
    assert ("Traceback (most recent call last)" in err.getvalue()) is verbose
