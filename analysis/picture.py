"""The comparison picture: one panel a KPI, one bar a strategy, intervals as error bars."""
import math

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

# Okabe and Ito's colours, told apart with every kind of colour vision.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#999999", "#F0E442")
HATCHES = ("", "//", "..", "xx")
LOG_FROM = 30.0  # largest over smallest value
SCALES = {
    "B": ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1, "B")),
    "J": ((1e3, "kJ"), (1, "J"), (1e-3, "mJ"), (1e-6, "µJ")),
    "s": ((3600, "h"), (1, "s"), (1e-3, "ms"), (1e-6, "µs")),
}


def finite(value):
    return value is not None and math.isfinite(value)


def scale_for(unit, values):
    """(divisor, unit) that keeps the median of the values readable."""
    sizes = sorted(abs(value) for value in values if finite(value) and value != 0)
    if unit not in SCALES or not sizes:
        return 1.0, unit
    middle = sizes[len(sizes) // 2]
    return next(((by, name) for by, name in SCALES[unit] if middle >= by), SCALES[unit][-1])


def short(value):
    """Three significant digits, no exponent where it can be avoided."""
    if not finite(value):
        return "not reached"
    if value == 0:
        return "0"
    size = abs(value)
    if size >= 1e5 or size < 1e-3:
        return f"{value:.2g}"
    return f"{value:.{max(0, 2 - math.floor(math.log10(size)))}f}"


def ordered(values):
    return list(dict.fromkeys(values))


def panel_groups(kpis):
    """Percentiles of one quantity share a panel: latency_p50 and latency_p99."""
    groups = {}
    for kpi in kpis:
        head, _, tail = kpi.rpartition("_")
        key = head if head and tail[:1] == "p" and tail[1:].isdigit() else kpi
        groups.setdefault(key, []).append(kpi)
    return groups


def needs_log(values):
    positive = [value for value in values if finite(value) and value > 0]
    return len(positive) > 1 and max(positive) / min(positive) > LOG_FROM


def error_bar(row, by):
    ends = row.get("ci_low"), row.get("ci_high")
    if not all(finite(end) for end in ends) or not finite(row["mean"]):
        return [[0.0], [0.0]]
    return [[max(0.0, row["mean"] - ends[0]) / by], [max(0.0, ends[1] - row["mean"]) / by]]


def annotate(axis, x, text, top, crowded):
    axis.annotate(text, (x, top), xytext=(0, 2), textcoords="offset points", ha="center",
                  va="bottom", fontsize=6 if crowded else 7, rotation=90 if crowded else 0)


def draw_bars(axis, series, strategies, by):
    """`series`: {label: {strategy: row}}, one bar a label beside each other."""
    width = 0.8 / len(series)
    crowded = len(series) * len(strategies) > 8
    for index, (label, found) in enumerate(series.items()):
        for place, strategy in enumerate(strategies):
            row = found.get(strategy)
            if row is None:
                continue
            x = place + (index - (len(series) - 1) / 2) * width
            height = row["mean"] / by if finite(row["mean"]) else 0.0
            error = error_bar(row, by)
            axis.bar(x, height, width * 0.92, color=COLOURS[index % len(COLOURS)],
                     hatch=HATCHES[index % len(HATCHES)], edgecolor="white", linewidth=0.3,
                     yerr=error if any(error[0] + error[1]) else None,
                     error_kw={"elinewidth": 1, "capsize": 2, "ecolor": "black"},
                     label=label if place == 0 else None)
            shown = row["mean"] / by if finite(row["mean"]) else row["mean"]
            annotate(axis, x, short(shown), height + error[1][0], crowded)


def wrapped(name):
    return name.replace("_", "\n") if len(name) > 10 else name


def draw_panel(axis, title, summary, kpis, networks, strategies):
    chosen = [row for row in summary if row["kpi"] in kpis]
    by, unit = scale_for(chosen[0].get("unit", ""), [row["mean"] for row in chosen])
    series = {}
    for kpi in kpis:
        for network in networks:
            found = {row["strategy"]: row for row in chosen
                     if row["kpi"] == kpi and row.get("network", "") == network}
            parts = [kpi.rpartition("_")[2] if len(kpis) > 1 else "", network]
            if found:
                series[" ".join(part for part in parts if part) or kpi] = found
    draw_bars(axis, series, strategies, by)
    axis.set_title(f"{title.replace('_', ' ')} [{unit}]" if unit not in ("", "1") else
                   title.replace("_", " "), fontsize=9)
    axis.set_xticks(range(len(strategies)), [wrapped(name) for name in strategies], fontsize=6)
    axis.tick_params(axis="y", labelsize=7)
    axis.spines[["top", "right"]].set_visible(False)
    if needs_log([row["mean"] for row in chosen]):
        axis.set_yscale("log")
    axis.margins(y=0.22)
    if len(series) > 1:
        axis.legend(fontsize=6, frameon=False, loc="upper right", ncols=len(series))


def mean_curve(rows):
    """Accuracy by round, averaged over what is recorded of that round."""
    by_round = {}
    for row in rows:
        by_round.setdefault(row["round"], []).append((row["time_s"], row["accuracy"]))
    means = [[sum(part) / len(part) for part in zip(*points)]
             for _, points in sorted(by_round.items())]
    return [point[0] for point in means], [point[1] for point in means]


def draw_convergence(axis, rounds, strategies):
    for index, strategy in enumerate(strategies):
        rows = [row for row in rounds if row["strategy"] == strategy]
        if rows:
            axis.plot(*mean_curve(rows), color=COLOURS[index % len(COLOURS)], label=strategy,
                      marker="osD^v<>"[index % 7], markersize=3, linewidth=1)
    axis.set_title("accuracy over simulated time [s]", fontsize=9)
    axis.tick_params(labelsize=7)
    axis.spines[["top", "right"]].set_visible(False)
    times = [row["time_s"] for row in rounds]
    if needs_log(times):
        axis.set_xscale("log")
    axis.legend(fontsize=6, frameon=False)


def draw(result_rows, title, path):
    """`result_rows`: {"summary": [dicts], "rounds": [dicts]}; writes the picture to `path`."""
    summary, rounds = result_rows["summary"], result_rows.get("rounds", [])
    strategies = ordered(row["strategy"] for row in summary)
    networks = ordered(row.get("network", "") for row in summary)
    rounds = [row for row in rounds if row.get("network", networks[0]) == networks[0]]
    groups = panel_groups(ordered(row["kpi"] for row in summary))
    panels = len(groups) + (1 if rounds else 0)
    columns = min(3, panels)
    lines = math.ceil(panels / columns)
    figure, axes = plt.subplots(lines, columns, figsize=(5.2 * columns, 2.9 * lines + 0.5),
                                squeeze=False, layout="constrained")
    flat = list(axes.flat)
    for axis, (name, kpis) in zip(flat, groups.items()):
        draw_panel(axis, name, summary, kpis, networks, strategies)
    if rounds:
        draw_convergence(flat[len(groups)], rounds, strategies)
    for axis in flat[panels:]:
        axis.set_visible(False)
    figure.suptitle(title, fontsize=11)
    figure.savefig(path, dpi=130)
    plt.close(figure)
