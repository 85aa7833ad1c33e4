"""A seller's endpoint services, a thousand of a thousand principals each: how fast, how small, with how few calls.

The same way as for experiences: a world from a seed (`world`), the repository that wishes for it (`repository`), what
EC2 has of it (`live`), which answers over HTTP from a process of its own (`wire`), and each stage of a plan in a fresh
interpreter (`stages`, `planning`). What Terraform would call for the same work is counted beside it (`terraform`).
"""
