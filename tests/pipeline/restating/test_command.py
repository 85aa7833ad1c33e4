"""`drift --adopt` as a command: what it asks, which files it writes, and how it ends."""

import subprocess
from pathlib import Path

import pytest

from tests.cli.fakes import command
from tests.fakes.world import LiveExperience
from tests.restating import Drifted, Restater, aws, told

A = "{kind: experience, name: a, title: A, description: Old}\n"
B = "{kind: experience, name: b, title: B, description: Old}\n"
LIVE = (
    LiveExperience(id="exp-a", title="A", description="New", principals=("333333333333",)),
    LiveExperience(id="exp-b", title="B", description="New"),
)


@pytest.fixture
def two(drifted: Drifted) -> Drifted:
    """Return a repository of two experiences in files of their own, both of which differ."""
    drifted.wish(A, "a.yaml")
    drifted.wish(B, "b.yaml")
    drifted.reader = aws(*LIVE)
    return drifted


def git(folder: Path, *words: str) -> None:
    """Run git in *folder*, as a user with a name."""
    who = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def commit(folder: Path) -> None:
    """Commit everything in *folder* to a repository."""
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "first")


@pytest.mark.parametrize("selector", ["experience.a", "experience.?", "*.[a]"])
def test_only_what_is_selected_is_written(two: Drifted, selector: str) -> None:
    """The other object keeps its drift, and its file every byte; that does not change the exit code."""
    b = (two.folder / "desired_state" / "b.yaml").read_bytes()
    said = two.adopt(f"--select {selector} --exclude experience.b")
    assert (said.code, two.text("a.yaml")) == (0, A.replace("Old", "New"))
    assert (two.folder / "desired_state" / "b.yaml").read_bytes() == b
    assert told(said).splitlines()[:5] == [
        "Adopted what AWS has of 1 object:",
        "  experience.a  description",
        "Drift remains in 1 object: experience.b.",
        "Wrote 1 file, each read again and compared with AWS:",
        "  desired_state/a.yaml",
    ]


def test_other_documents_of_a_file_keep_every_byte(drifted: Drifted) -> None:
    """Several documents, comments, and line ends of a file stay as they are, but for the value that is adopted."""
    lines = [
        "# top",
        "",
        "{kind: experience,  name: a, title: A, description: Old}  # in  brackets",
        "---  # next",
        "kind:   experience",
        "name: b  # me",
        "title: B",
        "description: Old   # for all",
        "# below b",
        "---",
        "",
        "{  kind: product, name: c, id: prod-c }",
        "...",
        "# end",
    ]
    text = "".join(f"{line}\r\n" for line in lines)
    (drifted.folder / "desired_state").mkdir()
    path = drifted.folder / "desired_state" / "all.yaml"
    path.write_bytes(text.encode())
    drifted.reader = aws(*LIVE)
    assert drifted.adopt("--select experience.b").code == 0
    assert path.read_bytes() == text.replace("description: Old   #", "description: New   #").encode()


def test_without_a_terminal_something_has_to_be_selected(two: Drifted) -> None:
    """Nothing is adopted that nobody chose: without --select and a terminal, AWS is not even read."""
    said = two.adopt("")
    assert (said.code, said.out, two.text("a.yaml")) == (64, "", A)
    assert said.err == (
        "error: drift --adopt has to ask, and there is no terminal\n"
        "  hint: say what to adopt: --select KIND.NAME, or a glob\n"
    )


def test_at_a_terminal_each_object_is_asked_about(two: Drifted) -> None:
    """Only `yes` adopts; what is refused keeps its drift, so the command ends with 2."""
    said = two.adopt("", answer="no\nyes\n")
    assert (said.code, two.text("a.yaml"), two.text("b.yaml")) == (2, A, B.replace("Old", "New"))
    asked = "Write what AWS has of experience.a (description) into desired_state/a.yaml? Only 'yes' will be accepted:"
    assert asked in " ".join(said.err.split())
    assert two.adopt("", answer="yes\n").code == 0
    assert two.differing() == {}


def test_the_end_of_the_input_adopts_nothing(two: Drifted) -> None:
    """Who closes the terminal agrees to nothing."""
    said = two.adopt("", answer="")
    assert (said.code, two.text("a.yaml"), two.text("b.yaml")) == (2, A, B)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("drift --adopt --select *.a --revert undo.json", "--adopt and --revert are opposites"),
        ("drift --accept max_removals@1a2b3c4d", "--accept belongs to --adopt"),
        ("drift --adopt --select *.a --accept protected@1a2b3c4d", "'protected' is not a rule that can be accepted"),
        ("drift --adopt --select experience.c", "'experience.c' selects nothing"),
    ],
)
def test_options_that_contradict_each_other_are_a_usage_error(two: Drifted, line: str, why: str) -> None:
    """Nothing is written; a selector that selects nothing is probably a typing error."""
    said = command(line, Restater(reader=two.reader))
    assert (said.code, said.out, two.text("a.yaml")) == (64, "", A)
    assert f"error: {why}" in said.err.splitlines()
    assert not (two.folder / "undo.json").exists()


def test_without_drift_there_is_nothing_to_adopt(two: Drifted) -> None:
    """The command ends with 0 and writes nothing."""
    two.reader = aws(*(LiveExperience(id=one.id, title=one.title, description="Old") for one in LIVE))
    said = two.adopt()
    nothing = "Nothing to adopt: AWS is as the repository says in all that is selected and could be compared."
    assert (said.code, told(said)) == (0, f"{nothing}\nNothing was written.\n")


