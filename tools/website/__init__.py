"""Writes the documentation site: its source below build/docs, of which the program zensical makes site/."""
