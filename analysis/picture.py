"""The comparison picture: one panel a KPI, one bar a strategy, intervals as error bars.

Bars are the first network of the file, marks the others. Only rows with `printed` set are drawn,
and no panel that would be empty: all values zero or missing.
"""
import math

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402
from matplotlib.ticker import NullFormatter  # noqa: E402

from lastmile.palette import COLOURS, HATCHES, MARKS  # noqa: E402
from lastmile.quantities import finite, needs_log, scale_for, short  # noqa: E402
from page.panels import (distinct_curves, drawn_rows, ordered, panel_groups, short_names,  # noqa: E402
                         titles_of)

COLUMNS = 3


def error_bar(row, by):
    ends = row.get("ci_low"), row.get("ci_high")
    if not all(finite(end) for end in ends) or not finite(row["mean"]):
        return [[0.0], [0.0]]
    return [[max(0.0, row["mean"] - ends[0]) / by], [max(0.0, ends[1] - row["mean"]) / by]]


class Panel:
    """One KPI, or some that belong together, over the strategies."""

    def __init__(self, axis, rows, strategies, networks, names):
        self.axis, self.rows, self.strategies, self.networks = axis, rows, strategies, networks
        self.names = names
        self.kpis = ordered(row["kpi"] for row in rows)
        self.by, self.unit = scale_for(rows[0].get("unit", ""), [row["mean"] for row in rows])
        self.log = needs_log([row["mean"] for row in rows])
        self.title, self.labels = titles_of(rows)
        self.width = 0.8 / len(self.kpis)
        self.rotated = len(self.kpis) * len(strategies) > 8

    def draw(self):
        for row in self.rows:
            if row.get("network", "") == self.networks[0]:
                self.draw_bar(row)
        self.finish()
        for row in self.rows:  # after the axes have their scale: marks below it are left out
            if row.get("network", "") != self.networks[0] and finite(row["mean"]):
                self.draw_mark(row)

    def x(self, row):
        shift = (self.kpis.index(row["kpi"]) - (len(self.kpis) - 1) / 2) * self.width
        return self.strategies.index(row["strategy"]) + shift

    def draw_bar(self, row):
        index = self.kpis.index(row["kpi"])
        height = row["mean"] / self.by if finite(row["mean"]) else 0.0
        error = error_bar(row, self.by)
        first = row["strategy"] == self.strategies[0]
        self.axis.bar(self.x(row), height, self.width * 0.92, color=COLOURS[index % len(COLOURS)],
                      hatch=HATCHES[index % len(HATCHES)], edgecolor="white", linewidth=0.3,
                      yerr=error if any(error[0] + error[1]) else None,
                      error_kw={"elinewidth": 1, "capsize": 2, "ecolor": "black"},
                      label=self.labels[row["kpi"]] if first else None)
        self.write_value(row, max([height + error[1][0], *self.other_means(row)]))

    def other_means(self, row):
        """Of the same bar on the other networks: its text stands above their marks."""
        return [other["mean"] / self.by for other in self.rows
                if (other["kpi"], other["strategy"]) == (row["kpi"], row["strategy"])
                and finite(other["mean"])]

    def write_value(self, row, top):
        value = row["mean"] / self.by if finite(row["mean"]) else row["mean"]
        upright = not self.rotated and finite(value)
        base = self.floor() if self.log and top <= 0 else top
        above = 2 if len(self.networks) < 2 or (self.log and top <= 0) else 4.5  # of a mark
        self.axis.annotate(short(value), (self.x(row), base), xytext=(0, above),
                           textcoords="offset points", ha="center", va="bottom",
                           fontsize=7.5 if upright else 7, rotation=0 if upright else 90)

    def floor(self):
        """Lower end of a logarithmic axis."""
        values = [row["mean"] / self.by for row in self.rows if finite(row["mean"])]
        return 10 ** math.floor(math.log10(min(value for value in values if value > 0)) - 0.2)

    def draw_mark(self, row):
        value = row["mean"] / self.by
        if value > 0 or not self.log:
            mark = MARKS[(self.networks.index(row["network"]) - 1) % len(MARKS)]
            self.axis.plot(self.x(row), value, mark, markersize=3.5, markerfacecolor="white",
                           markeredgecolor="black", markeredgewidth=0.8)

    def finish(self):
        shown = f" [{self.unit}]" if self.unit not in ("", "1") else ""
        self.axis.set_title(self.title + shown, fontsize=9, loc="left", pad=6)
        texts = [self.names[name] for name in self.strategies]
        long = max(len(text) for text in texts) > 7 and len(texts) > 3
        self.axis.set_xticks(range(len(texts)), texts, fontsize=7.5, rotation=25 if long else 0,
                             ha="right" if long else "center")
        style(self.axis)
        self.make_room()
        if len(self.kpis) > 1:
            self.axis.legend(fontsize=7, frameon=False, loc="upper right", ncols=2,
                             borderaxespad=0, handlelength=1.2, columnspacing=1)

    def make_room(self):
        """Above the bars for values written over them, and for a legend over those."""
        share = 0.13 + 0.12 * self.rotated + 0.11 * (len(self.kpis) > 1)
        if not self.log:
            self.axis.set_ylim(top=self.axis.get_ylim()[1] / (1 - share))
            return
        low, high = self.floor(), self.axis.get_ylim()[1]
        self.axis.set_yscale("log")
        self.axis.set_ylim(low, low * (high / low) ** (1 / (1 - share)))
        self.axis.yaxis.set_minor_formatter(NullFormatter())


