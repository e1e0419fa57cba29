"""What is what in the merged file of a sweep: parameters, indicators, points.

A cell is one assignment of the swept parameters, a point one simulation: cell, strategy and seed.
"""
from lastmile.reader import ResultError, require_known

IDENTITY = ("point", "cell", "strategy", "level", "seed", "network", "compute")
OF_CELL = ("cell", "network", "compute", "points")


def require_sweep(result):
    if result.kind != "sweep":
        raise ResultError(f"{result.path}: no sweep but a {result.kind}; a sweep's file is DIR/merged.h5")


def parameters(result):
    """Names of the swept parameters, in the order of the file."""
    require_sweep(result)
    return [name for name in result.table("cells") if name not in OF_CELL]


def indicators(result):
    """{name: unit} of the key performance indicators, in the order of the file."""
    others = (*IDENTITY, *parameters(result), "hash")
    units = result.units["points"]
    return {name: units.get(name, "") for name in result.table("points") if name not in others}


def require_indicator(result, kpi):
    require_known(f"{result.path}: no indicator {kpi!r}; there are", kpi, list(indicators(result)))


def require_strategy(result, name):
    known = list(dict.fromkeys(result.table("points")["strategy"]))
    require_known(f"{result.path}: no strategy {name!r}; there are", name, known)


def titles(result):
    """{indicator: its name for people}."""
    named = dict.fromkeys(indicators(result))
    if "summary" in result.tables:
        table = result.table("summary")
        named.update(zip(table["kpi"], table["title"]))
    return {kpi: title or kpi.replace("_", " ") for kpi, title in named.items()}


def title_with_unit(title, unit):
    return title if unit in ("", "1") else f"{title} [{unit}]"
