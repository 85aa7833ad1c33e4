"""The distribution `marketplace-reconciler`: what it holds, and that the program runs when nothing else is there."""

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
STEM = "marketplace_reconciler-0.1.0"
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-cache-dir", "--no-input")
OFFLINE = ("--no-index", "--no-deps", "--no-build-isolation", "--no-compile")


class Built(NamedTuple):
    """The two files of the distribution."""

    wheel: Path
    sdist: Path


def build(source: Path, target: Path) -> Built:
    """Build both files from *source* as users' installers do, with the locked hatchling and without network."""
    command = [sys.executable, "-m", "hatchling", "build", "--directory", str(target)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    return Built(target / f"{STEM}-py3-none-any.whl", target / f"{STEM}.tar.gz")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the distribution of this checkout."""
    return build(ROOT, tmp_path_factory.mktemp("dist"))


def packed(wheel: Path) -> dict[str, bytes]:
    """Return the files of a wheel, without those that only say what they are."""
    files = zipfile.ZipFile(wheel)
    return {name: files.read(name) for name in files.namelist() if ".dist-info/" not in name}


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment in *folder* with the locked dependencies, and with reconciler only once it is installed."""

    folder: Path

    @classmethod
    def make(cls, folder: Path) -> "Environment":
        """Make one. A line of a .pth file adds the packages of the tests, and not what their own .pth files add."""
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
        made = cls(folder)
        made.packages.joinpath("locked.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
        return made

    @property
    def packages(self) -> Path:
        """Return the folder into which packages are installed."""
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        return self.folder / "lib" / version / "site-packages"

    def install(self, requirement: str) -> None:
        """Install *requirement* as pip does, without network."""
        command = [*PIP, "--python", str(self.folder / "bin" / "python"), "install", *OFFLINE, requirement]
        subprocess.run(command, check=True, capture_output=True)

    def run(self, *words: str, here: Path) -> str:
        """Run a command in the folder *here* and return what it prints."""
        path = f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        ended = subprocess.run(
            words, cwd=here, env={**os.environ, "PATH": path}, check=False, capture_output=True, text=True
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout


@pytest.fixture
def fresh(tmp_path: Path) -> Environment:
    """Make a virtual environment without reconciler."""
    return Environment.make(tmp_path / "venv")


def test_the_wheel_holds_the_code_and_its_data(built: Built) -> None:
    """The wheel has each file of the package, the schemas for editors and the scripts for pipelines, and no more."""
    package = {path for path in (ROOT / "reconciler").rglob("*") if path.is_file() and path.suffix != ".pyc"}
    schemas = {f"reconciler/schemas/{path.name}" for path in (ROOT / "schemas").iterdir()}
    scripts = {f"reconciler/starter/ci/{path.name}" for path in (ROOT / "ci").iterdir() if path.is_file()}
    assert packed(built.wheel).keys() == {path.relative_to(ROOT).as_posix() for path in package} | schemas | scripts
    data = {
        "reconciler/explanations/rules.toml",
        "reconciler/kinds/experience/README.md",
        "reconciler/kinds/experience/problems.toml",
        "reconciler/kinds/experience/schema.json",
        "reconciler/printed/plan.schema.json",
        "reconciler/py.typed",
        "reconciler/schemas/document.json",
        "reconciler/schemas/settings.json",
        "reconciler/settings.schema.json",
        "reconciler/starter/ci/plan.sh",
        "reconciler/starter/templates/roles.yaml",
        "reconciler/twin/seeds/demo.json",
    }
    assert data - packed(built.wheel).keys() == set()


def test_the_sdist_gives_the_same_wheel(built: Built, tmp_path: Path) -> None:
    """The sdist holds what the wheel is built from, byte for byte, and no tests."""
    with tarfile.open(built.sdist) as files:
        files.extractall(tmp_path, filter="data")
    again = build(tmp_path / STEM, tmp_path / "again")
    assert packed(again.wheel) == packed(built.wheel)
    beside = {path.name for path in (tmp_path / STEM).iterdir()}
    assert beside == {
        ".gitignore",
        "LICENSE",
        "PKG-INFO",
        "README.md",
        "ci",
        "pyproject.toml",
        "reconciler",
        "schemas",
    }


def test_the_distribution_has_a_name_of_its_own(built: Built) -> None:
    """It is `marketplace-reconciler`, with two extras; the command and its only package are `reconciler`."""
    files = zipfile.ZipFile(built.wheel)
    said = message_from_bytes(files.read(f"{STEM}.dist-info/METADATA"))
    assert (said["Name"], said["Requires-Python"], said.get_all("Provides-Extra")) == (
        "marketplace-reconciler",
        ">=3.11",
        ["fleet", "twin"],
    )
    points = files.read(f"{STEM}.dist-info/entry_points.txt").decode().split("\n", 1)
    assert points == ["[console_scripts]", "reconciler = reconciler.__main__:main\n"]
    assert {name.partition("/")[0] for name in packed(built.wheel)} == {"reconciler"}


def test_the_installed_wheel_runs(built: Built, fresh: Environment, tmp_path: Path) -> None:
    """Outside the checkout the program finds its data: schemas, explanations, templates and the twin's seed."""
    fresh.install(str(built.wheel))
    here = tmp_path / "here"
    here.mkdir()
    where = fresh.run("python", "-c", "import reconciler; print(reconciler.__path__[0])", here=here)
    assert Path(where.rstrip("\n")) == fresh.packages / "reconciler"
    assert fresh.run("reconciler", "--version", here=here) == "reconciler 0.1.0\n"
    example = fresh.run("reconciler", "--config", str(ROOT / "reconciler.yaml"), "validate", here=here)
    assert example == "Valid: 27 documents of 5 kinds in 13 files; no problems.\n"
    for name in ("document", "settings", "plan"):
        schema = (fresh.packages / "reconciler" / "schemas" / f"{name}.json").read_bytes()
        assert json.loads(fresh.run("reconciler", "schema", name, here=here)) == json.loads(schema)
    assert fresh.run("reconciler", "explain", "ungoverned", here=here).startswith(
        "ungoverned (refused, warning, note)\n"
    )
    assert fresh.run("reconciler", "init", "--yes", here=here).startswith("Wrote 30 files into this folder\n")
    plan = ("reconciler", "--config", "examples/reconciler.yaml", "plan")
    assert "2 to create, 0 to update" in fresh.run("reconciler", "twin", "run", "--", *plan, here=here)


def git(*words: str) -> str:
    """Run git and return what it prints."""
    return subprocess.run(["git", *words], check=True, capture_output=True, text=True).stdout


def test_a_tag_of_the_repository_can_be_installed(fresh: Environment, tmp_path: Path) -> None:
    """An installer takes the address of a clone with a tag, and git holds every file that is installed."""
    clone = tmp_path / "clone.git"
    git("clone", "--quiet", "--bare", str(ROOT), str(clone))
    git("-C", str(clone), "tag", "v0.1.0", "HEAD")
    fresh.install(f"git+{clone.as_uri()}@v0.1.0")
    assert fresh.run("reconciler", "--version", here=tmp_path) == "reconciler 0.1.0\n"
    places = {"ci": "reconciler/starter/ci", "reconciler": "reconciler", "schemas": "reconciler/schemas"}
    held = git("-C", str(clone), "ls-tree", "-r", "--name-only", "v0.1.0", *places).splitlines()
    installed = {
        path for path in (fresh.packages / "reconciler").rglob("*") if path.is_file() and path.suffix != ".pyc"
    }
    wanted = {f"{places[top]}/{rest}" for top, _, rest in (name.partition("/") for name in held)}
    assert {path.relative_to(fresh.packages).as_posix() for path in installed} == wanted
