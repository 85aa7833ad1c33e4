"""Completion of command lines: the words before the cursor -> what can stand at the cursor, offline and fast.

The shells decide what a TAB does; their scripts ask `reconciler completion SHELL -- …` each time. A user waits for the
answer, so as little as possible of the program is loaded, a YAML parser only for documents of an unusual form. No word
of an answer needs quotes in any shell: names of files are left to the shell.

Example: after `reconciler plan --select experience.fi`, the answer is `experience.finance`.
"""

from .shells import answer_lines, script

__all__ = ["answer_lines", "script"]
