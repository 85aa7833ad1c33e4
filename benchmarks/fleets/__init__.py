"""A fleet of 100 accounts in 20 regions each: what one command takes with threads, processes and workers of a cluster.

A world of numbers (`world`), its repositories (`repositories`), AWS over HTTP from a process of its own (`wire`, on the
light server `serving`), what a command and its processes use (`usage`), the runs of the command (`runs`), and what
follows for ten times as many targets (`forecast`). `measuring` makes the figures.
"""
