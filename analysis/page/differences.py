"""Strategies against each other: differences paired by seed, what many comparisons mean, and rankings."""
from lastmile.quantities import finite, scale_for, short
from page import charts, markup
from page.contents import interval_text

MOST_DIFFERENCES = 24  # lines of one picture
ALPHA = 0.05
HEADER = ["indicator", "parameters", "difference", "mean [95 % interval]", "unit", "pairs", "p",
          "p after Holm", f"at {ALPHA}"]
RANKING_HEADER = ["indicator", "axis", "from", "to", "cells compared", "order changed", "beyond chance",
                  "pairs"]


def comparison_note(rows):
    """What so many comparisons mean."""
    some = [row for row in rows if finite(row["p_value"])]
    raw = sum(row["p_value"] < ALPHA for row in some)
    kept = sum(row["p_adjusted"] < ALPHA for row in some)
    return markup.note(
        f"{len(some)} comparisons were tested. Were no strategy different from another, about "
        f"{short(ALPHA * len(some))} of them would have p below {ALPHA} by chance; {raw} have. After Holm's "
        f"correction over all comparisons of an indicator {kept} remain. The intervals hold for one "
        "comparison each, not for all together. A difference is paired by seed: both strategies saw the "
        "same random numbers.")


def title_of(row):
    return row.get("title") or row["kpi"]


def pair_of(row):
    return f"{row['strategy']} - {row['baseline']}"


def verdict(adjusted):
    if not finite(adjusted):
        return "not tested"
    return "differs" if adjusted < ALPHA else "may be chance"


def difference_line(design, scale, row):
    by, unit = scale
    mean = interval_text(row["mean"], row["ci_low"], row["ci_high"], by) if finite(row["mean"]) else "none"
    unit = "" if unit == "1" else unit
    return [title_of(row), design.words(row["cell"]) or "all", pair_of(row), mean, unit, row["n"],
            row["p_value"], row["p_adjusted"], verdict(row["p_adjusted"])]


def difference_picture(design, scale, rows):
    by, unit = scale
    title = title_of(rows[0]) + (f" [{unit}]" if unit not in ("", "1") else "")
    lines = []
    for row in rows[:MOST_DIFFERENCES]:
        label = ": ".join(filter(None, (design.short_words(row["cell"]), pair_of(row))))
        lines.append((label, charts.Point(0, *(row[name] / by for name in ("mean", "ci_low", "ci_high")))))
    cut = f"The first {MOST_DIFFERENCES} of {len(rows)}." if len(rows) > MOST_DIFFERENCES else ""
    return markup.figure(charts.intervals(title, lines), cut)


def difference_section(contents, design, drawn_kpis):
    """`drawn_kpis`: those with a picture."""
    rows = [row for row in contents.rows("differences") if row["cell"] in design.cells]
    if not rows:
        return ""
    of_kpi, scales = {}, {}
    for row in rows:
        of_kpi.setdefault(row["kpi"], []).append(row)
    for kpi, mine in of_kpi.items():
        scales[kpi] = scale_for(mine[0].get("unit", ""), [row["mean"] for row in mine])
    some = {kpi: [row for row in of_kpi.get(kpi, []) if finite(row["mean"])] for kpi in drawn_kpis}
    drawn = [difference_picture(design, scales[kpi], mine) for kpi, mine in some.items()
             if any(row["mean"] != 0 for row in mine)]
    lines = [difference_line(design, scales[row["kpi"]], row) for row in rows[:markup.MOST_ROWS]]
    return (comparison_note(rows) + markup.figures(drawn)
            + markup.table("Differences paired by seed", HEADER, lines, len(rows)))


def ranking_section(contents):
    rows = contents.rows("ranking_changes")
    if not rows:
        return ""
    columns = ("axis", "from", "to", "cells", "changed", "significant")
    lines = [[title_of(row), *(row[name] for name in columns), row["pairs"] or "none"]
             for row in rows[:markup.MOST_ROWS]]
    changed = sum(row["changed"] > 0 for row in rows)
    beyond = sum(row["significant"] > 0 for row in rows)
    words = ("Does the order of the strategies change with the model of network or computing? In "
             f"{changed} of {len(rows)} comparisons the order of the means changes somewhere; in {beyond} a "
             "pair swaps and both intervals of its difference leave zero out.")
    return markup.note(words) + markup.table("Changes of the ranking", RANKING_HEADER, lines, len(rows))
