"""What is sent of members: the files that they are planned from, laid out again on another machine."""

import pickle
import zlib
from pathlib import Path

import pytest

from reconciler.cli.fleet.cluster import collecting
from reconciler.cli.fleet.cluster.masking import without_secrets
from reconciler.cli.fleet.cluster.packing import packed
from reconciler.cli.fleet.cluster.sent_files import SentFiles
from reconciler.cli.fleet.task import MemberTask
from reconciler.fleet import Member
from tests.cli.fleet.fleets import write_member

GROUPED = "kind: product\nname: a\nid: prod-aaaaaaaaaaaaa\n"


def files_of(*words: str, config: str = "s1/reconciler.yaml", inputs: tuple[Path, ...] = ()) -> SentFiles:
    """Return the files that the member s1 sends for one command."""
    group, failed = packed([MemberTask(Member("s1", Path(config)), words, inputs=inputs)], {})
    assert not failed
    return group.files


@pytest.fixture
def member(here: Path) -> Path:
    """Return the folder of a member."""
    write_member(here / "s1", 1)
    return here / "s1"


def test_documents_and_settings_are_sent_with_their_paths(member: Path, here: Path) -> None:
    """Paths are relative to the deepest folder that has all of them, which is the working directory here."""
    files = files_of("validate")
    assert (files.top, files.here, sorted(files.files)) == (
        str(here),
        ".",
        ["s1/desired_state/api.yaml", "s1/reconciler.yaml"],
    )
    assert files.files["s1/reconciler.yaml"] == (member / "reconciler.yaml").read_bytes()


