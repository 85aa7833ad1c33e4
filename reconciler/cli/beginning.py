"""How a repository begins: answers from options, AWS, git and the user; then its files, and what comes next."""

import os
import re
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from shlex import quote
from typing import Final

from reconciler.documents import work_tree
from reconciler.errors import ExitCode, ReconcilerError, UsageError
from reconciler.folding import folded
from reconciler.regions import region_problem
from reconciler.render import clean, validation_lines
from reconciler.render.page import Page
from reconciler.settings import Seller
from reconciler.starter import (
    SETTINGS_FILE,
    Ci,
    NewRepository,
    Project,
    Survey,
    read_account,
    read_ci,
    read_organization,
    read_project,
    read_remote,
    read_sellers,
    seller_text,
    usable_branch,
)

from .git.remote import find_remote
from .new_folder import NewFolder
from .program import Program
from .questions import Questions
from .terminal import Terminal
from .to_do import to_do

_BLANKS: Final = re.compile(r",\s+")
_EMPTY: Final = "nothing-managed"
"""The code of a warning that a new repository need not have."""


class Beginning:
    """One run of `init`."""

    def __init__(self, arguments: Namespace, program: Program, terminal: Terminal) -> None:
        """Take the command line; nothing is read or asked yet."""
        self._given = arguments
        self._program = program
        self._terminal = terminal
        self._folder = NewFolder(arguments.folder)

    def run(self) -> ExitCode:
        """Write the repository and say what was done. Raises UsageError and ReconcilerError with nothing written."""
        given = self._read_options()
        self._folder.check({}, SETTINGS_FILE)
        if not self._given.yes and not self._terminal.interactive:
            raise UsageError("there is no terminal to ask at", "use --yes, and options for what is to be stated")
        survey = self._look(given)
        questions = Questions(self._terminal, asking=not self._given.yes)
        about = self._ask(questions, self._usual(given, survey))
        files = self._program.starter_files(about)
        self._folder.check(files, SETTINGS_FILE)
        if not questions.agreed(f"Write {len(files)} files into {_shown(self._folder.at)}?"):
            raise ReconcilerError("the answer was not 'yes', so nothing was written")
        self._folder.fill(files)
        if SETTINGS_FILE in self._folder.left:
            hint = "another program wrote it while init ran; compare the files with it, or remove them and start again"
            raise ReconcilerError(f"{self._folder.at / SETTINGS_FILE} is not of this run", hint)
        return self._tell(about, survey)

    def _read_options(self) -> NewRepository:
        """Return what the command line states. Raises UsageError."""
        given = self._given
        if given.config is not None:
            raise UsageError(
                "init writes a new reconciler.yaml and reads none", "leave --config out; name the folder DIR"
            )
        if given.github and given.gitlab:
            raise UsageError("--github and --gitlab cannot be combined", "choose where the pipelines run")
        return NewRepository(
            marketplace=None if given.marketplace is None else read_account(given.marketplace),
            organization=None if given.organization is None else read_organization(given.organization),
            sellers=read_sellers(given.seller),
            ci=Ci.GITLAB if given.gitlab else Ci.GITHUB,
            project=None if given.github is None else read_project(given.github, Ci.GITHUB),
        )

    def _look(self, given: NewRepository) -> Survey:
        """Look at AWS, unless the options state all that it could say."""
        if given.marketplace and given.organization and given.sellers:
            return Survey()
        self._terminal.say("Looking at AWS (reads only) …")
        survey = self._program.survey()
        if not self._given.yes:
            self._tell_beside(survey.unread)
        return survey

    def _tell_beside(self, lines: Iterable[str]) -> None:
        """Say *lines* between the questions."""
        self._terminal.say(*folded((f"  {clean(line)}" for line in lines), self._terminal.error_style.width))

    def _usual(self, given: NewRepository, survey: Survey) -> NewRepository:
        """Return what is used unless the user says otherwise: the options, then what AWS and git say."""
        marketplace = given.marketplace or survey.marketplace
        known = marketplace in {survey.account, survey.management_account, *survey.administrators}
        organization = survey.organization if marketplace and known else None
        remote = find_remote(self._folder.at)
        ci, project = read_remote(remote.url) or (given.ci, None)
        if self._given.github or (self._given.gitlab and ci is not Ci.GITLAB):
            ci, project = given.ci, given.project
        return replace(
            given,
            marketplace=marketplace,
            organization=given.organization or organization,
            sellers=given.sellers or survey.sellers,
            ci=ci,
            project=project,
            branch=usable_branch(remote.branch),
        )

    def _ask(self, questions: Questions, usual: NewRepository) -> NewRepository:
        """Ask for what no option states."""
        given, found = self._given, usual
        if not given.marketplace:
            what = "Account that manages Private Marketplace (management account or delegated administrator)"
            found = replace(found, marketplace=questions.ask(what, usual.marketplace or "", read_account))
        if not given.organization and found.marketplace:
            found = replace(
                found, organization=questions.ask("Organization", usual.organization or "", read_organization)
            )
        if not given.seller:
            texts = " ".join(map(seller_text, usual.sellers))
            what = "Sellers with endpoint services, NAME=ACCOUNT:REGION,… each"
            found = replace(found, sellers=questions.ask(what, texts, _sellers) or ())
            self._tell_beside(_doubts(found.sellers))
        if not given.github and not given.gitlab:
            ci, project = questions.ask("Pipelines", _ci_text(usual), partial(_read_ci, usual)) or (Ci.NONE, None)
            found = replace(found, ci=ci, project=project)
        return found

    def _tell(self, about: NewRepository, survey: Survey) -> ExitCode:
        """Check the repository, and say what was done, what is missing and what comes next."""
        style = self._terminal.answer_style
        repository = self._program.load(self._folder.at / SETTINGS_FILE)
        problems = [problem.as_json() for problem in repository.problems if problem.code != _EMPTY]
        read = repository.tally.as_json() if repository.tally else None
        lines = [
            f"Wrote {len(self._folder.written)} files into {_shown(self._folder.at)}",
            *(f"  {name}" for name in self._folder.written),
            *_named("Left as they are", self._folder.left),
            "",
            *validation_lines(Page(style, full=True), problems, read),
            *_named("Not known", survey.unread),
            *_named("To do", to_do(about, survey, self._surroundings())),
            "",
            "Next",
            *self._next(about),
        ]
        self._terminal.answer(folded(lines, self._terminal.width))
        return ExitCode.INVALID if repository.errors else ExitCode.DONE

    def _surroundings(self) -> Mapping[str, str]:
        """Return what is remarkable about the folder: settings above it, and a git repository that it is inside of."""
        here = Path(os.path.realpath(self._folder.at))
        above = next((folder for folder in here.parents if (folder / SETTINGS_FILE).is_file()), None)
        top = work_tree(here)
        return {"settings": str(above / SETTINGS_FILE) if above else "", "top": "" if top == here else str(top)}

    def _next(self, about: NewRepository) -> Iterator[str]:
        """Yield the next three commands below what they do; before them, the one that changes to the folder."""
        if self._folder.at != Path():
            yield f"  cd {quote(_shown(self._folder.at))}"
        names = " --names" if about.marketplace else ""
        yield "  # write what AWS has into desired_state; AWS stays as it is"
        yield f"  reconciler import --all{names}"
        yield "  # compare: there is nothing to change"
        yield "  reconciler plan"
        yield "  # from now on, change the files"
        begin = "" if os.path.lexists(work_tree(self._folder.at) / ".git") else "git init && "
        yield f"  {begin}git add . && git commit"


