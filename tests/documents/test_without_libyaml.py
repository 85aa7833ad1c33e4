"""Without libyaml the result is the same, only slower."""

import subprocess
import sys

SCRIPT = """
import sys
sys.modules["yaml._yaml"] = None
from reconciler.documents import builder, read
assert builder.Parser.__module__ == "yaml.loader", builder.Parser
loaded = read(sys.stdin.buffer.read(), "a.yaml")
for document in loaded.documents:
    print(document.address, document.body, document.source)
for problem in loaded.problems:
    print(problem.code, problem.source, problem.message)
"""


def test_the_python_parser_reads_the_same() -> None:
    """Documents, marks and problems are those of the C parser."""
    text = "kind: product\nitems:\n  a: {id: &id 012345678901, b: [*id, ~]}\n---\nkind: x\nname: 'y\n"
    command = [sys.executable, "-c", SCRIPT]
    output = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
    assert output.splitlines() == [
        "product.a {'id': '012345678901', 'b': ['012345678901', None]} a.yaml:3:3",
        "empty-value a.yaml:3:38 entry 2 of 'items.a.b' has no value",
        "not-yaml a.yaml:6:7 these quotes are never closed",
    ]
