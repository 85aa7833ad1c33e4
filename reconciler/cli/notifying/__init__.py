"""Drift tells: recipients get a message, a monitor gets metrics. Start at `announcement`."""
