"""What a file holds, as lists of dicts, and what both kinds of page say about it."""
import json

from lastmile.quantities import scale_for, short
from lastmile.reader import load, opened, rows
from page import markup

NAMES = {  # for people, where the column's own with spaces would say too little
    "cut": "layers run at", "crossing": "requests that cross", "crossed": "frames that cross",
    "title": "indicator", "order": "order, smallest first", "swapped": "pairs that changed places",
    "asks": "holds data and asks",
}
LONG_TEXTS = ("scenario_source", "parameters")


def counts(path):
    """{table: (rows, columns)} without reading any of them. Raises ResultError."""
    with opened(path) as file:
        return {name: (len(file[name]["row"]), len(file[name]) - 1) for name in file if "row" in file[name]}


class Contents:
    """The tables of a file that the page needs, and how many rows the others have."""

    def __init__(self, path, wanted):
        self.counts = counts(path)
        self.result = load(path, {name: None for name in wanted if name in self.counts})

    def rows(self, table, most=None):
        """The first `most` rows, or all."""
        known = self.result.tables.get(table, {})
        some = {name: known[name][:most] for name in known.keys()}
        return [{name: value.item() if hasattr(value, "item") else value for name, value in row.items()}
                for row in rows(some)]

    def unit(self, table, column):
        return self.result.units.get(table, {}).get(column, "")

    def table(self, name, caption):
        """The first rows of a table, columns as they are; a KPI's name gives way to its title."""
        known = self.result.tables.get(name)
        if known is None or not len(known):
            return ""
        names = [column for column in known.keys() if not (column == "kpi" and "title" in known.keys())]
        lines = [[row[column] for column in names] for row in self.rows(name, markup.MOST_ROWS)]
        header = [NAMES.get(column, plain_name(column, self.unit(name, column))) for column in names]
        return markup.table(caption, header, lines, self.counts[name][0])


def plain_name(name, unit):
    """training_s [s] reads: training [s]."""
    stem, _, tail = name.rpartition("_")
    if unit in ("", "1"):
        return name.replace("_", " ")
    return f"{(stem if tail in ('s', 'j', 'bytes') else name).replace('_', ' ')} [{unit}]"


def with_unit(value, unit):
    """2 Mbit/s, 10/s; texts stay."""
    if not isinstance(value, (int, float)):
        return str(value)
    by, name = scale_for(unit, [value])
    number = f"{value / by:.6g}"
    if name[:1] == "1":  # 1, or 1/s
        return number + name[1:]
    return f"{number} {name}".strip()


def interval_text(mean, low, high, by=1.0):
    """2.00 [1.50, 2.50]"""
    if not (low == low and high == high and high > low):  # not a number, or none
        return short(mean / by)
    return f"{short(mean / by)} [{short(low / by)}, {short(high / by)}]"


def provenance_sections(contents):
    """Where the file comes from, and all that it takes to make it again."""
    result = contents.result
    tables = [[name, *contents.counts[name]] for name in sorted(contents.counts)]
    known = {**result.attributes, **{f"provenance: {key}": value for key, value in result.provenance.items()}}
    lines = [[name, shown(value)] for name, value in known.items() if name not in LONG_TEXTS]
    return [markup.section("Tables in the file", markup.table(
                "Every table of the file; the page shows some, and of a table the first "
                f"{markup.MOST_ROWS} rows.", ["table", "rows", "columns"], tables)),
            markup.section("Provenance", markup.table("Attributes of the file", ["attribute", "value"],
                                                      lines)),
            markup.section("Parameters", block("Parameters as resolved", known.get("parameters"))),
            markup.section("Scenario", block("Source of the scenario", known.get("scenario_source")))]


def block(label, text):
    return markup.text_block(label, text) if text else ""


def shown(value):
    return json.dumps(value) if isinstance(value, list) else value


def incomplete_note(result):
    if result.complete:
        return ""
    return markup.note("This file is incomplete: it was interrupted, or is still being written.", "warning")


def made_by(result):
    version = result.attributes.get("software_version", "")
    return f"Made by lastmile report{' of version ' + version if version else ''}; needs no network."
