"""`python -m benchmarks.report_plan SIZE FILE`: plan a made-up enterprise on a twin, and write the JSON.

A process of its own, since the twin takes the place of HTTP in it.
"""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import in_process
from tests.render.html.worlds import plan_of

from .report_sizes import SIZES


def main() -> None:
    """Write the plan of the whole organization."""
    size, file = sys.argv[1:]
    in_process.answer_in_process()
    with TemporaryDirectory() as folder:
        plan = plan_of(Path(folder), SIZES[size], whole_organization=True)
    Path(file).write_text(json.dumps(plan), encoding="utf-8")


if __name__ == "__main__":
    main()
