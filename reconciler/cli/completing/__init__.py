"""Completion of command lines: the words before the cursor -> what can stand at the cursor, offline and fast.

The shells decide what a TAB does; their scripts ask `reconciler completion SHELL -- …` each time. Nothing here needs a
YAML parser or AWS, and of the rest of the program as little as possible, because a user waits for it. Nothing of what
is returned needs quotes in any shell: names of files are left to the shell.

Example: after `reconciler plan --select experience.fi`, the answer is `experience.finance`.
"""

from .shells import answer_lines, script

__all__ = ["answer_lines", "script"]
