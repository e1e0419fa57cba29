"""Orders of the strategies, recomputed from a sweep's points alone, and where they change with the network or
compute model: what /ranking and /ranking_changes of the merged file must say.

Formulae   order by means over the seeds that all strategies of the cell have; means within 1e-9 of each other
           are equal; without a value last
           a pair changes between two cells if its means are in opposite order; it is significant if the 95 %
           intervals of the paired difference exclude 0 in both cells
Ignores    how many pairs are looked at: significant is per pair
Tests      tests/unit/analysis/statistics_test.py, tests/unit/analysis/sweep_file_test.py
"""
import functools
import math

from lastmile.reader import table_of
from lastmile.statistics import by_strategy, paired, pairs
from lastmile.sweeps import indicators, parameters, titles

EQUAL = 1e-9
CHANGES = ("kpi", "title", "axis", "from", "to", "cells", "changed", "significant", "pairs")


def short_names(result):
    """{strategy: Cloud, L1, ... where it has a level, else its name}, in the order of the file."""
    points = result.table("points")
    levels = dict(zip(points["strategy"], points["level"]))
    return {name: name if level < 0 else "Cloud" if level == 0 else f"L{level}"
            for name, level in levels.items()}


def _compare(a, b):
    if math.isnan(a) or math.isnan(b):
        return math.isnan(a) - math.isnan(b)
    return 0 if abs(a - b) <= EQUAL * max(abs(a), abs(b)) else 1 if a > b else -1


def positions(means):
    """{name: its place from 0; equal means share the first of theirs}, best first."""
    order = sorted(means, key=functools.cmp_to_key(lambda one, other: _compare(means[one], means[other])))
    places = {}
    for i, name in enumerate(order):
        tied = i > 0 and _compare(means[order[i - 1]], means[name]) == 0
        places[name] = places[order[i - 1]] if tied else i
    return places


def _common(values, strategies):
    """{strategy: {seed: value}} over the seeds that all have; {} where there are none."""
    if any(name not in values for name in strategies):
        return {}
    seeds = [seed for seed in values[strategies[0]] if all(seed in values[name] for name in strategies)]
    return {name: {seed: values[name][seed] for seed in seeds} for name in strategies} if seeds else {}


class _Order:
    """The strategies of one cell by one indicator."""

    def __init__(self, values):
        self.values = values
        self.places = positions({name: sum(seeds.values()) / len(seeds) for name, seeds in values.items()})

    def __str__(self):
        names = list(self.places)
        text = names[0]
        for before, name in zip(names, names[1:]):
            text += (" = " if self.places[before] == self.places[name] else " < ") + name
        return text

    def sign(self, one, other):
        found = paired(pairs(self.values[one], self.values[other]))
        return (found["ci_low"] > 0) - (found["ci_high"] < 0)


def _orders(result, kpi):
    """{cell: its order}"""
    names = short_names(result)
    found = {}
    for cell, values in by_strategy(result, kpi).items():
        common = _common(values, list(names))
        if common and len(names) > 1:
            found[cell] = _Order({names[name]: seeds for name, seeds in common.items()})
    return found


def orders(result):
    """The table /ranking, in the form of statistics.differences()."""
    named = titles(result)
    rows = [{"cell": cell, "kpi": kpi, "title": named[kpi], "order": str(order)}
            for kpi in indicators(result) for cell, order in _orders(result, kpi).items()]
    return table_of(sorted(rows, key=lambda row: row["cell"]), ("cell", "kpi", "title", "order"))


def _swaps(here, there):
    """{pair: significant} of the pairs that are in opposite order."""
    names, found = list(here.values), {}
    for i, one in enumerate(names):
        for other in names[i + 1:]:
            before, after = (order.places[one] - order.places[other] for order in (here, there))
            if before * after < 0:
                found[f"{one}/{other}"] = here.sign(one, other) * there.sign(one, other) < 0
    return found


def _partners(result, axis):
    """{value of the axis: [(cell with its first value, cell with this one, all else equal)]}"""
    cells = result.table("cells")
    others = [name for name in ("network", "compute", *parameters(result)) if name != axis]
    groups, found = {}, {value: [] for value in cells[axis]}
    first = next(iter(found), None)
    for i, cell in enumerate(cells["cell"]):
        groups.setdefault(tuple(cells[name][i] for name in others), {})[cells[axis][i]] = int(cell)
    for group in groups.values():
        for value, cell in group.items():
            if first in group and value != first:
                found[value].append((group[first], cell))
    found.pop(first, None)
    return first, found


def _change(partners, known_orders):
    """The columns cells, changed, significant and pairs."""
    known = [(a, b) for a, b in partners if a in known_orders and b in known_orders]
    swaps = [_swaps(known_orders[a], known_orders[b]) for a, b in known]
    counts = {}
    for name in (name for swap in swaps for name in swap):
        counts[name] = counts.get(name, 0) + 1
    return {"cells": len(known), "changed": sum(bool(swap) for swap in swaps),
            "significant": sum(any(swap.values()) for swap in swaps),
            "pairs": ", ".join(f"{name} in {counts[name]}" for name in sorted(counts))}


def changes(result, axis):
    """The table /ranking_changes for an axis, network or compute: in how many cells does the order change?

    In the form of statistics.differences().
    """
    named = titles(result)
    first, partners = _partners(result, axis)
    by_kpi = {kpi: _orders(result, kpi) for kpi in indicators(result)} if partners else {}
    rows = [{"kpi": kpi, "title": named[kpi], "axis": axis, "from": first, "to": value,
             **_change(cells, by_kpi[kpi])}
            for value, cells in partners.items() for kpi in indicators(result)]
    return table_of(rows, CHANGES)
