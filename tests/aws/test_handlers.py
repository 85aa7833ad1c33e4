"""Sessions have copies of botocore's own handlers."""

from typing import Any

from botocore.session import Session

from reconciler.aws.handlers import new_session


def registered(session: Session) -> Any:  # noqa: ANN401 - botocore has no types
    """Return the tree of the handlers of a session, by the parts of the events' names."""
    handlers = vars(session)["_original_handler"]
    return vars(vars(handlers)["_handlers"])["_root"]


def test_a_session_has_all_handlers_of_botocore() -> None:
    """None is left out, and each stands where botocore registers it."""
    assert registered(new_session()) == registered(Session())
    assert {"before-parameter-build", "before-call", "choose-signer"} <= registered(new_session())["children"].keys()


def test_what_is_registered_in_a_session_is_in_no_other() -> None:
    """The gate of a session that may write must not be that of another one."""
    first, second, heard = new_session(), new_session(), list[str]()
    first.register("nothing-else", lambda **_: heard.append("first"))
    second.get_component("event_emitter").emit("nothing-else")
    new_session().get_component("event_emitter").emit("nothing-else")
    assert heard == []
    first.get_component("event_emitter").emit("nothing-else")
    assert heard == ["first"]
