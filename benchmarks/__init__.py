"""Measures time, memory and calls of planning a large organization and a large seller: `make bench`.

One world is generated from a seed (`world`). A user's repository is written from it (`repository`) and, a few percent
different, the live state (`observed`), which answers in the planning process (`fake`) or over HTTP from another one
(`wire`, `server`). A seller's endpoint services have a world of their own (`sellers`).
Each stage of a plan (`stages`, `offline`) runs several times in a fresh interpreter (`fresh`, `planning`). Start-up,
the example on the twin (`startup`, `example`) and a job of the same size for octoDNS (`octodns`) are in the same
table (`figures`). Figures are CPU seconds unless they say otherwise. Nothing here is a test: a slow or busy machine is
no fault, so compare ratios, and repeat surprising figures.
"""
