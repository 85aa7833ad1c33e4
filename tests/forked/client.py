"""What stands on the path as `reconciler` and as `python`: it hands its words and streams over, and ends as they end.

It loads next to nothing: it is started hundreds of times. Of Python, only `python -P -m reconciler …` is handed over,
with which the program starts itself.
"""

import _signal  # type: ignore[import-not-found]  # of CPython; `signal` loads enum
import _socket
import marshal
import os
import sys

_FOLDER, _, _NAME = sys.argv[0].rpartition("/")
_WORDS = sys.argv[1:]
if _NAME == "python":
    if _WORDS[:3] != ["-P", "-m", "reconciler"]:
        os.execv(sys.executable, [sys.executable, *_WORDS])  # noqa: S606 - a shell is what this must not add
    _WORDS = _WORDS[3:]

_server = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
_server.connect(f"{_FOLDER}/socket")
_told = marshal.dumps((_WORDS, os.getcwd(), dict(os.environ)))  # noqa: PTH109 - pathlib takes as long to load as all the rest
_streams = b"".join(number.to_bytes(4, sys.byteorder) for number in (0, 1, 2))
_server.sendmsg([len(_told).to_bytes(4, "big")], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, _streams)])
while _told:
    _told = _told[_server.send(_told) :]
_pid = int.from_bytes(_server.recv(4, _socket.MSG_WAITALL), "big")
for _number in (_signal.SIGINT, _signal.SIGTERM, _signal.SIGHUP):
    _signal.signal(_number, lambda number, _: os.kill(_pid, number))
_status = os.waitstatus_to_exitcode(int.from_bytes(_server.recv(4, _socket.MSG_WAITALL), "big"))
if _status < 0:
    _signal.signal(-_status, _signal.SIG_DFL)
    os.kill(os.getpid(), -_status)
os._exit(_status)
