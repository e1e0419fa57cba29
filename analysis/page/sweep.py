"""The page of a sweep: every indicator over the swept parameters, differences paired by seed, whether
rankings change, and what failed."""
from page import charts, markup
from page.contents import (Contents, incomplete_note, interval_text, made_by, plain_name,
                           provenance_sections)
from page.design import Design, Indicators
from page.differences import difference_section, ranking_section
from page.panels import ordered

TABLES = ("cells", "summary", "differences", "ranking_changes", "failures")
MOST_FACETS = 6       # pictures of one indicator
MOST_INDICATORS = 12  # with pictures
SHOWN = ("Marks are means over the seeds, lines through them their 95 % confidence intervals; strategies "
         "stand a little beside each other.")
DRAWN_TOGETHER = ("The parameters were drawn together: a picture shows all cells over one of them, whatever "
                  "the others were.")
NONE_DIFFERS = "No indicator tells the strategies apart."


def series_of(indicators, kpi, cells, place):
    """{strategy: points in the order of x}"""
    by, _ = indicators.scale(kpi)
    points = {name: [] for name in indicators.strategies}
    for row in indicators.by_kpi[kpi]:
        if row["cell"] in cells:
            figures = (row[name] / by for name in ("mean", "ci_low", "ci_high"))
            points[row["strategy"]].append(charts.Point(place(row["cell"]), *figures))
    return {name: sorted(some, key=lambda point: point.x) for name, some in points.items()}


def bars_of(indicators, kpi):
    """Where nothing was swept."""
    by, _ = indicators.scale(kpi)
    bars = [charts.Bar(row["strategy"], *(row[name] / by for name in ("mean", "ci_low", "ci_high")))
            for row in indicators.by_kpi[kpi]]
    return markup.figure(charts.bars(indicators.name(kpi), bars))


def pictures_of(design, indicators, kpi):
    """([picture], how many there would be)"""
    if design.axis is None:
        return [bars_of(indicators, kpi)], 1
    wanted = design.pictures()
    beside = [point for points in series_of(indicators, kpi, design.cells, lambda cell: 0).values()
              for point in points]
    drawn = []
    for axis, words, cells in wanted[:MOST_FACETS]:
        place, label, categories = design.place(axis)
        series = series_of(indicators, kpi, set(cells), place)
        joined = design.is_grid and not categories
        picture = charts.curves(indicators.name(kpi), label, series, categories, joined, beside)
        drawn.append(markup.figure(picture, words))
    return drawn, len(wanted)


def means_table(design, indicators, kpi):
    by, _ = indicators.scale(kpi)
    rows = indicators.by_kpi[kpi]
    texts = {(row["cell"], row["strategy"]): interval_text(row["mean"], row["ci_low"], row["ci_high"], by)
             for row in rows}
    cells = ordered(row["cell"] for row in rows)
    lines = [[design.words(cell) or "all", *(texts.get((cell, name), "") for name in indicators.strategies)]
             for cell in cells[:markup.MOST_ROWS]]
    return markup.table(f"{indicators.name(kpi)}: mean [95 % confidence interval] over the seeds",
                        ["parameters", *indicators.strategies], lines, len(cells))


def one_indicator(design, indicators, kpi):
    drawn, count = pictures_of(design, indicators, kpi)
    few = len(drawn) < count
    more = f"{len(drawn)} of {count} pictures; the table has the other cells." if few else ""
    return (f"<h3>{markup.escaped(indicators.title(kpi))}</h3>\n" + markup.note(more)
            + markup.figures(drawn) + means_table(design, indicators, kpi))


def shown_indicators(indicators):
    """Those that tell strategies apart, then the others."""
    return sorted(indicators.drawn(), key=lambda kpi: not indicators.differs(kpi))


def indicator_sections(design, indicators):
    kpis = shown_indicators(indicators)
    text = markup.note(SHOWN) + markup.note("" if design.is_grid else DRAWN_TOGETHER)
    if len(kpis) > MOST_INDICATORS:
        text += markup.note(f"The first {MOST_INDICATORS} of {len(kpis)} indicators.")
    bodies = {True: "", False: ""}
    for kpi in kpis[:MOST_INDICATORS]:
        bodies[indicators.differs(kpi)] += one_indicator(design, indicators, kpi)
    return [markup.section("Indicators", text + (bodies[True] or markup.note(NONE_DIFFERS))),
            markup.section("The same for all strategies", bodies[False])]


def failure_section(contents):
    rows = contents.rows("failures")
    lines = [[row["point"], row["error"]] for row in rows[:markup.MOST_ROWS]]
    return markup.table("Points that failed, and why", ["point", "error"], lines, len(rows))


def introduction(contents, design, indicators):
    points = contents.counts.get("points", (0, 0))[0]
    failed = contents.counts.get("failures", (0, 0))[0]
    swept = [f"{plain_name(name, '')} ({len(design.values[name])} values)" for name in design.swept]
    parts = [f"{len(design.cells)} cells", f"{len(indicators.strategies)} strategies", f"{points} points",
             f"swept: {', '.join(swept) or 'nothing'}"]
    warning = f"{failed} points failed; they are missing below." if failed else ""
    return (incomplete_note(contents.result) + markup.note("A sweep. " + "; ".join(parts) + ".")
            + markup.note(warning, "warning"))


def sweep_page(path, title):
    contents = Contents(path, TABLES)
    design, indicators = Design(contents), Indicators(contents)
    differences = difference_section(contents, design, shown_indicators(indicators)[:MOST_INDICATORS])
    sections = [markup.section("Failures", failure_section(contents)),
                *indicator_sections(design, indicators),
                markup.section("Differences", differences),
                markup.section("Rankings", ranking_section(contents)),
                *provenance_sections(contents)]
    head = introduction(contents, design, indicators)
    return markup.document(title, head, sections, made_by(contents.result))
