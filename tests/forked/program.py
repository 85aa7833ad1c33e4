"""Programs that a test starts by the hundred: `reconciler`, loaded once, which forks for each command line.

A command line of a shell finds `reconciler` on its path as always, and has a process, a working directory, an
environment and streams of its own. It spares what each start repeats: a second of imports, and two with the twin.
`tests/test_forked.py` holds it against the program that users install.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_CLIENT = Path(__file__).with_name("client.py")
_SERVER = Path(__file__).with_name("server.py")
_ROOT = Path(__file__).parents[2]


@contextmanager
def serving() -> Iterator[Path]:
    """Yield a folder to put first on a path: its `reconciler` forks a process that has loaded everything.

    Twins that it has started go on, as those of the installed program do.
    """
    folder = Path(tempfile.mkdtemp(prefix="forked-"))
    for name in ("reconciler", "python"):
        (folder / name).write_text(f"#!{sys.executable} -IS\n{_CLIENT.read_text()}")
        (folder / name).chmod(0o755)
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    server = subprocess.Popen(
        [sys.executable, str(_SERVER), str(folder)],
        cwd=_ROOT,
        env=unmeasured,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        assert server.stdout is not None
        assert server.stdout.readline() == b"ready\n"
        yield folder
    finally:
        server.communicate()
        shutil.rmtree(folder)
