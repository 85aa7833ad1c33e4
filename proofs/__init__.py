"""Proofs that take long: what is said of two processes, of kills and of chance, tried many times by `make prove`."""
