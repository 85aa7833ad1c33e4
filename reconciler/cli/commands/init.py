"""`reconciler init`: the files of a new repository. Reads AWS if there are credentials, and never writes to it."""

from argparse import Namespace
from pathlib import Path

from reconciler.cli.parser import Parser
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal

EXAMPLES = (
    ("reconciler init", "ask what the repository is about, and write it here"),
    ("reconciler init prod --yes --seller saas=222222222222:us-east-1", "ask nothing, and write it into a folder"),
)
EXITS = {
    0: "written, and valid",
    1: "failed, or the question was answered with no; nothing of it is left",
    3: "written, but not valid",
    64: "usage error, or reconciler.yaml is there already",
    130: "",
}
"""The exit codes, with what they mean here; without words, they mean what they mean everywhere."""


def options(parser: Parser) -> None:
    """Add the folder and the answers; each answer that is given is not asked for."""
    add = parser.add_argument
    what = "folder of the repository, which is made if need be (default: the working directory)"
    add("folder", metavar="DIR", nargs="?", type=Path, default=Path(), help=what)
    what = "never ask: use what the options, AWS and git remote say, and leave the rest to be filled in"
    add("--yes", action="store_true", help=what)
    what = "write GitHub's workflows and roles for this repository; OWNER@ID/REPO@ID also trusts its immutable name"
    add("--github", metavar="OWNER/REPO", help=what)
    add("--gitlab", action="store_true", help="write GitLab's pipeline and roles for the project of git remote")
    what = "account that manages Private Marketplace: the management account or a delegated administrator"
    add("--marketplace", metavar="ACCOUNT", help=what)
    add("--organization", metavar="ID", help="organization to act in; any other is refused")
    what = "account with endpoint services, a name for it, and its regions; repeatable"
    add("--seller", metavar="NAME=ACCOUNT:REGION,…", action="append", default=[], help=what)


def run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Ask, look at AWS, write, validate, and say what was done and what comes next."""
    from reconciler.cli.beginning import Beginning

    return Beginning(arguments, program, terminal).run()
