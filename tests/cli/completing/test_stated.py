"""The addresses that a repository states, read without a parser where possible."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.cli.completing.outline import addresses
from reconciler.cli.completing.stated import offerings, stated
from reconciler.documents import is_name, read
from reconciler.documents.composition import compose

ROOT = Path(__file__).parents[3]

TEXTS = {
    "kind: product\nname: a\n": ["product.a"],
    "name: 'a'  # the first\nkind: \"product\"\n": ["product.a"],
    "kind: product\nitems:\n  # the first\n\n  a: {id: x}\n  'b':\n    id: x\n    name: y\n  c: [\n": [
        "product.a",
        "product.b",
        "product.c",
    ],
    "kind: product\nname: a\n---\nkind: product\nname: b\nbroken: [\n---\nkind: product\nname: c": [
        "product.a",
        "product.b",
        "product.c",
    ],
    "kind: product\r\nitems:\r\n  a:\r\n    id: x\r\nlast: x\r\n": ["product.a"],
    "{kind: product, name: a}\n---\nkind: product\nitems: {b: {id: x}, c: {id: y}}\n": [
        "product.a",
        "product.b",
        "product.c",
    ],
    "kind: product\nname: a\ndescription: |\n  ---\n  kind: principal\n  name: b\n": ["product.a"],
    "kind: product\nname: $(touch owned)\n": [],
    "kind: product\nname: &anchor a\n": ["product.a"],
    "kind: product\nitems:\n": [],
    "items: [": [],
    "# nothing\n--- \n...\n": [],
    "": [],
    "\x00\x1b": [],
}


@pytest.mark.parametrize(("text", "found"), TEXTS.items(), ids=repr)
def test_addresses_are_found_in_any_text(text: str, found: list[str]) -> None:
    """A document is found by its first lines, even if the rest of it is broken."""
    assert [f"{kind}.{name}" for kind, name in addresses(text.replace("\r\n", "\n"))] == found


LINE = st.one_of(
    st.sampled_from(
        ["kind: product", "name: a", "items:", "  b: {id: x}", "---", "...", "- c", "{kind: x, name: $(d)}", "'"]
    ),
    st.text(max_size=8),
)


@given(st.lists(LINE, max_size=8).map("\n".join))
def test_any_text_has_addresses_that_need_no_quotes(text: str) -> None:
    """Nothing is raised, and a kind or a name never has a character that a shell acts on."""
    assert [one for pair in addresses(text) for one in pair if not re.fullmatch("[a-z0-9_-]+", one)] == []


def test_the_same_addresses_are_found_as_by_reading_the_documents() -> None:
    """All YAML files of the project, examples and cases, that are valid YAML."""
    compared = 0
    for path in sorted(file for folder in ("desired_state", "tests") for file in (ROOT / folder).rglob("*.yaml")):
        data = path.read_bytes()
        text = data.decode(errors="replace")
        if path.name == "reconciler.yaml" or len(data) > 65536 or compose(text)[1]:
            continue
        stated_there = (tuple(document.address) for document in read(data, "").documents)
        known = {address for address in stated_there if all(map(is_name, address))}
        assert known <= set(addresses(text.replace("\r\n", "\n"))), path
        compared += len(known)
    assert compared > 500


def write(folder: Path, **files: str) -> None:
    """Write documents of one product each, by the names of their files."""
    folder.mkdir(parents=True, exist_ok=True)
    for file, name in files.items():
        (folder / f"{file}.yaml").write_text(f"kind: product\nname: {name}\n")


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        ("version: 1\n", ["a"]),
        ("version: [broken\n", ["a"]),
        ("version: 1\ndesired_state: other folder  # here\n", ["b"]),
        ("desired_state: 'other folder'\ninclude: [shared, \"more/c.yaml\"]\n", ["b", "c", "d"]),
        ("include:\n  - shared  # all\n  - more/c.yaml\nversion: 1\n", ["a", "c", "d"]),
        ("include:\n- ./shared\n- nowhere\n", ["a", "d"]),
        ("include: [\n", ["a"]),
        ("desired_state: ../\ninclude: [shared]\n", ["d"]),
        ("desired_state: /\n", []),
    ],
)
def test_the_settings_name_the_folders(here: Path, settings: str, names: list[str]) -> None:
    """Documents are read below `desired_state` and what `include` names, even if the rest of the settings is broken."""
    (here / "reconciler.yaml").write_text(settings)
    for folder, files in {"desired_state": "a", "other folder": "b", "more": "c", "shared": "d"}.items():
        write(here / folder, **{files: files})
    (here / "below").mkdir()
    assert stated(None, here) == stated(None, here / "below") == stated("reconciler.yaml", here)
    assert stated(None, here) == ({"product": names} if names else {})


def test_everything_that_cannot_be_read_is_left_out(here: Path) -> None:
    """Pipes, hidden files, links in a circle, folders without permission and missing files are no errors."""
    write(here / "desired_state" / "deep" / "deeper", found="found")
    write(here / "desired_state" / ".hidden", hidden="hidden")
    write(here / "desired_state", **{".hidden": "hidden", "second": "second"})
    os.mkfifo(here / "desired_state" / "pipe.yaml")
    (here / "desired_state" / "circle").symlink_to(here / "desired_state")
    (here / "desired_state" / "gone.yaml").symlink_to(here / "nowhere")
    (here / "desired_state" / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    (here / "desired_state" / "text.txt").write_text("kind: product\nname: text\n")
    assert stated(None, here) == {"product": ["found", "second"]}
    assert stated("nowhere.yaml", here) == stated("~nobody/reconciler.yaml", here) == stated("", here) == {}


def test_a_tab_reads_a_limited_number_of_folders(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that include a whole disk do not keep the user waiting: the names of the first folders are found."""
    monkeypatch.setattr("reconciler.cli.completing.stated._MOST_FOLDERS", 3)
    for folder in "abcd":
        write(here / "desired_state" / folder, **{folder: folder})
    assert stated(None, here) == {"product": ["a", "b"]}


def test_a_thousand_documents_are_named_without_loading_a_parser(here: Path) -> None:
    """A TAB is answered at once: neither the YAML parser nor the kinds nor the nouns of a plan are loaded."""
    write(here / "desired_state", **{f"p{number}": f"p{number}" for number in range(1000)})
    script = (
        "import sys; from reconciler.__main__ import main\n"
        "code = main(['completion', 'bash', '--', 'reconciler effective --product p99', 'p99'])\n"
        "print(code, sorted({'yaml', 'reconciler.model', 'reconciler.kinds', 'jsonschema'} & sys.modules.keys()))"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    names = ["p99", *(f"p99{number}" for number in range(10))]
    assert said.stdout.splitlines() == ["words", *names, "0 []"]


FLOW = """\
sellers:
  saas: {account: "1", offerings: {api: {id: prod-abcd1234efgh5, code: abc}, web: {code: abcdefghijklmnopqrstuvwxy}}}
"""
BLOCK = """\
sellers:
  saas:
    offerings:
      web:  # the site
        id: prod-abcd1234efgh5
      'api':
        id: 'prod-abcd1234efgh6'
    role: arn
"""


@pytest.mark.parametrize("text", [FLOW, BLOCK], ids=["flow", "block"])
def test_offerings_are_found_in_settings(tmp_path: Path, text: str) -> None:
    """Their names are those in front of the id or the code of a product."""
    (tmp_path / "reconciler.yaml").write_text(text)
    assert offerings(None, tmp_path) == ["api", "web"]
    assert offerings("other.yaml", tmp_path) == []
