"""The members of a fleet on a cluster: what is sent to a worker, what a worker does with it, and who may get it."""
