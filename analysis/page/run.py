"""The page of a run: strategies compared by every indicator, what the plans did, where all comes from."""
from lastmile.quantities import finite, scale_for
from lastmile.reader import ResultError
from page import charts, markup
from page.contents import Contents, incomplete_note, interval_text, made_by, provenance_sections
from page.panels import distinct_curves, drawn_rows, mean_curve, ordered, panel_groups, short_names, titles_of

TABLES = {  # shown as they are, and what stands above them
    "claims": "Claims",
    "ranking": "Rankings",
    "cuts": "Where layers ran, and what crossed",
    "devices": "Devices",
}
NEEDED = {"strategy", "kpi", "mean"}


def summary_of(contents, path):
    """The rows of the summary. Raises ResultError where there is nothing to compare."""
    rows = contents.rows("summary")
    missing = NEEDED - set(rows[0] if rows else ())
    if missing:
        state = "" if contents.result.complete else " (the run is incomplete)"
        raise ResultError(f"cannot draw {path}: table summary has no {', '.join(sorted(missing))}{state}")
    return rows


def networks_of(rows):
    return ordered(row.get("network", "") for row in rows)


def bar_of(row, rows, networks, by, series):
    """Its mean on the first network as a bar, those on the others as marks."""
    same = {other.get("network", ""): other["mean"] / by for other in rows
            if (other["kpi"], other["strategy"]) == (row["kpi"], row["strategy"])}
    ends = [row.get(name, float("nan")) / by for name in ("ci_low", "ci_high")]
    marks = [same.get(network, float("nan")) for network in networks[1:]]
    return charts.Bar(row["strategy"], row["mean"] / by, *ends, series, marks)


def panel(rows, networks):
    """One indicator, or percentiles of one, over the strategies."""
    by, unit = scale_for(rows[0].get("unit", ""), [row["mean"] for row in rows])
    title, labels = titles_of(rows)
    kpis = ordered(row["kpi"] for row in rows)
    drawn = [bar_of(row, rows, networks, by, kpis.index(row["kpi"]))
             for strategy in ordered(row["strategy"] for row in rows) for row in rows
             if row["strategy"] == strategy and row.get("network", "") == networks[0]]
    keys = [labels[kpi] for kpi in kpis] if len(kpis) > 1 else ()
    shown = f" [{unit}]" if unit not in ("", "1") else ""
    return markup.figure(charts.bars(title + shown, drawn, keys))


def pictures(summary):
    rows = drawn_rows(summary)
    networks = networks_of(rows)
    groups = panel_groups(ordered(row["kpi"] for row in rows))
    shapes = ("squares", "circles", "diamonds", "triangles", "triangles")
    others = ", ".join(f"{shapes[i % len(shapes)]}: {name}" for i, name in enumerate(networks[1:]))
    words = "Bars are means over the seeds, lines their 95 % confidence intervals."
    if others:
        words += f" Bars: network {networks[0]}; {others}."
    drawn = [panel([row for row in rows if row["kpi"] in kpis], networks) for kpis in groups.values()]
    return markup.note(words) + markup.figures(drawn)


def convergence(rounds, names):
    """Accuracy over simulated time."""
    if not rounds:
        return ""
    network = rounds[0].get("network", "")
    rounds = [row for row in rounds if row.get("network", "") == network]
    series = {label: [charts.Point(x, y) for x, y in zip(*curve)]
              for curve, label in distinct_curves(rounds, names).items()}
    picture = charts.curves("accuracy over simulated time", "simulated time [s]", series)
    words = f"{level_names(names)}Means over what is recorded of a round{network and ', network ' + network}."
    return markup.note(words) + markup.figures([markup.figure(picture)])


def convergence_table(rounds):
    lines = []
    for network, strategy in ordered((row.get("network", ""), row["strategy"]) for row in rounds):
        mine = [row for row in rounds if (row.get("network", ""), row["strategy"]) == (network, strategy)]
        numbers = sorted({row["round"] for row in mine})
        points = zip(*mean_curve(mine))
        lines += [[strategy, network, number, *point] for number, point in zip(numbers, points)]
    return markup.table("Accuracy by round", ["strategy", "network", "round", "time [s]", "accuracy"], lines)


def summary_text(row, by):
    text = interval_text(row["mean"], row.get("ci_low", float("nan")), row.get("ci_high", float("nan")), by)
    error = row.get("calibration_error")
    if finite(error) and error > 0:
        text += f" ± {interval_text(error, float('nan'), float('nan'), by)}"
    return text


def summary_lines(summary):
    """One line an indicator and network, a column a strategy, the class of provenance at the end."""
    strategies = ordered(row["strategy"] for row in summary)
    for kpi, network in ordered((row["kpi"], row.get("network", "")) for row in summary):
        chosen = [row for row in summary if (row["kpi"], row.get("network", "")) == (kpi, network)]
        by, unit = scale_for(chosen[0].get("unit", ""), [row["mean"] for row in chosen])
        values = {row["strategy"]: summary_text(row, by) for row in chosen}
        classes = ", ".join(ordered(row.get("provenance", "unknown") for row in chosen))
        yield [titles_of(chosen)[0], unit if unit != "1" else "", network,
               *(values.get(name, "") for name in strategies), classes]


def level_names(names):
    """Cloud: cloud, L1: cloud-edge co-inference, ... where levels stand for the strategies."""
    if all(short_name == name for name, short_name in names.items()):
        return ""
    return ", ".join(f"{short_name}: {name}" for name, short_name in names.items()) + ". "


def summary_table(summary, names):
    strategies = ordered(row["strategy"] for row in summary)
    words = (level_names(names) + "Mean [95 % confidence interval] over the seeds; ± the standard error from "
             "the cost model's own error.")
    header = ["indicator", "unit", "network", *(names[name] for name in strategies), "provenance"]
    return markup.note(words) + markup.table("Every indicator of every strategy", header,
                                             list(summary_lines(summary)))


def introduction(contents, summary):
    seeds = max((row.get("n", 1) for row in summary), default=1)
    parts = [f"{len(ordered(row['strategy'] for row in summary))} strategies", f"seeds: {seeds}",
             f"network: {', '.join(filter(None, networks_of(summary))) or 'unknown'}"]
    return incomplete_note(contents.result) + markup.note("A run. " + "; ".join(parts) + ".")


def run_page(path, title):
    contents = Contents(path, ["summary", "rounds", *TABLES])
    summary = summary_of(contents, path)
    names = short_names(summary)
    sections = [markup.section("Indicators", pictures(summary)),
                markup.section("Learning", convergence(contents.rows("rounds"), names)),
                markup.section("Indicators as numbers", summary_table(summary, names)),
                markup.section("Learning as numbers", convergence_table(contents.rows("rounds"))),
                *(markup.section(words, contents.table(name, words)) for name, words in TABLES.items()),
                *provenance_sections(contents)]
    return markup.document(title, introduction(contents, summary), sections, made_by(contents.result))
