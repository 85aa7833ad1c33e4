"""Proofs that take long: claims about two processes, kills and chance, tried many times by `make prove`."""
