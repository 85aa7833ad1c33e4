"""`python launcher.py FD COMMAND…`: runs a command and writes its seconds, its peak of memory and its status to FD.

Linux counts the memory that a process had before `exec` as its own, and there it still has that of its parent. This
parent is small, so the peak of the command is its own.
"""

import json
import os
import sys
from time import perf_counter

MEGABYTE = 1024
"""Linux tells kilobytes (getrusage)."""

if __name__ == "__main__":
    answer, command = int(sys.argv[1]), sys.argv[2:]
    began = perf_counter()
    pid = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(pid, 0)
    wall, cpu = perf_counter() - began, usage.ru_utime + usage.ru_stime
    code = os.waitstatus_to_exitcode(status)
    os.write(answer, json.dumps([wall, cpu, usage.ru_maxrss / MEGABYTE, code]).encode())
