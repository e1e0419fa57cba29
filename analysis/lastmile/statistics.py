"""Statistics of a sweep recomputed from its points alone: what /summary, /differences and
/ranking_changes of the merged file must say.

Formulae   d_i = kpi(strategy, seed i) - kpi(baseline, seed i), over the seeds that both have
           t = mean(d) / (sd(d) / sqrt(n)), n - 1 degrees of freedom; p two-sided
           Holm, p_(1) <= ... <= p_(m): adjusted p_(k) = max over j <= k of min(1, (m - j + 1) p_(j))
Symbols    n: pairs; m: comparisons of one indicator, over all cells and strategies
Source     Student 1908, doi:10.2307/2331554; Holm 1979, https://www.jstor.org/stable/4615733
Validity   differences over seeds near normal, or many seeds; means and intervals are per comparison (95 %),
           p_adjusted is for the family
Ignores    dependence between comparisons (Holm holds under any); the cost model's own error
Tests      tests/unit/analysis/statistics_test.py
"""
import math

import numpy as np

from lastmile.intervals import mean_interval, two_sided_p
from lastmile.sweeps import indicators, parameters, titles


def holm(p_values):
    """Adjusted p values in the order given; what is not a number stays out of the count."""
    p_values = np.asarray(p_values, dtype=float)
    adjusted = np.full(len(p_values), math.nan)
    order = [i for i in np.argsort(p_values, kind="stable") if not math.isnan(p_values[i])]
    worst = 0.0
    for rank, i in enumerate(order):
        worst = max(worst, min(1.0, (len(order) - rank) * p_values[i]))
        adjusted[i] = worst
    return adjusted


def paired(differences):
    """{mean, ci_low, ci_high, n, p_value} of differences over seeds."""
    differences = np.asarray(differences, dtype=float)
    differences = differences[~np.isnan(differences)]
    n = len(differences)
    mean, low, high = mean_interval(differences) if n else (math.nan,) * 3
    p_value = math.nan
    if n > 1:
        error = differences.std(ddof=1) / math.sqrt(n)
        p_value = two_sided_p(mean / error, n - 1) if error > 0 else float(mean == 0)
    return {"mean": mean, "ci_low": low, "ci_high": high, "n": n, "p_value": p_value}


def by_strategy(result, kpi):
    """{cell: {strategy: {seed: value}}}, in the order of the file."""
    points, values = result.table("points"), {}
    for cell, strategy, seed, value in zip(*(points[name] for name in ("cell", "strategy", "seed", kpi))):
        values.setdefault(int(cell), {}).setdefault(strategy, {})[int(seed)] = float(value)
    return values


def pairs(one, other):
    """one - other over the seeds that both have."""
    return [one[seed] - other[seed] for seed in one if seed in other]


def differences(result, baseline=None):
    """Rows of /differences: every strategy of every cell against `baseline` (default: the first)."""
    rows, named, units = [], titles(result), indicators(result)
    for kpi, unit in units.items():
        mine = []
        for cell, values in by_strategy(result, kpi).items():
            against = baseline or next(iter(values))
            mine += [{"cell": cell, "strategy": strategy, "baseline": against, "kpi": kpi,
                      "title": named[kpi], "unit": unit, **paired(pairs(seeds, values[against]))}
                     for strategy, seeds in values.items() if strategy != against and against in values]
        for row, p_value in zip(mine, holm([row["p_value"] for row in mine])):
            rows.append({**row, "p_adjusted": p_value})
    return rows


def summary(result):
    """{(cell, strategy, kpi): (mean, ci_low, ci_high)} over seeds."""
    return {(cell, strategy, kpi): mean_interval(list(seeds.values()))
            for kpi in indicators(result)
            for cell, values in by_strategy(result, kpi).items() for strategy, seeds in values.items()}


def _partners(result, axis):
    """Pairs of cells that differ in `axis` alone: (from, to, cell, cell), from the axis' first value."""
    cells = result.table("cells")
    others = [name for name in ("network", "compute", *parameters(result)) if name != axis]
    groups = {}
    for i, cell in enumerate(cells["cell"]):
        groups.setdefault(tuple(cells[name][i] for name in others), {})[cells[axis][i]] = int(cell)
    first = next(iter(cells[axis]), None)
    return [(first, value, group[first], cell) for group in groups.values() if first in group
            for value, cell in group.items() if value != first]


def _swapped(here, there):
    """[(pair, significant)] of the strategies whose means are in opposite order in the two cells."""
    names, found = list(here), []
    for i, one in enumerate(names):
        for other in names[i + 1:]:
            if one not in there or other not in there:
                continue
            a, b = paired(pairs(here[one], here[other])), paired(pairs(there[one], there[other]))
            if a["mean"] * b["mean"] < 0:
                found.append((f"{one}/{other}", all(d["ci_low"] > 0 or d["ci_high"] < 0 for d in (a, b))))
    return found


def ranking_changes(result, axis):
    """Rows of /ranking_changes: does the order of the strategies change with the network or compute model?"""
    rows, named = [], titles(result)
    partners = _partners(result, axis)
    for kpi in indicators(result):
        values = by_strategy(result, kpi)
        for first, second in dict.fromkeys(partner[:2] for partner in partners):
            swaps = [_swapped(values.get(a, {}), values.get(b, {}))
                     for f, s, a, b in partners if (f, s) == (first, second)]
            pair_counts = {}
            for name, _ in (swap for cell in swaps for swap in cell):
                pair_counts[name] = pair_counts.get(name, 0) + 1
            rows.append({"kpi": kpi, "title": named[kpi], "axis": axis, "from": first, "to": second,
                         "cells": len(swaps), "changed": sum(bool(cell) for cell in swaps),
                         "significant": sum(any(sure for _, sure in cell) for cell in swaps),
                         "pairs": pair_counts})
    return rows
