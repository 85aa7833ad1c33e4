from threading import Barrier, Thread
from time import sleep

import pytest

from reconciler.aws.lazily import Lazily, alone, once


def test_nothing_is_made_before_it_is_asked_for() -> None:
    """The first use makes the object, the second does not."""
    made: list[str] = []

    def make() -> str:
        made.append("made")
        return "some text"

    text = Lazily(make)
    assert made == []
    assert (text.upper(), text.title(), made) == ("SOME TEXT", "Some Text", ["made"])


def test_eight_threads_that_ask_at_once_get_one_object() -> None:
    """A second object would have a second connection pool."""
    begin, found = Barrier(8), []

    def slowly() -> object:
        sleep(0.01)
        return object()

    make = once(slowly)

    def ask() -> None:
        begin.wait()
        found.append(make())

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), len(set(map(id, found)))) == (8, 1)


def test_making_an_object_may_make_another() -> None:
    """A client's credentials are found while the client is made."""
    inner = once(lambda: "credentials")
    assert once(lambda: f"client with {inner()}")() == "client with credentials"


def test_an_error_is_not_kept() -> None:
    """A call that failed temporarily is repeated."""
    answers: list[Exception | str] = [ValueError("no"), "yes"]

    def make() -> str:
        found = answers.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    made = once(make)
    with pytest.raises(ValueError, match="no"):
        made()
    assert (made(), made()) == ("yes", "yes")


def test_a_function_that_runs_alone_may_run_again() -> None:
    """The role's client is made each time that its credentials are fetched."""
    done: list[int] = []
    add = alone(done.append)
    add(1)
    add(2)
    assert done == [1, 2]