def _sellers(text: str) -> tuple[Seller, ...]:
    return read_sellers(_BLANKS.sub(",", text).split())


def _doubts(sellers: Iterable[Seller]) -> Iterator[str]:
    """Say which regions are taken although they are probably misspelt; there is still time to write nothing."""
    problems = (region_problem(region, "") for seller in sellers for region in seller.regions)
    return (f"{one.message}; it is used as it is: {one.hint}" for one in problems if one)


def _read_ci(usual: NewRepository, text: str) -> tuple[Ci, Project | None]:
    """Return the pipelines that *text* states; the usual ones keep the server that their text does not name."""
    return (usual.ci, usual.project) if text == _ci_text(usual) else read_ci(text)


def _ci_text(usual: NewRepository) -> str:
    """Return the pipelines of *usual* as `read_ci` reads them."""
    project: Project | None = usual.project
    return f"{usual.ci} {project.path}" if project else str(usual.ci)


def _named(heading: str, lines: Iterable[str]) -> list[str]:
    """Return *lines* under their *heading*; nothing if there are none."""
    shown = [f"  {clean(line)}" for line in lines]
    return ["", heading, *shown] if shown else []


def _shown(path: Path) -> str:
    """Return *path* for messages; the working directory as such."""
    return clean(str(path)) if path != Path() else "this folder"
