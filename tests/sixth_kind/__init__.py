"""A sixth kind: the proof that a kind is a folder."""
