"""One command line for all members of a fleet: each member runs its own command, and the answers become one."""
