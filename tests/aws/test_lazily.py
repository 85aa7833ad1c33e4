from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread
from time import sleep

import pytest

from reconciler.aws.lazily import Lazily, alone, once, remembered


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


def test_an_answer_is_remembered_and_an_error_is_not() -> None:
    """A call that failed temporarily is repeated, one that was answered is not."""
    answers: list[Exception | str] = [ValueError("no"), "yes"]

    def ask() -> str:
        found = answers.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    answer = remembered(ask)
    with pytest.raises(ValueError, match="no"):
        answer()
    assert (answer(), answer()) == ("yes", "yes")


def test_threads_that_want_the_same_answer_ask_once() -> None:
    """All others wait for the first answer."""
    asked: list[int] = []

    def slowly() -> int:
        sleep(0.01)
        asked.append(1)
        return len(asked)

    answer = remembered(slowly)
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: answer(), range(8))) == {1}
