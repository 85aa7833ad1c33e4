"""Write the generated blocks of README.md and of pages in docs/; with `--check` only compare them.

`--demo` includes the blocks that show what the demo and the tour print, which takes as long as both.
A block stands between `<!-- NAME -->` and `<!-- /NAME -->`.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from difflib import unified_diff
from functools import cache
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from reconciler.aws.calls import SAMPLE_ACTIONS, observer_actions, role_actions, zone_actions
from reconciler.aws.notices import NOTICE_ACTIONS
from reconciler.explanations import RULES, Explanation, read_explanations
from reconciler.kinds import all_kinds, all_verbs

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
DOCS = ROOT / "docs"


def _run(*command: str, folder: Path = ROOT) -> str:
    """Return the output of *command* in *folder*, with the project's own commands first on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "100", "NO_COLOR": "1"}
    return subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True).stdout


def _fenced(text: str, language: str = "") -> str:
    return f"```{language}\n{text.strip()}\n```"


def _documents(*files: str) -> str:
    """Return the documents of *files* as one YAML text."""
    return _fenced("---\n".join((ROOT / file).read_text("utf-8") for file in files), "yaml")


def buyer() -> str:
    """Return the buyer's documents of the demo that its plan is about."""
    return _documents("demo/desired_state/products.yaml", "demo/desired_state/finance.yaml")


def seller() -> str:
    """Return the seller's documents of the demo that its plan is about."""
    return _documents("demo/desired_state/api.yaml", "demo/desired_state/customers/initech.yaml")


def small_plan() -> str:
    """Return the plan of the demo's documents. They are outside of git, so it does not depend on what is committed."""
    with TemporaryDirectory() as folder:
        repository = Path(shutil.copytree(ROOT / "demo", Path(folder, "demo")))
        on_the_twin = ("reconciler", "--quiet", "twin", "run", "--seed", "seed.json", "--")
        return _fenced(_run(*on_the_twin, "reconciler", "plan", folder=repository))


def moved() -> str:
    """Return the documents of the tour on which its refusals rest."""
    return _documents("desired_state/experiences/account-1.yaml", "desired_state/endpoint_services/api-eu.yaml")


@cache
def _story() -> str:
    """Return the tour's output without what changes every time.

    These are the age of connections in days, the ids that AWS draws in the order of calls that run side by side, times
    of change sets, and what was spent.
    """
    told = re.sub(r"\(\d+ days\)", "(… days)", _run("sh", "tools/tour.sh"))
    told = re.sub(r"(by change set '\w+') \(\w+\) at \S+", r"\1 (…) at …", told)
    told = re.sub(r"(--service-id |StartChangeSet )(?=\S*\d)\S+", r"\1…", told)
    told = re.sub(r"\b_\w+(\.metrics\.example\.com with the value) \S+", r"_…\1 …", told)
    told = re.sub(r"(  looked from \S+ at) \S+", r"\1 …", told)
    told = re.sub(r"vpce-svc-(?!0[abc]1)[0-9a-f]{17}", "vpce-svc-…", told)  # of the service that the tour creates
    return re.sub(r"(?m)^  (API calls|wall time|throttled) .*", r"  \1         …         …", told)


def tour() -> str:
    """Return the tour's output."""
    return _fenced(_story())


def demo() -> str:
    """Return the demo's output. It runs in a folder of its own, and its twin ends with it."""
    with TemporaryDirectory() as folder:
        left = f"{folder}/demo"
        told = _run("sh", "tools/demo.sh", left)
        _run(f"{left}/stop")
    return _fenced(told.replace(left, ".demo"))


def plan() -> str:
    """Return the tour's first plan."""
    parts = re.split(r"^# .*\n", _story(), flags=re.MULTILINE)
    return _fenced(next(part for part in parts if part.lstrip().startswith("$ reconciler plan ")))


def help_text() -> str:
    """Return the help."""
    return _fenced(_run("reconciler", "--help"))


def iam() -> str:
    """Return the table of the IAM actions of each role, and of commands that have clients of their own."""
    called = {
        **role_actions(all_verbs()),
        ("plan, hosted zones", "where documents state `private_dns_zone`"): zone_actions(all_verbs(), writing=False),
        ("apply, hosted zones", "where documents state `private_dns_zone`"): zone_actions(all_verbs(), writing=True),
        ("`drift --notify`", "the account of the topic or bus"): NOTICE_ACTIONS,
        ("`verify`", "the observer's account"): observer_actions(writing=False),
        ("`verify --endpoint`", "the observer's account"): observer_actions(writing=True),
        ("`import --from-aws-sample s3://BUCKET`", "besides those of plan, marketplace"): SAMPLE_ACTIONS,
        ("`import --from-cross-org`", "besides those of plan, marketplace, which each member needs"): (
            "sts:AssumeRole",
        ),
    }
    rows = [f"| {', '.join(role)} | {', '.join(f'`{one}`' for one in actions)} |" for role, actions in called.items()]
    return "\n".join(["| role | IAM actions |", "|---|---|", *rows])


def _explanations() -> Iterable[Explanation]:
    return read_explanations(kind.problems for kind in all_kinds().values()).values()


def rules() -> str:
    """Return the table of the guards' rules."""
    rows = (f"| `{one.code}` | {one.summary} |" for one in _explanations() if one.group == RULES)
    return "\n".join(["| rule | refuses |", "|---|---|", *rows])


def problems() -> str:
    """Return the table of the problem codes, group by group, without the rules."""
    rows = ["| code | severity | meaning |", "|---|---|---|"]
    for group, members in groupby(_explanations(), key=lambda one: one.group):
        if group != RULES:
            rows += [
                f"| **{group}** | | |",
                *(f"| `{one.code}` | {one.appears_as} | {one.summary} |" for one in members),
            ]
    return "\n".join(rows)


def _written(page: str, blocks: Mapping[str, Callable[[], str]]) -> str:
    """Return *page* with the text of each of its *blocks*."""
    for name, write in blocks.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        head, rest = page.split(begin, 1)
        page = f"{head}{begin}{write()}\n{end}{rest.split(end, 1)[1]}"
    return page


def main(arguments: list[str]) -> int:
    """Rewrite the pages, or with `--check` return 1 if a page is stale."""
    pages: dict[Path, dict[str, Callable[[], str]]] = {
        README: {"buyer": buyer, "seller": seller, "small": small_plan, "rules": rules},
        DOCS / "guide-plan.md": {"moved": moved},
        DOCS / "guide-commands.md": {"help": help_text},
        DOCS / "guide-permissions.md": {"iam": iam},
        DOCS / "contract.md": {"rules": rules, "problems": problems},
    }
    if "--demo" in arguments:
        pages[DOCS / "guide-plan.md"] |= {"plan": plan}
        pages[DOCS / "demo.md"] = {"demo": demo}
        pages[DOCS / "tour.md"] = {"tour": tour}
    stale = False
    for page, blocks in pages.items():
        before = page.read_text("utf-8")
        after = _written(before, blocks)
        if "--check" not in arguments:
            page.write_text(after, "utf-8")
        elif after != before:
            lines = unified_diff(before.splitlines(), after.splitlines(), "is", "should be", n=0, lineterm="")
            print(f"{page.relative_to(ROOT)} is stale: run make readme", *lines, sep="\n", file=sys.stderr)
            stale = True
    return int(stale)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
