"""Real interactive shells on a pseudo-terminal: keys are typed, and the command line that results is read."""

import os
import select
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SHELLS = ("bash", "zsh", "fish")
EVERY = "RECONCILER_EVERY_SHELL"
"""The variable of the environment with which a missing shell is a failure; `.ci/run` sets it."""

TAKE = "\x07"
"""The key with which a shell writes its command line into the pipe, and empties it."""
SECONDS = 60
"""How long a shell may take before a test fails."""

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
source <(reconciler completion bash)
PROMPT_COMMAND='printf "ready\\0" > "$TYPED"; PROMPT_COMMAND='
""",
    "zsh": """\
PS1='$ '; LISTMAX=1000
autoload -Uz compinit && compinit -u -D
typed() { print -rn -- "$BUFFER"$'\\0' > $TYPED; BUFFER= }
zle -N typed; bindkey '^G' typed
ready() { print -rn -- ready$'\\0' > $TYPED; zle -D zle-line-init }
zle -N zle-line-init ready
source <(reconciler completion zsh)
""",
    "fish": """\
function fish_prompt; echo '$ '; end
function fish_greeting; end
bind \\cg 'printf "%s\\\\0" (commandline | string collect) > $TYPED; commandline ""'
function ready --on-event fish_prompt; printf 'ready\\0' > $TYPED; functions --erase ready; end
reconciler completion fish | source
""",
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

    def __init__(self, name: str, here: Path, home: Path) -> None:
        """Start the shell, and wait until it reads keys."""
        self.name, self.here = name, here
        home.mkdir()
        start = home / ".zshrc"
        start.write_text(_START[name])
        pipe = home / "typed"
        os.mkfifo(pipe)
        self._pipe = os.open(pipe, os.O_RDWR)
        self.terminal, theirs = os.openpty()
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environment = {
            "PATH": path,
            "HOME": str(home),
            "ZDOTDIR": str(home),
            "TYPED": str(pipe),
            "TERM": "xterm",
            "LC_ALL": "C.UTF-8",
        }
        words = [word.replace("START", str(start)) for word in _COMMANDS[name]]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _TERMINAL, *words],
            cwd=here,
            env=environment,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        self.shown = ""
        assert self._taken() == "ready"

    def type(self, keys: str) -> str:
        """Type *keys*, and return the command line that the user has then; the next one is empty."""
        self.shown = ""
        os.write(self.terminal, (keys + TAKE).encode())
        return self._taken()

    def close(self) -> None:
        """Close the terminal, which ends the shell."""
        self._process.kill()
        os.close(self.terminal)
        os.close(self._pipe)
        self._process.wait(SECONDS)

    def _taken(self) -> str:
        """Return what the shell writes into the pipe; what it shows meanwhile is kept in `shown`."""
        taken = b""
        while not taken.endswith(b"\0"):
            ready, _, _ = select.select([self._pipe, self.terminal], [], [], SECONDS)
            assert ready, self.shown
            if self.terminal in ready:
                self.shown += os.read(self.terminal, 65536).decode(errors="replace")
            if self._pipe in ready:
                taken += os.read(self._pipe, 65536)
        return taken[:-1].decode()
