"""Drift of a fleet tells: recipients hear of its members, a monitor gets metrics. Start at `announcement`."""
