"""report.py RUN.h5 [--out DIR] [--picture FILE]: a result file as a picture and one HTML page.

Without options both are written next to the file, as RUN.png and RUN.html. With --picture alone
only the picture is drawn. Exit status 2 when the file cannot be read or nothing can be drawn.
"""
import argparse
import base64
import html
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import lastmile_io  # noqa: E402
import picture  # noqa: E402

MOST_ROWS = 200  # of a table on the page; the file has them all
SHOWN = {  # tables on the page, and what stands above them
    "cuts": "where layers ran, and what crossed",
    "claims": "claims",
    "ranking": "rankings",
    "devices": "devices",
}
COLUMNS = {  # names for people, where the column's own with spaces would say too little
    "cut": "layers run at", "crossing": "requests that cross", "crossed": "frames that cross",
    "title": "indicator", "order": "order, smallest first", "swapped": "pairs that changed places",
    "asks": "holds data and asks",
}
STYLE = """body{font:14px/1.45 system-ui,sans-serif;margin:2em auto;max-width:75em;padding:0 1em}
table{border-collapse:collapse;margin:.6em 0 1.6em;font-variant-numeric:tabular-nums}
th,td{border-bottom:1px solid #ddd;padding:.2em .7em;text-align:left;vertical-align:top}
th{border-bottom:2px solid #888}td.n{text-align:right}img{max-width:100%}
pre{background:#f5f5f5;padding:1em;overflow:auto;max-height:30em}
.note{color:#a40000}small{color:#666}"""


def cell(value):
    if isinstance(value, float):
        return f'<td class="n">{html.escape(picture.short(value))}</td>'
    number = ' class="n"' if isinstance(value, int) else ""
    return f"<td{number}>{html.escape(str(value))}</td>"


def html_table(header, lines):
    head = "".join(f"<th>{html.escape(str(name))}</th>" for name in header)
    body = "".join("<tr>" + "".join(cell(value) for value in line) + "</tr>\n" for line in lines)
    return f"<table><tr>{head}</tr>\n{body}</table>"


def plain_rows(table):
    return [{name: value.item() if hasattr(value, "item") else value for name, value in row.items()}
            for row in lastmile_io.rows(table)]


def summary_text(row, by):
    text = picture.short(row["mean"] / by)
    low, high = row.get("ci_low"), row.get("ci_high")
    if picture.finite(low) and picture.finite(high) and high > low:
        text += f" [{picture.short(low / by)}, {picture.short(high / by)}]"
    error = row.get("calibration_error")
    if picture.finite(error) and error > 0:
        text += f" ± {picture.short(error / by)}"
    return text


def summary_html(summary):
    """One line a KPI and network, one column a strategy, the class of provenance at the end."""
    strategies = picture.ordered(row["strategy"] for row in summary)
    lines = []
    names = picture.short_names(summary)
    for kpi, network in picture.ordered((row["kpi"], row.get("network", "")) for row in summary):
        chosen = [row for row in summary if (row["kpi"], row.get("network", "")) == (kpi, network)]
        title = picture.titles_of(chosen)[0]
        by, unit = picture.scale_for(chosen[0].get("unit", ""), [row["mean"] for row in chosen])
        values = {row["strategy"]: summary_text(row, by) for row in chosen}
        classes = ", ".join(picture.ordered(row.get("provenance", "unknown") for row in chosen))
        cells = [values.get(name, "") for name in strategies]
        lines.append([title, unit, network, *cells, classes])
    note = f"<p><small>{html.escape(level_names(names))}Mean [95 % confidence interval] over " \
           "the seeds; ± the standard error from the cost model's own error.</small></p>"
    header = ["indicator", "unit", "network", *(names[name] for name in strategies), "provenance"]
    return html_table(header, lines) + note


def level_names(names):
    """Cloud: cloud, L1: cloud-edge co-inference, ... where levels stand for the strategies."""
    if all(short == name for name, short in names.items()):
        return ""
    return ", ".join(f"{short}: {name}" for name, short in names.items()) + ". "


