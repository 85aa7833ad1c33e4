"""Runs of the real planner and executor on a virtual clock: chains of change sets, apply time, noticing of ends.

AWS is `slow.SlowCatalog`: each call takes 50 ms and waits for its published rate, and a change set ends some seconds
after its start. Nothing sleeps, so the figures depend neither on the machine nor on its load.
"""