def test_of_files_that_are_no_documents_only_names_are_sent(member: Path) -> None:
    """A warning names them. Hidden and ignored files say no more than whether there is something to tell."""
    folder = member / "desired_state"
    settings = (member / "reconciler.yaml").read_text()
    (member / "reconciler.yaml").write_text(settings[:-1] + ', "ignore": ["keys.yaml"]}')
    for name in ("key.pem", ".env", "more.json", ".hidden.yaml", "keys.yaml", ".old/x.yaml"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("secret: 1")
    sent = files_of("validate").files
    assert b"secret" not in b"".join(sent.values())
    assert {name.removeprefix("s1/desired_state/"): data for name, data in sent.items() if "desired" in name} == {
        ".env": b"",
        ".hidden.yaml": b"-\n",
        ".old/x.yaml": b"",
        "api.yaml": (folder / "api.yaml").read_bytes(),
        "key.pem": b"",
        "keys.yaml": b"",
        "more.json": b"",
    }


def test_nothing_secret_is_in_what_is_sent(member: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the environment is in it, nor what a webhook's URL has behind its host."""
    settings = (member / "reconciler.yaml").read_text()
    notify = '"notify": ["https://hooks.example.com/services/hunter2/${HOOK}/hunter3"]'
    (member / "reconciler.yaml").write_text(f"{settings[:-1]}, {notify}}}")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hunter4")
    group, _ = packed(
        [MemberTask(Member("s1", Path("s1/reconciler.yaml")), ("plan",))], {"AWS_SECRET_ACCESS_KEY": "hunter4"}
    )
    sent = zlib.decompress(group.as_bytes())
    assert b"hunter" not in sent
    assert b"https://hooks.example.com/xxxxxxxxxxxxxxxxx${HOOK}xxxxxxxx" in sent
    assert len(group.files.files["s1/reconciler.yaml"]) == len((member / "reconciler.yaml").read_bytes())


@pytest.mark.parametrize(
    "stated",
    [
        '"notify": ["https://hooks.example.com?token=hunter2"]',
        '"notify": [" HTTPS://hooks.example.com/hunter2 "]',
        '"notify": ["https://user:hunter2@hooks.example.com/x"]',
        '"notify": "https://hooks.example.com/hunter2"',
        '"notfy": ["https://hooks.example.com/${HOOK}/hunter2"]',
        '"notify": [https://hooks.example.com/hunter2, https://hooks.example.com/hunter3]',
        '"notify": []} # https://hooks.example.com/hunter2 {',
    ],
)
def test_a_url_is_masked_wherever_it_stands_in_the_settings(member: Path, stated: str) -> None:
    """Settings with mistakes are sent, too: a key with a typing error, or a comment, holds a secret all the same."""
    file = member / "reconciler.yaml"
    file.write_text(f"{file.read_text()[:-1]}, {stated}}}")
    sent = files_of("plan").files["s1/reconciler.yaml"]
    assert b"hunter" not in sent
    assert len(sent) == len(file.read_bytes())


@pytest.mark.parametrize(
    "url",
    ["https:\\/\\/hooks.example.com/x1", "https://hooks.example.com/a,x1", "https://x.org/ x1", "\\x68ttps://x.org/x1"],
)
def test_a_url_that_cannot_be_masked_is_not_sent(member: Path, url: str) -> None:
    """The error says how to write it, and quotes nothing of it."""
    file = member / "reconciler.yaml"
    file.write_text(f'{file.read_text()[:-1]}, "notify": ["{url}"]}}')
    _, failed = packed([MemberTask(Member("s1", Path("s1/reconciler.yaml")), ("plan",))], {})
    assert [one.code for one in failed] == [3]
    assert failed[0].told.splitlines() == [
        "error: s1/reconciler.yaml has a URL that cannot be sent without its secret",
        "  hint: write it without escapes and commas, or as https://HOST/${NAME}",
    ]


def test_links_and_included_files_are_laid_out_again(
    member: Path, here: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Links lead to the same files; one that leads out of the repository leads nowhere, as an error says."""
    (here / ".git").mkdir()
    outside = tmp_path_factory.mktemp("outside")
    (outside / "o.yaml").write_text("secret: 1")
    (here / "shared").mkdir()
    (here / "shared" / "p.yaml").write_text(GROUPED)
    (here / "lists").mkdir()
    (here / "lists" / "q.yaml").write_text(GROUPED)
    folder = member / "desired_state"
    (folder / "q.yaml").symlink_to("../../lists/q.yaml")
    (folder / "lists").symlink_to(here / "lists")
    (folder / "o.yaml").symlink_to(outside / "o.yaml")
    settings = (member / "reconciler.yaml").read_text()
    (member / "reconciler.yaml").write_text(settings[:-1] + ', "include": ["../shared/p.yaml"]}')
    there = files_of("validate").lay_out(tmp_path_factory.mktemp("there"))
    assert (there / "shared" / "p.yaml").read_text() == GROUPED
    laid = there / "s1" / "desired_state"
    assert [(laid / one).read_text() for one in ("q.yaml", "lists/q.yaml")] == [GROUPED] * 2
    assert (laid / "o.yaml").is_symlink()
    assert not (laid / "o.yaml").exists()
    assert (there / ".git").is_dir()


@pytest.mark.usefixtures("member")
def test_of_a_saved_plan_that_is_shown_no_document_is_sent(here: Path) -> None:
    """The plan is; an apply of it needs the documents, too."""
    (here / "plans").mkdir()
    (here / "plans" / "s1.json").write_text("{}")
    shown = files_of("show", "plans/s1.json", inputs=(Path("plans/s1.json"),))
    assert sorted(shown.files) == ["plans/s1.json", "s1/reconciler.yaml"]
    applied = files_of("apply", "plans/s1.json", inputs=(Path("plans/s1.json"),))
    assert sorted(applied.files) == ["plans/s1.json", "s1/desired_state/api.yaml", "s1/reconciler.yaml"]


def test_a_member_that_cannot_be_read_whole_is_not_sent(member: Path, here: Path) -> None:
    """Its worker would take the objects of the missing file for gone. The others of its group are sent."""
    write_member(here / "s2", 2)
    with (member / "desired_state" / "big.yaml").open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    group, failed = packed(
        [MemberTask(Member(name, Path(name, "reconciler.yaml")), ("validate",)) for name in ("s1", "s2")], {}
    )
    assert [task.member.name for task in group.tasks] == ["s2"]
    assert [(one.code, one.told) for one in failed] == [
        (3, "error: s1/desired_state/big.yaml has 68157440 bytes; 67108864 are read at most\n")
    ]


def test_settings_that_members_of_a_group_share_are_read_once(member: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty targets of a seller have one file of settings, which is long if there are many sellers."""
    read: list[Path] = []

    def counted(data: bytes, config: Path) -> bytes:
        read.append(config)
        return without_secrets(data, config)

    monkeypatch.setattr(collecting, "without_secrets", counted)
    config = member / "reconciler.yaml"
    packed([MemberTask(Member(name, config), ("validate",)) for name in ("a", "b", "c")], {})
    assert read == [config]


def test_a_group_survives_its_way(member: Path) -> None:
    """It is the same on the other side."""
    group, _ = packed([MemberTask(Member("s1", member / "reconciler.yaml"), ("validate",))], {})
    assert pickle.loads(zlib.decompress(group.as_bytes())) == group  # noqa: S301 - of this test
