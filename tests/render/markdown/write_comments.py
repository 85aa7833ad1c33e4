"""Write the answers that test_comments.py compares: `python -m tests.render.markdown.write_comments`."""

from pathlib import Path

from tests.render.markdown.kinds_of_comments import files


def main() -> None:
    """Write each answer into its file; a file of an answer that is no longer made is removed."""
    folder = Path(__file__).parent / "comments"
    folder.mkdir(exist_ok=True)
    made = {folder / name: text for name, text in files().items()}
    for path in set(folder.iterdir()) - made.keys():
        path.unlink()
    for path, text in made.items():
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
