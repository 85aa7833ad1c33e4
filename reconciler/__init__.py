"""Keeps AWS Private Marketplace and AWS PrivateLink endpoint services equal to what a git repository says."""

__version__ = "0.1.0"
