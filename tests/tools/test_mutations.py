"""The mutations of `make mutants`: each is small, compiles, and is described."""

from tools.mutations import mutated, mutations

SOURCE = '''
"""Counts."""
MOST = 20


def fits(sizes, room=MOST, *, strict=False):
    """Tell whether *sizes* fit."""
    total = sum(size for size in sizes if size > 0)
    if strict and total == room:
        return False
    return total <= room
'''


def test_every_change_is_reported_with_its_line_and_how_it_reads() -> None:
    """Only bodies of functions are changed, and no string."""
    assert [(one.line, one.before, one.after) for one in mutations(SOURCE)] == [
        (8, "for size in sizes if size > 0", "for size in sizes"),
        (8, "size > 0", "size >= 0"),
        (8, "0", "1"),
        (9, "if strict and total == room: return False", "if not (strict and total == room): return False"),
        (9, "strict and total == room", "strict or total == room"),
        (9, "total == room", "total != room"),
        (10, "return False", "return None"),
        (10, "False", "True"),
        (11, "return total <= room", "return None"),
        (11, "total <= room", "total < room"),
    ]


def test_a_changed_module_differs_in_that_change_only() -> None:
    """Each number makes one mutation of the module."""
    taken = []
    for number in range(len(mutations(SOURCE)) + 1):
        names: dict[str, object] = {}
        exec(mutated(SOURCE, number, "fits.py"), names)  # noqa: S102 - the code above
        fits = names["fits"]
        assert callable(fits)
        taken.append([fits([10, 10]), fits([10, 10], strict=True), fits([1], 1), fits([0, 20], 20)])
    every = [True, False, True, True]
    assert taken == [
        every,
        every,
        [True, False, True, True],
        [False, True, False, False],
        [False, False, False, False],
        [True, True, True, True],
        [True, None, True, True],
        [True, True, True, True],
        [None, False, None, None],
        [False, False, False, False],
        every,
    ]
