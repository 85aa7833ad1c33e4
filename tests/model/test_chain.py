from dataclasses import replace

from reconciler.batch import batch
from reconciler.model import chained_sets, longest_chain
from tests.batch.requests import change, long_list


def test_the_longest_chain_follows_the_steps_that_each_step_waits_for() -> None:
    """Of two ways to a step, the longer one counts; steps that wait for nothing are chains of one."""
    assert longest_chain([]) == 0
    assert longest_chain([("a", ()), ("b", ()), ("c", ())]) == 1
    assert longest_chain([("a", ()), ("b", ["a"]), ("c", ()), ("d", ["b", "c"])]) == 3


def test_steps_that_are_not_listed_are_not_counted() -> None:
    """A change set that waits for a call of another kind is the first change set of its chain."""
    assert longest_chain([("b", ["a"]), ("c", ["b"])]) == 2


def test_the_change_sets_of_a_chain_are_counted_and_no_other_calls() -> None:
    """Three parts of a list need three change sets in a row; the call that waits for the last one is no change set."""
    assert chained_sets([]) == 0
    operations = batch([*long_list("a", 3), change("b"), change("a", "TagResource")], account="111111111111")
    assert [len(one.after) for one in operations] == [0, 1, 1, 1]
    assert chained_sets(operations) == 3
    assert chained_sets([replace(one, after=()) for one in operations]) == 1