def test_an_object_that_could_not_be_compared_is_not_called_adopted(two: Drifted) -> None:
    """A document in error is told with its reason; the others are adopted, and the command ends as plan does."""
    two.wish("{kind: experience, name: c, title: C, id: exp-gone}\n", "c.yaml")
    said = two.adopt()
    assert (said.code, two.text("a.yaml")) == (3, A.replace("Old", "New"))
    assert "Not adopted:\n  experience.c: AWS has no experience exp-gone\n" in told(said)
    assert two.adopt("--select experience.b").code == 0


def test_files_with_uncommitted_edits_are_refused(two: Drifted) -> None:
    """A file that git could not restore is not touched, and none of the others is; once committed, all are."""
    commit(two.folder)
    two.wish(B + "# mine\n", "b.yaml")
    said = two.adopt()
    assert (said.code, two.text("a.yaml"), two.text("b.yaml")) == (4, A, B + "# mine\n")
    assert "error: uncommitted edits in desired_state/b.yaml, so nothing was written\n" in said.err
    assert two.adopt("--select experience.a").code == 0
    git(two.folder, "add", "-A")
    git(two.folder, "commit", "-q", "-m", "second")
    said = two.adopt()
    assert (said.code, two.text("b.yaml")) == (0, B.replace("Old", "New") + "# mine\n")
    assert "Not all of them are in a git repository" not in said.out


@pytest.mark.parametrize("ignored", [False, True])
def test_a_file_that_no_commit_has_is_refused(two: Drifted, *, ignored: bool) -> None:
    """Git could not restore a file that is new or ignored."""
    if ignored:
        (two.folder / ".gitignore").write_text("desired_state\n")
    git(two.folder, "init", "-q")
    git(two.folder, "add", "reconciler.yaml")
    git(two.folder, "commit", "-q", "-m", "first")
    assert (two.adopt().code, two.text("a.yaml")) == (4, A)


def test_an_included_document_is_an_error(two: Drifted) -> None:
    """Other repositories use it, too: nothing is written, not even the selected objects of other files."""
    two.settings("include: [shared]\n")
    (two.folder / "shared").mkdir()
    (two.folder / "desired_state" / "b.yaml").rename(two.folder / "shared" / "b.yaml")
    said = two.adopt()
    assert (said.code, two.text("a.yaml"), (two.folder / "shared" / "b.yaml").read_text()) == (4, A, B)
    assert "error: shared/b.yaml is included by reconciler.yaml, so nothing was written\n" in said.err
    assert two.adopt("--select experience.a").code == 0


def test_a_value_that_documents_share_by_an_alias_is_refused(drifted: Drifted) -> None:
    """Editing the anchor would change the other list, which nobody chose; the alias alone can be replaced."""
    text = """\
kind: experience
items:
  a: {title: A, products: {allow: &base [prod-a, prod-b]}}
  b: {title: B, products: {allow: *base}}
"""
    drifted.wish(text)
    drifted.reader = aws(
        LiveExperience(id="exp-a", title="A", allow=("prod-a",), deny=("prod-b",)),
        LiveExperience(id="exp-b", title="B", allow=("prod-a", "prod-b")),
    )
    said = drifted.adopt()
    assert (said.code, drifted.text()) == (2, text)
    assert (
        "  experience.a: its file cannot be rewritten: the new text would change experience.b\n"
        "    hint: change the document by hand, or write out the values that it shares with others\n"
    ) in told(said)
    drifted.reader = aws(
        LiveExperience(id="exp-a", title="A", allow=("prod-a", "prod-b")),
        LiveExperience(id="exp-b", title="B", allow=("prod-a",), deny=("prod-b",)),
    )
    assert drifted.adopt().code == 0
    assert drifted.text() == text.replace("*base", "[prod-a]")


def test_json_of_drift_stays_alone_on_stdout(two: Drifted) -> None:
    """If stdout gets the JSON of the drift, what was adopted is said on stderr."""
    said = two.adopt("--select experience.a --format json")
    assert said.code == 0
    assert said.out.startswith("{")
    assert said.out.rstrip().endswith("}")
    assert "Adopted what AWS has of 1 object:\n  experience.a  description\n" in said.err


def test_a_repository_elsewhere_is_adopted(two: Drifted, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are named and written as seen from the working directory; the command to paste has the settings."""
    (two.folder / "below").mkdir()
    monkeypatch.chdir(two.folder / "below")
    said = command("--config ../reconciler.yaml drift --adopt --select experience.a", Restater(reader=two.reader))
    assert (said.code, two.text("a.yaml"), two.text("b.yaml")) == (0, A.replace("Old", "New"), B)
    assert "  ../desired_state/a.yaml\n" in told(said)


def test_a_linked_file_is_written_behind_its_link(two: Drifted) -> None:
    """The link stays a link, and the file behind it is judged and written."""
    real, link = two.folder / "real.yaml", two.folder / "desired_state" / "a.yaml"
    real.write_text(A)
    link.unlink()
    link.symlink_to(real)
    assert two.adopt("--select experience.a").code == 0
    assert (link.is_symlink(), real.read_text()) == (True, A.replace("Old", "New"))


def test_a_file_with_a_directive_is_told(two: Drifted) -> None:
    """A file that cannot be rewritten keeps its drift, with the reason; the other file is written."""
    two.wish(f"%YAML 1.2\n---\n{A}", "a.yaml")
    said = two.adopt()
    assert (said.code, two.text("b.yaml")) == (2, B.replace("Old", "New"))
    assert "  experience.a: its file cannot be rewritten: it has a % directive\n" in told(said)
