from concurrent.futures import ThreadPoolExecutor

from reconciler.reading_progress import ReadCount, ReadingProgress, ReadSoFar


def begun() -> ReadingProgress:
    """Return the progress of a reading that has begun."""
    progress = ReadingProgress()
    progress.begin()
    return progress


def test_a_total_is_unknown_until_it_is_expected_or_finished() -> None:
    """Units have no total while the organization is read; experiences have one once they are listed."""
    progress = begun()
    progress.count("unit", 3)
    progress.expect("experience", 10)
    progress.count("experience")
    assert progress.so_far.counts == {"unit": ReadCount(3), "experience": ReadCount(1, 10)}
    progress.finish("unit")
    assert progress.so_far.counts["unit"] == ReadCount(3, 3)


def test_a_total_grows_with_each_region() -> None:
    """Each region adds its services to those that are expected."""
    progress = begun()
    progress.expect("service", 2)
    progress.count("service", 2)
    progress.expect("service", 3)
    assert progress.so_far.counts == {"service": ReadCount(2, 5)}


def test_eight_threads_lose_no_count() -> None:
    """Eight readers count at once, and every object is counted."""
    progress = begun()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: progress.count("unit"), range(4000)))
    assert progress.so_far.counts == {"unit": ReadCount(4000)}


def test_a_reading_knows_when_it_began_and_ended() -> None:
    """The seconds are those of the clock; a further reading begins with nothing."""
    seconds = iter([10.0, 12.5, 20.0])
    progress = ReadingProgress(lambda: next(seconds))
    assert not progress.so_far.runs
    progress.begin()
    progress.miss()
    assert progress.so_far.runs
    progress.end()
    progress.break_off()
    assert (progress.so_far.began, progress.so_far.ended, progress.so_far.unreadable) == (10.0, 12.5, True)
    progress.begin()
    assert (progress.so_far.began, progress.so_far.ended, progress.so_far.unreadable) == (20.0, None, False)
    progress.break_off()
    assert (progress.so_far.runs, progress.so_far.began) == (False, None)


def test_counts_outside_of_a_reading_are_ignored() -> None:
    """What a run reads between its calls belongs to no reading."""
    progress = ReadingProgress()
    progress.count("experience")
    progress.miss()
    assert (progress.so_far.counts, progress.so_far.unreadable) == ({}, False)
    progress.begin()
    progress.end()
    progress.expect("experience", 3)
    assert progress.so_far.counts == {}


def test_a_reading_can_go_on_after_its_end() -> None:
    """An import reads more once it knows what is unmanaged: the counts of what was read before stay."""
    progress = ReadingProgress(iter([1.0, 2.0, 5.0]).__next__)
    progress.begin()
    progress.count("experience", 3)
    progress.end()
    progress.go_on()
    assert progress.so_far.runs
    progress.count("permission list")
    progress.end()
    assert progress.so_far.counts == {"experience": ReadCount(3), "permission list": ReadCount(1)}
    assert (progress.so_far.began, progress.so_far.ended) == (1.0, 5.0)


def test_a_reading_ends_when_it_last_paused() -> None:
    """What is computed between the pause and the end is not the time of the reading, and more may be read before."""
    moments = iter((1.0, 3.0, 4.5, 9.0))
    progress = ReadingProgress(lambda: next(moments))
    progress.conclude()
    assert progress.so_far == ReadSoFar()
    progress.begin()
    progress.pause()
    assert (progress.so_far.runs, progress.so_far.ended) == (True, None)
    progress.go_on()
    progress.pause()
    progress.conclude()
    assert (progress.so_far.runs, progress.so_far.ended) == (False, 4.5)
