from reconciler.model import Address, Move

HERE, THERE = Address("experience", "here"), Address("experience", "there")


def test_a_move_has_a_half_for_each_experience() -> None:
    """A move without source or without target has one half."""
    assert Move("p", HERE, THERE).halves == (Move("p", HERE, None), Move("p", None, THERE))
    assert Move("p", HERE, None).halves == (Move("p", HERE, None),)
    assert Move("p", None, THERE).halves == (Move("p", None, THERE),)