def style(axis):
    axis.tick_params(axis="y", labelsize=7.5)
    axis.spines[["top", "right"]].set_visible(False)


def draw_convergence(axis, rounds, names):
    curves = distinct_curves(rounds, names)
    for index, ((times, accuracies), label) in enumerate(curves.items()):
        axis.plot(times, accuracies, color=COLOURS[index % len(COLOURS)], label=label,
                  marker="osD^v<>"[index % 7], markersize=3, linewidth=1.2)
    ends = [times[-1] for times, _ in curves if times[-1] > 0]
    if needs_log(ends):
        axis.set_xscale("symlog", linthresh=min(ends), linscale=1)
    axis.set_xlim(left=0)
    axis.set_title("accuracy over simulated time [s]", fontsize=9, loc="left")
    axis.tick_params(labelsize=7.5)
    style(axis)
    axis.legend(fontsize=7.5, frameon=False, loc="lower right")


def heading(title, networks):
    """Says what bars and marks are where there is more than one network."""
    if len(networks) < 2:
        return f"{title} (network {networks[0]})" if networks[0] else title
    shapes = {"D": "diamonds", "o": "circles", "s": "squares", "^": "triangles", "v": "triangles"}
    others = ", ".join(f"{shapes[MARKS[i % len(MARKS)]]}: {name}"
                       for i, name in enumerate(networks[1:]))
    return f"{title}    bars and curves: {networks[0]}, {others}"


def axes_for(panels, with_curve):
    """A grid of axes; the curve's spans what is left of the last line, or one of its own."""
    columns = min(COLUMNS, panels)
    lines = math.ceil(panels / columns)
    own_line = with_curve and panels % columns == 0
    total = lines + own_line
    figure = plt.figure(figsize=(max(3.5 * columns, 6), 2.05 * total + 0.4), layout="constrained")
    grid = figure.add_gridspec(total, columns)
    axes = [figure.add_subplot(grid[i // columns, i % columns]) for i in range(panels)]
    curve = None
    if with_curve:
        curve = figure.add_subplot(grid[total - 1, 0 if own_line else panels % columns:])
    return figure, axes, curve


def draw(result_rows, title, path):
    """`result_rows`: {"summary": [dicts], "rounds": [dicts]}; writes the picture to `path`."""
    summary = drawn_rows(result_rows["summary"])
    strategies = ordered(row["strategy"] for row in summary)
    networks = ordered(row.get("network", "") for row in summary)
    names = short_names(summary)
    rounds = [row for row in result_rows.get("rounds", [])
              if row.get("network", networks[0]) == networks[0]]
    groups = panel_groups(ordered(row["kpi"] for row in summary))
    figure, axes, curve = axes_for(len(groups), bool(rounds))
    for axis, kpis in zip(axes, groups.values()):
        rows = [row for row in summary if row["kpi"] in kpis]
        Panel(axis, rows, strategies, networks, names).draw()
    if rounds:
        draw_convergence(curve, rounds, names)
    figure.suptitle(heading(title, networks), fontsize=10)
    figure.savefig(path, dpi=110)
    plt.close(figure)
