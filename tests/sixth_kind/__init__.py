"""A sixth kind, which proves that a kind is a folder."""
