"""One file per command: `options` adds its arguments to a parser, `run` does it and gives the exit code."""
