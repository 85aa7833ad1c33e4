"""Writes schemas/: a JSON Schema of each kind, of any document, of reconciler.yaml, and of each JSON that is printed.

`python tools/schemas.py` writes, `python tools/schemas.py --check` only tells whether a schema is stale.
"""

import json
import sys
from pathlib import Path
from typing import Any

from reconciler.documents import published_schemas
from reconciler.printed import SUFFIX, bundled

ROOT = Path(__file__).resolve().parent.parent


def fresh_schemas(package: Path) -> dict[str, str]:
    """Return the text of each schema by file name: each kind of *package*, any kind, settings, printed JSON."""
    kinds = {path.parent.name: json.loads(path.read_bytes()) for path in sorted(package.glob("kinds/*/schema.json"))}
    settings = json.loads((package / "settings.schema.json").read_bytes())
    printed = {
        path.name.removesuffix(SUFFIX): json.loads(path.read_bytes())
        for path in sorted(package.glob(f"printed/*{SUFFIX}"))
    }
    schemas = {**published_schemas(kinds, settings), **bundled(printed)}
    return {f"{name}.json": _normal_form(schema) for name, schema in schemas.items()}


def _normal_form(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def stale_schemas(fresh: dict[str, str], folder: Path) -> tuple[str, ...]:
    """Return the files of *folder* that are missing, differ from *fresh*, or belong to no kind."""
    written = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.json")}
    return tuple(sorted(name for name in fresh | written if fresh.get(name) != written.get(name)))


def write_schemas(fresh: dict[str, str], folder: Path) -> None:
    """Write *fresh* into *folder* and remove all other schemas."""
    folder.mkdir(exist_ok=True)
    for name in stale_schemas(fresh, folder):
        if name in fresh:
            (folder / name).write_text(fresh[name], encoding="utf-8")
        else:
            (folder / name).unlink()


def main(arguments: list[str], root: Path = ROOT) -> int:
    """Run the script on the repository at *root*; return its exit code."""
    fresh, folder = fresh_schemas(root / "reconciler"), root / "schemas"
    if arguments != ["--check"]:
        write_schemas(fresh, folder)
        return 0
    stale = stale_schemas(fresh, folder)
    for name in stale:
        print(f"schemas/{name} is stale: run `make schemas` and commit the result", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
