"""Statistics of a sweep recomputed from its points alone: what /summary and /differences of the merged file
must say (/ranking and /ranking_changes: ranking.py).

Formulae   d_i = kpi(strategy, seed i) - kpi(baseline, seed i), over the seeds that both have
           t = mean(d) / (sd(d) / sqrt(n)), n - 1 degrees of freedom; p two-sided
           Holm, p_(1) <= ... <= p_(m): adjusted p_(k) = max over j <= k of min(1, (m - j + 1) p_(j))
Symbols    n: pairs; m: comparisons of one indicator, over all cells and strategies
           A seed without a value (never reached) leaves its cell and strategy without one, too.
Source     Student 1908, doi:10.2307/2331554; Holm 1979, https://www.jstor.org/stable/4615733
Validity   differences over seeds near normal, or many seeds; means and intervals are per comparison (95 %),
           p_adjusted is for the family
Ignores    dependence between comparisons (Holm holds under any); the cost model's own error
Tests      tests/unit/analysis/statistics_test.py
"""
import math

import numpy as np

from lastmile.intervals import mean_interval, two_sided_p
from lastmile.reader import table_of
from lastmile.sweeps import indicators, require_indicator, require_strategy, titles

COLUMNS = ("cell", "strategy", "baseline", "kpi", "title", "unit", "mean", "ci_low", "ci_high", "n",
           "p_value", "p_adjusted")


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
    n = len(differences)
    mean, low, high = mean_interval(differences) if n else (math.nan,) * 3
    p_value = math.nan
    if not math.isnan(low):
        error = differences.std(ddof=1) / math.sqrt(n)
        p_value = two_sided_p(mean / error, n - 1) if error > 0 else float(mean == 0)
    return {"mean": mean, "ci_low": low, "ci_high": high, "n": n, "p_value": p_value}


def by_strategy(result, kpi):
    """{cell: {strategy: {seed: value}}}, in the order of the file."""
    require_indicator(result, kpi)
    points, values = result.table("points"), {}
    for cell, strategy, seed, value in zip(*(points[name] for name in ("cell", "strategy", "seed", kpi))):
        values.setdefault(int(cell), {}).setdefault(strategy, {})[int(seed)] = float(value)
    return values


def pairs(one, other):
    """one - other over the seeds that both have."""
    return [one[seed] - other[seed] for seed in one if seed in other]


def baseline_of(result):
    """The one of the file's own differences; without them the first strategy."""
    if "differences" in result.tables and len(result.table("differences")["baseline"]):
        return result.table("differences")["baseline"][0]
    return result.table("points")["strategy"][0]


def differences(result, baseline=None):
    """The table /differences: every strategy of every cell against `baseline` (default: the file's).

    A pandas frame where pandas is installed, else a dict of arrays.
    """
    rows, named, units = [], titles(result), indicators(result)
    against = baseline or baseline_of(result)
    require_strategy(result, against)
    for kpi, unit in units.items():
        mine = []
        for cell, values in by_strategy(result, kpi).items():
            mine += [{"cell": cell, "strategy": strategy, "baseline": against, "kpi": kpi,
                      "title": named[kpi], "unit": unit, **paired(pairs(seeds, values[against]))}
                     for strategy, seeds in values.items() if strategy != against and against in values
                     and pairs(seeds, values[against])]
        for row, p_value in zip(mine, holm([row["p_value"] for row in mine])):
            rows.append({**row, "p_adjusted": p_value})
    return table_of(rows, COLUMNS)


def summary(result):
    """{(cell, strategy, kpi): (mean, ci_low, ci_high)} over seeds."""
    return {(cell, strategy, kpi): mean_interval(list(seeds.values()))
            for kpi in indicators(result)
            for cell, values in by_strategy(result, kpi).items() for strategy, seeds in values.items()}
