"""Figures, their verdicts, and the table: an aim that is missed or not measured is told plainly."""

from benchmarks.figures import Beside, Figure, table, unmeasured, verdicts

MET = Figure(name="plan: calls", value=13, unit="", aim=13, beside=Beside("fewest", 12))
MISSED = Figure(name="plan: wall", value=45.83, unit="s", aim=5)
TOLD = Figure(name="other", value=1_234_567, unit="MB")
ABSENT = unmeasured("Terraform's core", "no program terraform")


def test_what_was_not_measured_is_never_met() -> None:
    """A figure without a value has no ratio and no verdict but that."""
    assert [one.verdict for one in (MET, MISSED, TOLD, ABSENT)] == ["met", "MISSED", "", "not measured"]
    assert Figure(name="x", value=None, unit="s", aim=5).verdict == "not measured"
    assert (ABSENT.ratio, ABSENT.times) == (None, None)


def test_the_table_tells_value_aim_and_comparison() -> None:
    """The columns are the figure, its value, its aim, the verdict, the ratio, the comparison and a note."""
    assert list(table([MET, MISSED, ABSENT])) == [
        "figure            measured  aim  verdict       ratio  compared with        note",
        "----------------  --------  ---  ------------  -----  -------------------  ----------------------------------",
        "plan: calls             13   13  met            1.00  fewest: 12 (x 1.08)",
        "plan: wall          45.8 s  5 s  MISSED         9.17",
        "Terraform's core         -       not measured                              not measured: no program terraform",
    ]


def test_the_end_counts_aims_and_names_those_that_are_not_met() -> None:
    """Nothing is passed over."""
    assert list(verdicts([MET, MISSED, TOLD, ABSENT])) == [
        "aims: 1 met, 1 missed; 1 figures not measured",
        "  MISSED  plan: wall: 45.8 s, the aim is 5 s",
        "  NOT MEASURED  Terraform's core: no program terraform",
    ]


def test_json_has_all_of_a_figure() -> None:
    """Value, unit, aim, comparison, both ratios and the verdict; null where there is none."""
    assert MET.as_json() == {
        "name": "plan: calls",
        "value": 13,
        "unit": "",
        "aim": 13,
        "beside": {"name": "fewest", "value": 12},
        "note": "",
        "ratio": 1.0,
        "times": 1.08,
        "verdict": "met",
    }
    assert ABSENT.as_json()["verdict"] == "not_measured"
    assert TOLD.as_json()["verdict"] is None