def shown_columns(row, units):
    """{column: header}; a KPI's name gives way to its title."""
    names = [name for name in row if not (name == "kpi" and "title" in row)]
    return {name: COLUMNS.get(name, plain_name(name, units.get(name, ""))) for name in names}


def plain_name(name, unit):
    """training_s [s] reads: training [s]."""
    stem, _, tail = name.rpartition("_")
    if unit in ("", "1"):
        return name.replace("_", " ")
    return f"{(stem if tail in ('s', 'j', 'bytes') else name).replace('_', ' ')} [{unit}]"


def table_html(name, rows, units):
    if not rows:
        return ""
    columns = shown_columns(rows[0], units)
    lines = [[row[column] for column in columns] for row in rows[:MOST_ROWS]]
    shown = html_table(columns.values(), lines)
    if len(rows) > MOST_ROWS:
        shown += f"<p><small>The first {MOST_ROWS} of {len(rows)} rows.</small></p>"
    return f"<h2>{html.escape(SHOWN[name])}</h2>{shown}"


def attributes_html(result):
    known = {**result.attributes, **{f"provenance: {k}": v for k, v in result.provenance.items()}}
    long_text = ("scenario_source", "parameters")
    lines = [[name, str(value)] for name, value in known.items() if name not in long_text]
    texts = "".join(f"<h2>{name.replace('_', ' ')}</h2>"
                    f"<pre>{html.escape(str(known.get(name, '')))}</pre>" for name in long_text)
    return "<h2>file</h2>" + html_table(["attribute", "value"], lines) + texts


def page(result, rows, image):
    name = result.attributes.get("scenario_name") or pathlib.Path(result.path).stem
    title = html.escape(str(name))
    note = "" if result.complete else '<p class="note">This run is incomplete.</p>'
    data = base64.b64encode(image).decode()
    tables = "".join(table_html(name, rows.get(name, []), result.units.get(name, {}))
                     for name in SHOWN)
    counts = html_table(["table", "rows"], [[name, len(list(rows[name]))] for name in sorted(rows)])
    return (f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
            f"<style>{STYLE}</style><h1>{title}</h1>{note}"
            f'<img alt="comparison of the strategies" src="data:image/png;base64,{data}">'
            f"<h2>summary</h2>{summary_html(rows['summary'])}{tables}"
            f"<h2>tables in the file</h2>{counts}{attributes_html(result)}</html>\n")


def loaded(path):
    result = lastmile_io.load(path)
    rows = {name: plain_rows(table) for name, table in result.tables.items()}
    missing = {"strategy", "kpi", "mean"} - set(rows["summary"][0] if rows.get("summary") else ())
    if missing:
        state = "" if result.complete else " (the run is incomplete)"
        raise lastmile_io.ResultError(
            f"cannot draw {path}: table summary has no {', '.join(sorted(missing))}{state}")
    return result, rows


def write(options):
    result, rows = loaded(options.file)
    source = pathlib.Path(options.file)
    folder = pathlib.Path(options.out) if options.out else source.parent
    folder.mkdir(parents=True, exist_ok=True)
    title = str(result.attributes.get("scenario_name") or source.stem)
    title += "" if result.complete else " (incomplete)"
    drawn = pathlib.Path(options.picture) if options.picture else folder / (source.stem + ".png")
    picture.draw(rows, title, drawn)
    written = [drawn]
    if options.out or not options.picture:
        with tempfile.TemporaryDirectory() as scratch:
            inline = pathlib.Path(scratch) / "inline.png"
            picture.draw(rows, title, inline)
            image = inline.read_bytes()
        written.append(folder / (source.stem + ".html"))
        written[-1].write_text(page(result, rows, image), encoding="utf-8")
    return written


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="lastmile report", description="Draws a result file.")
    parser.add_argument("file", help="a result file (.h5)")
    parser.add_argument("--out", metavar="DIR", help="folder of the page and the picture")
    parser.add_argument("--picture", metavar="FILE", help="the picture (.png, .svg, .pdf)")
    try:
        for path in write(parser.parse_args(arguments)):
            print(path)
    except (lastmile_io.ResultError, OSError, ValueError) as error:
        print(f"lastmile report: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
