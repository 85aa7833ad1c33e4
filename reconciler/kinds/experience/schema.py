"""What a document of this kind may say, and what is said of likely mistakes in it."""

import json
from importlib.resources import files
from typing import Any, Final

SCHEMA: Final[dict[str, Any]] = json.loads(files(__package__).joinpath("schema.json").read_text("utf-8"))
