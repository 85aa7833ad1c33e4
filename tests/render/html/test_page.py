"""The page of a plan: one file that needs nothing else, and says what text says."""

import re
import subprocess
import sys
from pathlib import Path
from statistics import median

from reconciler.render import Marker, plan_html
from reconciler.render.html import checklist
from reconciler.render.html.fleet import FLEET_SCRIPTS, FLEET_STYLES, OPENING
from reconciler.render.html.page import SCRIPTS, STYLES
from tests.render.plans import everything

HOME = Path(__file__).resolve().parents[3] / "reconciler" / "render" / "html"
MARKER = Marker("plan", "reconciler.yaml")
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)


def test_a_page_is_one_file_that_loads_nothing() -> None:
    """No element names a file or a host, and the policy of the page forbids to load any."""
    page = "".join(plan_html(everything(), MARKER))
    assert f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">' in page
    assert not re.search(r"<[a-z]+[^>]*\s(src|href)=|@import|url\(|https?://", page)


def test_every_script_and_style_is_in_the_page() -> None:
    """The lists of the pages name each file of the folders; that of a plan names each of its own once."""
    assert [len(SCRIPTS), len(STYLES)] == [len({*SCRIPTS}), len({*STYLES})]
    assert {*SCRIPTS, *OPENING, *FLEET_SCRIPTS} == {file.stem for file in (HOME / "script").iterdir()}
    assert {*STYLES, *FLEET_STYLES, *checklist.STYLES} == {file.stem for file in (HOME / "style").iterdir()}


def test_scripts_make_no_markup_and_no_code_of_texts() -> None:
    """No script uses a way by which a name could become an element, a script or an address."""
    ways = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|DOMParser|srcdoc")
    assert [file.name for file in (HOME / "script").iterdir() if ways.search(file.read_text("utf-8"))] == []


def test_names_of_scripts_are_unique() -> None:
    """Scripts of a page share one scope, where a second function of one name would replace the first."""
    for scripts in (SCRIPTS, OPENING, FLEET_SCRIPTS):
        texts = [(HOME / "script" / f"{name}.js").read_text("utf-8") for name in scripts]
        names = [
            found for text in texts for found in re.findall(r"^(?:function|const|let|class) (\w+)", text, re.MULTILINE)
        ]
        assert sorted(names) == sorted(set(names))


def test_each_file_of_the_page_says_what_it_is() -> None:
    """A short comment stands at the top of each script and each style."""
    begins = [file.read_text("utf-8")[:3] for folder in ("script", "style") for file in (HOME / folder).iterdir()]
    assert set(begins) == {"// ", "/* "}


def test_files_of_the_page_are_short() -> None:
    """A file has one subject and at most 250 lines, as those of the package."""
    lines = {
        file.name: len(file.read_text("utf-8").splitlines()) for file in HOME.rglob("*.*") if file.suffix != ".pyc"
    }
    assert {name: number for name, number in lines.items() if number > 250} == {}


def test_script_functions_are_short() -> None:
    """None has over 40 lines, as in Python."""
    function = re.compile(r"^(?:async )?function (\w+)[^\n]*\n(.*?)^}", re.MULTILINE | re.DOTALL)
    scripts = [file.read_text("utf-8") for file in (HOME / "script").iterdir()]
    assert [name for text in scripts for name, body in function.findall(text) if body.count("\n") > 40] == []


def test_functions_of_scripts_are_short() -> None:
    """A function has at most 40 lines, and half of them have less than eight, as in the package."""
    texts = [(HOME / "script" / f"{name}.js").read_text("utf-8") for name in SCRIPTS]
    bodies = [
        body for text in texts for body in re.findall(r"^function\*? \w+\(.*?^\}$", text, re.MULTILINE | re.DOTALL)
    ]
    lengths = [body.count("\n") - 1 for body in bodies]
    assert (max(lengths) <= 40, median(lengths) < 8, len(lengths) > 300) == (True, True, True)


def test_text_needs_no_template_engine() -> None:
    """Only a page imports jinja2, which takes longer than a small plan."""
    told = "import sys; from reconciler.render import plan_lines, plan_markdown; print('jinja2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", told], capture_output=True, check=True, text=True).stdout == "False\n"
