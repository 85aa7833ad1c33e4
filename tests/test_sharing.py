"""What sessions of botocore share is what each of them would have found."""

from botocore.hooks import EventAliaser
from botocore.loaders import create_loader
from botocore.session import Session


def test_sessions_of_a_data_path_share_a_loader() -> None:
    """A session with another path, or with a loader of its own, is not touched."""
    first, second, elsewhere, own = Session(), Session(), Session(), Session()
    elsewhere.set_config_variable("data_path", "/nowhere")
    own.register_component("data_loader", create_loader())
    loaders = [session.get_component("data_loader") for session in (first, second, elsewhere, own)]
    assert loaders[0] is loaders[1]
    assert len({id(loader) for loader in loaders}) == 3
    assert "/nowhere" in loaders[2].search_paths


def test_events_have_the_names_that_botocore_gives_them() -> None:
    """A service's alias is replaced by the name of its events, by the second session, too."""
    names = [EventAliaser(None)._alias_event_name("before-call.elbv2.AddTags") for _ in range(2)]  # noqa: SLF001
    assert names == ["before-call.elastic-load-balancing-v2.AddTags"] * 2
