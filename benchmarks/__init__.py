"""Measures time, memory and calls of plans and applies at scale: `make bench`.

One world is generated from a seed (`world`). A user's repository is written from it (`repository`) and, a few percent
different, the live state (`observed`), which answers in the planning process (`fake`) or over HTTP from another one
(`wire`, `server`). A seller's endpoint services have a world of their own (`sellers`).

`parts` lists everything that is measured, by the names of the command line. Stages of a plan (`stages`, `offline`) run
several times in a fresh interpreter (`fresh`, `planning`) and are told in seconds of CPU. What people wait for is told
by the clock on the wall, with 50 ms a call (`sellers.entries`, `everyday`), or on a virtual clock that no load disturbs
(`running`). Other programs get a job of the same size in the same minutes (`octodns`, `terraform`). A figure has an aim
or none, and is compared with something where that says more (`figures`): a bound is computed from what is asked for,
never from what reconciler did (`organization`, `running.bounds`). Nothing here is a test: a slow or busy machine is no
fault, so compare ratios, and repeat surprising figures.
"""
