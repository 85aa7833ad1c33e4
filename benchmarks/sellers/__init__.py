"""A seller with a thousand endpoint services of a thousand principals each: time, memory and number of calls.

The structure is that of experiences: a world from a seed (`world`), the repository with its desired state
(`repository`), the live state (`live`), which answers over HTTP from a process of its own (`wire`), and each stage of a
plan in a fresh interpreter (`stages`, `planning`). The calls of Terraform for the same work are counted (`terraform`).
"""
