"""One file per command: `options` adds its arguments to a parser, `run` carries it out and returns the exit code."""
