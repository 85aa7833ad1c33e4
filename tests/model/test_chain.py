from reconciler.model import longest_chain


def test_the_longest_chain_follows_the_steps_that_each_step_waits_for() -> None:
    """Of two ways to a step, the longer one counts; steps that wait for nothing are chains of one."""
    assert longest_chain([]) == 0
    assert longest_chain([("a", ()), ("b", ()), ("c", ())]) == 1
    assert longest_chain([("a", ()), ("b", ["a"]), ("c", ()), ("d", ["b", "c"])]) == 3


def test_steps_that_are_not_listed_are_not_counted() -> None:
    """A change set that waits for a call of another kind is the first change set of its chain."""
    assert longest_chain([("b", ["a"]), ("c", ["b"])]) == 2
