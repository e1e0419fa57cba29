"""Tables as pandas frames, long or wide, and as xarray datasets; units come along.

    frame(run, "summary", "long")     # one row an indicator, with a column `unit`
    frame(run, "summary", "wide")     # one column an indicator; frame.attrs["units"]
    joined(sweep, "requests")         # raw rows with every parameter of their point as a column
    dataset(sweep)                    # indicators over the swept parameters, strategy and seed
    dataset(run, "requests")          # any table, along `row`

pandas and xarray are optional for this package: each function names what it lacks.
"""
import importlib

import numpy as np

from lastmile.reader import ResultError
from lastmile.sweeps import IDENTITY, indicators, parameters, require_sweep, titles

FORMS = ("long", "wide")


def _needs(package):
    try:
        return importlib.import_module(package)
    except ImportError as error:
        words = (f"this needs {package}, which is not installed (Debian's python3-{package}, or "
                 "pip install './analysis[frames]' in a virtual environment)")
        raise ImportError(words) from error


def _described(frame, units, descriptions):
    frame.attrs = {"units": {name: units.get(name, "") for name in frame.columns},
                   "descriptions": {name: descriptions.get(name, "") for name in frame.columns}}
    return frame


def _plain_frame(result, table):
    pandas = _needs("pandas")
    return _described(pandas.DataFrame(result.table(table)), result.units[table], result.descriptions[table])


def _wide_summary(result):
    long = _plain_frame(result, "summary")
    keys = [name for name in ("cell", "strategy", "level", "network") if name in long]
    order = list(dict.fromkeys(long["kpi"]))
    wide = long.pivot(index=keys, columns="kpi", values="mean")[order]
    wide = wide.reindex(list(dict.fromkeys(zip(*(long[key] for key in keys))))).reset_index()
    wide.columns.name = None
    units = {**result.units["summary"], **dict(zip(long["kpi"], long["unit"]))}
    words = {**result.descriptions["summary"], **dict(zip(long["kpi"], long["title"]))}
    return _described(wide, units, words)


def _long_points(result):
    points = _plain_frame(result, "points")
    kpis, named = indicators(result), titles(result)
    keys = [name for name in points if name not in (*kpis, "hash")]
    long = points.melt(id_vars=keys, value_vars=list(kpis), var_name="kpi")
    long.insert(len(keys) + 1, "title", long["kpi"].map(named))
    long.insert(len(keys) + 2, "unit", long["kpi"].map(kpis))
    long = long.sort_values("point", kind="stable", ignore_index=True)
    return _described(long, result.units["points"], result.descriptions["points"])


def frame(result, table=None, form="wide"):
    """A table as a frame. Default: points of a sweep, the summary of a run.

    Only these two have indicators and thus a long and a wide form; others are as in the file.
    """
    if form not in FORMS:
        raise ValueError(f"form {form!r}: long or wide")
    table = table or ("points" if result.kind == "sweep" else "summary")
    if table == "points" and form == "long":
        return _long_points(result)
    if table == "summary" and form == "wide":
        return _wide_summary(result)
    if form == "long" and table != "summary":
        raise ResultError(f"table {table} has no indicators: points and summary have a long form")
    return _plain_frame(result, table)


def joined(result, table):
    """Rows of a sweep's table with what identifies their point, and every parameter, as columns."""
    require_sweep(result)
    keys = [name for name in (*IDENTITY, *parameters(result)) if name in result.table("points")]
    points = _plain_frame(result, "points")[keys]
    rows = _plain_frame(result, table)
    if "point" not in rows:
        raise ResultError(f"table {table} has no column point")
    both = points.merge(rows, on="point", how="inner", suffixes=("", "_of_row"), validate="one_to_many")
    units = {**result.units[table], **result.units["points"]}
    return _described(both, units, {**result.descriptions[table], **result.descriptions["points"]})


def _values(column):
    """Distinct values: numbers ascending, texts in the order of the file."""
    if column.dtype == object:
        return np.array(list(dict.fromkeys(column)), dtype=object)
    return np.unique(column)


def _grid_axes(result):
    """The swept parameters that vary if the cells are all of their combinations, else `cell`."""
    cells = result.table("cells")
    axes = [name for name in ("network", "compute", *parameters(result)) if len(_values(cells[name])) > 1]
    combinations = set(zip(*(cells[name] for name in axes)))
    size = int(np.prod([len(_values(cells[name])) for name in axes]))
    return axes if len(combinations) == len(cells["cell"]) == size else ["cell"]


def _coordinates(result, axes):
    points, cells = result.table("points"), result.table("cells")
    coordinates = {name: (name, _values(cells[name] if name in cells else points[name]),
                          {"units": result.units["points"].get(name, "")}) for name in axes}
    if "cell" in axes:
        for name in ("network", "compute", *parameters(result)):
            coordinates[name] = ("cell", cells[name], {"units": result.units["cells"].get(name, "")})
    return coordinates


def _filled(column, places, shape):
    filled = np.full(shape, np.nan)
    filled[places] = column
    return filled


def _points_dataset(result):
    xarray = _needs("xarray")
    require_sweep(result)
    points, named = result.table("points"), titles(result)
    axes = [*_grid_axes(result), "strategy", "seed"]
    coordinates = _coordinates(result, axes)
    numbers = [{value: i for i, value in enumerate(coordinates[name][1])} for name in axes]
    places = tuple(np.array([number[value] for value in points[name]], dtype=int)
                   for name, number in zip(axes, numbers))
    shape = tuple(len(number) for number in numbers)
    words = result.descriptions["points"]
    variables = {kpi: (axes, _filled(points[kpi], places, shape),
                       {"units": unit, "long_name": named[kpi], "description": words[kpi]})
                 for kpi, unit in indicators(result).items()}
    name = result.attributes.get("scenario_name", "")
    return xarray.Dataset(variables, coordinates, {"scenario_name": name})


def dataset(result, table=None):
    """A sweep's indicators with a dimension a swept parameter that varies, strategy and seed; where the
    cells are no full grid, with the dimension `cell`. What has not run is not a number.
    With `table`: its columns along `row`.
    """
    if table is None:
        return _points_dataset(result)
    xarray = _needs("xarray")
    return xarray.Dataset({name: ("row", column, {"units": result.units[table][name],
                                                  "description": result.descriptions[table][name]})
                           for name, column in result.table(table).items()})
