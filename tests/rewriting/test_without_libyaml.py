"""Without libyaml the canonical form is the same, only slower."""

import subprocess
import sys

SCRIPT = """
import sys
sys.modules["yaml._yaml"] = None
from reconciler.rewriting import YamlFile
file = YamlFile.of(sys.stdin.buffer.read(), "a.yaml", {})
sys.stdout.write(file.text + "~~~\\n" + file.canonical().text)
"""
TEXT = """\
kind: thing # c1
name: a
x: &x   # c2
- [a, # c3
  b]
- |+ # c4
  kept

y: >-
    folded

# c5
z: {k: *x}
---
kind: other
name: b
# c6
"""
CANONICAL = """\
kind: thing  # c1
name: a
x: &x  # c2
  - - a  # c3
    - b
  - "kept\\n\\n"  # c4
"""


def test_the_python_parser_leads_to_the_same_text() -> None:
    """Comments, anchors and texts of several lines are found by the offsets of either parser."""
    command = [sys.executable, "-c", SCRIPT]
    output = subprocess.run(command, input=TEXT, capture_output=True, text=True, check=True).stdout
    same, canonical = output.split("~~~\n")
    assert same == TEXT
    assert canonical.startswith(CANONICAL)
