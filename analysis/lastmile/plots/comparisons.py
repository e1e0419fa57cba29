"""Strategies against each other: paired differences, Pareto fronts, changes of rankings."""
import numpy as np

from lastmile.palette import COLOURS
from lastmile.plots.style import finish, looks, new_axes, scaled, words_of
from lastmile.reader import ResultError, rows
from lastmile.statistics import by_strategy
from lastmile.sweeps import indicators, parameters, require_indicator, require_sweep, titles

SURE = 0.05


def _cell_names(result):
    cells = result.table("cells")
    varying = [name for name in ("network", "compute", *parameters(result)) if len(set(cells[name])) > 1]
    units = result.units["cells"]
    return {int(cell): ", ".join(words_of(cells[name][i], units.get(name, "")) for name in varying)
            for i, cell in enumerate(cells["cell"])}


def forest(result, differences, kpi, axes=None):
    """Paired differences with 95 % intervals; filled where the adjusted p value is below 0.05.

    differences: of statistics.differences, or the table of that name, or some of their rows.
    """
    require_indicator(result, kpi)
    chosen = [row for row in rows(differences) if row["kpi"] == kpi and not np.isnan(row["mean"])]
    if not chosen:
        raise ResultError(f"no differences of {kpi!r}")
    by, suffix = scaled([row["mean"] for row in chosen], chosen[0]["unit"])
    cells, look = _cell_names(result), looks(row["strategy"] for row in chosen)
    axes = new_axes(axes, (6.4, 0.24 * len(chosen) + 1.1))
    for line, row in enumerate(reversed(chosen)):
        colour, sure = look[row["strategy"]]["color"], row["p_adjusted"] < SURE
        axes.plot([row["ci_low"] / by, row["ci_high"] / by], [line, line], color=colour, linewidth=1.6)
        face = colour if sure else "white"
        axes.plot(row["mean"] / by, line, "o", color=colour, markerfacecolor=face)
    axes.axvline(0, color="#444444", linewidth=0.8)
    words = [": ".join(filter(None, (row["strategy"], cells[int(row["cell"])]))) for row in reversed(chosen)]
    axes.set_yticks(range(len(chosen)), words, fontsize=8)
    axes.set_xlabel(f"{chosen[0]['title']}, difference from {chosen[0]['baseline']}{suffix}")
    return finish(axes, legend=False)


def front(values, largest=()):
    """Which rows of `values` [row][quantity] no other row dominates; quantities numbered in `largest` should
    be large, the others small."""
    cost = np.array(values, dtype=float)
    cost[:, list(largest)] *= -1
    known = ~np.isnan(cost).any(axis=1)
    rivals = cost[known]
    dominated = [((rivals <= row).all(axis=1) & (rivals < row).any(axis=1)).any() for row in cost]
    return known & ~np.array(dominated, dtype=bool)


def pareto(result, x, y, colour, axes=None, largest=("accuracy", "request_accuracy")):
    """Means of three indicators over all cells and strategies: two axes and a colour. Points that nothing
    dominates in all three have a black edge, those without a value are left out. Indicators in `largest`
    should be large."""
    require_sweep(result)
    kpis, named = (x, y, colour), titles(result)
    tables = [by_strategy(result, kpi) for kpi in kpis]
    keys = [(cell, strategy) for cell, values in tables[0].items() for strategy in values]
    means = np.array([[np.mean(list(table[cell][strategy].values())) for table in tables]
                      for cell, strategy in keys])
    keys = [key for key, row in zip(keys, means) if not np.isnan(row).any()]
    means = means[~np.isnan(means).any(axis=1)]
    best = front(means, [i for i, kpi in enumerate(kpis) if kpi in largest])
    scales = [scaled(means[:, i], indicators(result)[kpi]) for i, kpi in enumerate(kpis)]
    means = means / [by for by, _ in scales]
    axes = new_axes(axes)
    marks = {name: look["marker"] for name, look in looks(strategy for _, strategy in keys).items()}
    for name, mark in marks.items():
        mine = np.array([strategy == name for _, strategy in keys])
        drawn = axes.scatter(means[mine, 0], means[mine, 1], c=means[mine, 2], cmap="viridis", s=42,
                             vmin=means[:, 2].min(), vmax=means[:, 2].max(),
                             edgecolors=["black" if one else "none" for one in best[mine]],
                             linewidths=1.2, marker=mark, label=name)
    axes.figure.colorbar(drawn, ax=axes, label=named[colour] + scales[2][1])
    axes.set_xlabel(named[x] + scales[0][1])
    axes.set_ylabel(named[y] + scales[1][1])
    return finish(axes)


def ranking_table(changes, axes=None):
    """In how many cells the order of the strategies changes, by indicator; a bar a row, the solid part where
    the intervals of the paired differences confirm it. changes: of ranking.changes, or some of its rows."""
    some = [row for row in rows(changes) if row["cells"] > 0]
    axes = new_axes(axes, (6.4, 0.26 * len(some) + 1.1))
    for line, row in enumerate(reversed(some)):
        axes.barh(line, row["changed"] / row["cells"], color="white", edgecolor=COLOURS[0], linewidth=1)
        axes.barh(line, row["significant"] / row["cells"], color=COLOURS[0])
        axes.text(1.02, line, f"{row['changed']} of {row['cells']}", va="center", fontsize=8)
    words = [f"{row['title']}, {row['from']} to {row['to']}" for row in reversed(some)]
    axes.set_yticks(range(len(some)), words, fontsize=8)
    axes.set_xlim(0, 1)
    axes.set_xlabel("share of cells with another order (solid: significant)")
    return finish(axes, legend=False)
