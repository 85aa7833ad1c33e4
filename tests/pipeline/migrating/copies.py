"""`reconciler import --from-aws-sample` from a folder, from the command line to the files."""

import json
from collections.abc import Mapping
from pathlib import Path

from tests.cli.fakes import Said, command
from tests.importing import Importer
from tests.trial import Trial, clients


def copy(trial: Trial, files: Mapping[str, object], folder: str = "sample") -> Path:
    """Write files of the sample: a text as it is, anything else as JSON. Return their folder."""
    for name, content in files.items():
        path = trial.folder / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content))
    return trial.folder / folder


def imported(trial: Trial, options: str = "", source: str = "sample") -> Said:
    """Import from *source*."""
    importer = Importer(reader=clients(trial.account, writes=False))
    return command(f"import --from-aws-sample {source} {options}", importer)


def page(trial: Trial) -> str:
    """Return migration.md."""
    return (trial.folder / "migration.md").read_text()


def document(trial: Trial, name: str) -> str:
    """Return the document of an experience."""
    return (trial.folder / f"desired_state/experiences/{name}.yaml").read_text()


def about(trial: Trial, file: str) -> list[str]:
    """Return what migration.md says about one file: its finding, and the reasons."""
    lines = page(trial).splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith(f"- `{file}`: **"))
    end = next((at for at in range(start + 1, len(lines)) if not lines[at].startswith("  ")), len(lines))
    return [
        lines[start].partition(": ")[2].strip("*"),
        *(line.strip().removeprefix("- ") for line in lines[start + 1 : end]),
    ]
