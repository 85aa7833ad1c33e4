"""How fast, how small and with how few calls reconciler plans a large organisation and a large seller: `make bench`.

One world is generated from a seed (`world`): a user's repository is written from it (`repository`) and, a few percent
apart, what AWS has (`observed`), which answers in the planning process (`fake`) or over HTTP from another (`wire`,
`server`). A seller's endpoint services have a world of their own (`sellers`).
Each stage of a plan (`stages`, `offline`) runs several times in a fresh interpreter (`fresh`, `planning`); start-up,
the example on the twin (`startup`, `example`) and a job of the same size for octoDNS (`octodns`) stand beside it in one
table (`figures`). CPU seconds are told unless a figure says otherwise. Nothing here is a test: a slow or busy machine
is no mistake, so compare ratios, and repeat what surprises.
"""
