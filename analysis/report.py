"""report.py FILE|DIR [--out DIR] [--picture FILE]: a result file as one HTML page, and as a picture.

Without options the page is written next to the file, as FILE.html, and that of a run also as FILE.png. With
--picture alone only the picture is drawn. DIR is a sweep's: its DIR/merged.h5. Exit status 2 when the file
cannot be read or nothing can be drawn; then nothing is left behind.
"""
import argparse
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from lastmile.reader import ResultError, load  # noqa: E402
from page.contents import Contents  # noqa: E402
from page.run import run_page, summary_of  # noqa: E402
from page.sweep import sweep_page  # noqa: E402


def source_of(given):
    """The file itself, or the merged file of a sweep's folder."""
    path = pathlib.Path(given)
    if not path.is_dir():
        return path
    if not (path / "merged.h5").exists():
        raise ResultError(f"cannot read {path}: a folder without merged.h5; of a sweep: "
                          f"lastmile sweep merge {path}")
    return path / "merged.h5"


def title_of(result, path):
    return str(result.attributes.get("scenario_name") or path.stem)


def draw_picture(source, result, target):
    import picture  # matplotlib takes a second to start

    contents = Contents(source, ["summary", "rounds"])
    rows = {"summary": summary_of(contents, source), "rounds": contents.rows("rounds")}
    title = title_of(result, source) + ("" if result.complete else " (incomplete)")
    picture.draw(rows, title, target)


def replaced(target, write):
    """`write` makes a draft, which takes the target's place when it is whole."""
    draft = target.with_name(f".{target.stem}.{os.getpid()}{target.suffix}")
    try:
        write(draft)
        draft.replace(target)
    except OSError as error:
        raise ResultError(f"cannot write {target}: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)
    return target


def write(options):
    source = source_of(options.file)
    result = load(source, {})
    sweep = result.attributes.get("kind") == "sweep"
    if sweep and options.picture:
        raise ResultError(f"{source} is a sweep: its pictures are on its page; give no --picture")
    folder = pathlib.Path(options.out) if options.out else source.parent
    written = []
    if options.out or not options.picture:
        page = (sweep_page if sweep else run_page)(source, title_of(result, source))
        folder.mkdir(parents=True, exist_ok=True)
        written.append(replaced(folder / (source.stem + ".html"),
                                lambda draft: draft.write_text(page, encoding="utf-8")))
    if not sweep:
        target = pathlib.Path(options.picture) if options.picture else folder / (source.stem + ".png")
        written.insert(0, replaced(target, lambda draft: draw_picture(source, result, draft)))
    return written


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="lastmile report",
                                     description="A result file as one HTML page, and as a picture.")
    parser.add_argument("file", metavar="FILE|DIR", help="a result file (.h5), or the folder of a sweep")
    parser.add_argument("--out", metavar="DIR", help="folder of the page and the picture")
    parser.add_argument("--picture", metavar="FILE", help="the picture (.png, .svg, .pdf), of a run")
    try:
        for path in write(parser.parse_args(arguments)):
            print(path)
    except (ResultError, OSError, ValueError) as error:
        print(f"lastmile report: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
