"""How fast, how small and with how few calls reconciler plans a large organisation: `make bench`.

One world is generated from a seed (`world`): a user's repository is written from it (`repository`) and, a few percent
apart, what AWS has (`observed`, served without HTTP by `fake`). Each figure is measured in a fresh interpreter
(`stages`, `fresh`), what others need for a job of that size beside it (`octodns`), and all of it becomes one table
(`figures`). Nothing of it is a test: a slow machine is no mistake.
"""
