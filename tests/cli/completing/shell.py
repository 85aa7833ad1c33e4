"""Real interactive shells on a pseudo-terminal: keys are typed, and the command line that results is read."""

import os
import select
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import PATIENCE

SHELLS = ("bash", "zsh", "fish")
EVERY = "RECONCILER_EVERY_SHELL"
"""The variable of the environment with which a missing shell is a failure; `.ci/run` sets it."""

TAKE = "\x07"
"""The key with which a shell writes its command line into the pipe, and empties it."""

_TERMINAL = """\
import fcntl, os, sys, termios
os.setsid()
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""
"""Makes standard input the controlling terminal of a program."""

_START = {
    "bash": """\
PS1='$ '; HISTFILE=
bind -x '"\\C-g": printf "%s\\0" "$READLINE_LINE" > "$TYPED"; READLINE_LINE='
PROMPT_COMMAND='printf "ready\\0" > "$TYPED"; PROMPT_COMMAND='
""",
    "zsh": """\
PS1='$ '; LISTMAX=1000
typed() { print -rn -- "$BUFFER"$'\\0' > $TYPED; BUFFER= }
zle -N typed; bindkey '^G' typed
ready() { print -rn -- ready$'\\0' > $TYPED; zle -D zle-line-init }
zle -N zle-line-init ready
""",
    "fish": """\
function fish_prompt; echo '$ '; end
function fish_greeting; end
bind \\cg 'printf "%s\\\\0" (commandline | string collect) > $TYPED; commandline ""'
function ready --on-event fish_prompt; printf 'ready\\0' > $TYPED; functions --erase ready; end
""",
}
_INSTALLED = {
    "bash": "source <(reconciler completion bash)",
    "zsh": "autoload -Uz compinit && compinit -u -D; source <(reconciler completion zsh)",
    "fish": "reconciler completion fish | source",
}
_COMMANDS = {
    "bash": ("bash", "--noprofile", "--rcfile", "START", "-i"),
    "zsh": ("zsh", "--no-global-rcs", "-i"),
    "fish": ("fish", "--no-config", "--interactive", "--init-command", "source START"),
}


def need(shell: str) -> None:
    """Skip the test if *shell* is not installed; fail it where every shell has to be."""
    if shutil.which(shell):
        return
    if os.environ.get(EVERY):
        pytest.fail(f"{shell} is not installed, and {EVERY} is set")
    pytest.skip(f"{shell} is not installed")


class Shell:
    """One running shell, with the folder *here* as working directory and *home* for its own files."""

    def __init__(self, name: str, here: Path, home: Path, start: str = "") -> None:
        """Start the shell with the line *start*, by default the one that installs the completion."""
        self.name, self.here = name, here
        home.mkdir()
        file = home / ".zshrc"
        file.write_text(f"{start or _INSTALLED[name]}\n{_START[name]}")
        pipe = home / "typed"
        os.mkfifo(pipe)
        self._pipe = os.open(pipe, os.O_RDWR)
        self._terminal, theirs = os.openpty()
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environment = {
            "PATH": path,
            "HOME": str(home),
            "ZDOTDIR": str(home),
            "TYPED": str(pipe),
            "TERM": "xterm",
            "LC_ALL": "C.UTF-8",
        }
        words = [word.replace("START", str(file)) for word in _COMMANDS[name]]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _TERMINAL, *words],
            cwd=here,
            env=environment,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        self._shown = ""
        assert self._taken() == "ready"

    def type(self, keys: str) -> str:
        """Type *keys*, and return the command line that the user has then; the next one is empty."""
        os.write(self._terminal, (keys + TAKE).encode())
        return self._taken()

    def show(self, keys: str, *words: str) -> None:
        """Type *keys*, wait until the shell has shown all *words*, and empty the command line."""
        self._shown = ""
        os.write(self._terminal, keys.encode())
        while not all(word in self._shown for word in words):
            ready, _, _ = select.select([self._terminal], [], [], PATIENCE)
            assert ready, self._shown
            self._read_terminal()
        self.type("")

    def close(self) -> None:
        """Close the terminal, which ends the shell."""
        self._process.kill()
        os.close(self._terminal)
        os.close(self._pipe)
        self._process.wait(PATIENCE)

    def _taken(self) -> str:
        """Return what the shell writes into the pipe; what it shows meanwhile has to be read, too."""
        taken = b""
        while not taken.endswith(b"\0"):
            ready, _, _ = select.select([self._pipe, self._terminal], [], [], PATIENCE)
            assert ready, self._shown
            if self._terminal in ready:
                self._read_terminal()
            if self._pipe in ready:
                taken += os.read(self._pipe, 65536)
        return taken[:-1].decode()

    def _read_terminal(self) -> None:
        self._shown += os.read(self._terminal, 65536).decode(errors="replace")
