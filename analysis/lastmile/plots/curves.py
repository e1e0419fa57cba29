"""Curves with intervals over a swept parameter, distributions, and maps over two parameters."""
import numpy as np

from lastmile.intervals import mean_interval
from lastmile.plots.style import finish, log_scale, looks, new_axes, scaled, words_of
from lastmile.reader import ResultError, require_known
from lastmile.statistics import by_strategy
from lastmile.sweeps import indicators, parameters, require_strategy, titles


def _require_value(result, name, value):
    known = list(dict.fromkeys(result.table("cells")[name]))
    if value not in known:
        unit = result.units["cells"].get(name, "")
        of_unit = "" if unit in ("", "1") else f" (in {unit})"
        raise ResultError(f"{result.path}: no cell has {name} = {value!r}; "
                          f"its values{of_unit}: {', '.join(map(str, known))}")


def _cells(result, free, where):
    """The numbers of the cells that `where` selects: one for each value of the free parameters."""
    cells = result.table("cells")
    axes = ("network", "compute", *parameters(result))
    for name in (*free, *(where or {})):
        require_known(f"{result.path}: nothing called {name!r} is swept; there are", name, axes)
    chosen = np.ones(len(cells["cell"]), dtype=bool)
    for name, value in (where or {}).items():
        _require_value(result, name, value)
        chosen &= cells[name] == value
    if not chosen.any():
        raise ResultError(f"{result.path}: no cell has all of {where}")
    others = [name for name in axes if name not in free and len(set(cells[name][chosen])) > 1]
    if others:
        raise ResultError(f"{', '.join(others)} vary too: give where={{'{others[0]}': VALUE}}")
    return cells["cell"][chosen], [cells[name][chosen] for name in free]


def curves(result, x, kpi, where=None, axes=None, log=False):
    """An indicator over the swept parameter `x`: mean and 95 % interval over seeds, a curve a strategy.

    where: {parameter: value} for all others that vary.
    """
    numbers, (places,) = _cells(result, (x,), where)
    values = by_strategy(result, kpi)
    strategies = list(dict.fromkeys(name for cell in numbers for name in values.get(int(cell), {})))
    by, suffix = scaled([np.mean(list(values[int(cell)][name].values())) for cell in numbers
                         for name in values.get(int(cell), {})], indicators(result)[kpi])
    across, unit = scaled(places, result.units["points"].get(x, ""))
    places, axes = places / across, new_axes(axes)
    for name, look in looks(strategies).items():
        has = [i for i, cell in enumerate(numbers) if name in values.get(int(cell), {})]
        stats = np.array([mean_interval(list(values[int(numbers[i])][name].values())) for i in has]) / by
        axes.plot(places[has], stats[:, 0], markersize=4, linewidth=1.4, label=name, **look)
        axes.fill_between(places[has], stats[:, 1], stats[:, 2], color=look["color"], alpha=0.2, linewidth=0)
    if log:
        log_scale(axes.xaxis)
    axes.set_xlabel(x.replace("_", " ") + unit)
    axes.set_ylabel(titles(result)[kpi] + suffix)
    return finish(axes)


def cdf(result, table, column, points=None, axes=None, log=False):
    """The distribution of a column of raw rows, a curve a strategy.

    points: of a sweep, the numbers of those whose rows count.
    """
    rows = result.table(table)
    require_known(f"{result.path}: table {table} has no column {column!r}; it has", column, list(rows))
    of_sweep = result.kind == "sweep"
    names = _strategy_of_rows(result, rows) if of_sweep else rows["strategy"]
    values = np.asarray(rows[column], dtype=float)
    chosen = ~np.isnan(values)
    if of_sweep and points is not None:
        chosen &= np.isin(rows["point"], points)
    by, suffix = scaled(values[chosen], result.units[table].get(column, ""))
    axes = new_axes(axes)
    for name, look in looks(names[chosen]).items():
        mine = np.sort(values[chosen & (names == name)]) / by
        shares = np.arange(1, len(mine) + 1) / len(mine)
        axes.step(mine, shares, where="post", label=name, color=look["color"])
    if log:
        log_scale(axes.xaxis)
    stem = column.rsplit("_", 1)[0] if suffix else column
    axes.set_xlabel(stem.replace("_", " ") + suffix)
    axes.set_ylabel(f"share of {table}")
    axes.set_ylim(0, 1)
    return finish(axes)


def _strategy_of_rows(result, rows):
    points = result.table("points")
    strategy = dict(zip(points["point"], points["strategy"]))
    return np.array([strategy[point] for point in rows["point"]], dtype=object)


def heat_map(result, x, y, kpi, strategy, baseline=None, where=None, axes=None):
    """An indicator's mean over two swept parameters; with `baseline` the strategy's over the baseline's."""
    for name in filter(None, (strategy, baseline)):
        require_strategy(result, name)
    numbers, (columns, lines) = _cells(result, (x, y), where)
    values = by_strategy(result, kpi)
    across, down = np.array(list(dict.fromkeys(columns))), np.array(list(dict.fromkeys(lines)))
    grid = np.full((len(down), len(across)), np.nan)
    for cell, column, line in zip(numbers, columns, lines):
        seeds = values.get(int(cell), {})
        if strategy not in seeds or (baseline and baseline not in seeds):
            continue
        mean = np.mean(list(seeds[strategy].values()))
        mean = mean / np.mean(list(seeds[baseline].values())) if baseline else mean
        grid[np.flatnonzero(down == line)[0], np.flatnonzero(across == column)[0]] = mean
    words = _heat_words(result, (x, y), kpi, (strategy, baseline), grid)
    return _draw_grid(new_axes(axes), grid, (across, down), words)


def _heat_words(result, places, kpi, compared, grid):
    title, (strategy, baseline) = titles(result)[kpi], compared
    by, suffix = (1.0, "") if baseline else scaled(grid[~np.isnan(grid)], indicators(result)[kpi])
    label = f"{title}: {strategy} / {baseline}" if baseline else title + suffix
    units = [result.units["points"].get(name, "") for name in places]
    return {"by": by, "label": label, "names": [name.replace("_", " ") for name in places], "units": units,
            "ratio": bool(baseline), "strategy": strategy}


def _draw_grid(axes, grid, places, words):
    grid = grid / words["by"]
    options = {"cmap": "viridis"}
    if words["ratio"]:  # white where both are alike
        far = max(np.nanmax(np.abs(np.log2(grid))), 1e-9)
        grid, options = np.log2(grid), {"cmap": "PuOr_r", "vmin": -far, "vmax": far}
    picture = axes.imshow(grid, origin="lower", aspect="auto", **options)
    for axis, place, name, unit in zip((axes.xaxis, axes.yaxis), places, words["names"], words["units"]):
        axis.set_ticks(range(len(place)), [words_of(value, unit) for value in place])
        axis.set_label_text(name)
    label = f"log2 of {words['label']}" if words["ratio"] else words["label"]
    axes.figure.colorbar(picture, ax=axes, label=label)
    axes.set_title(words["strategy"], loc="left", fontsize=10)
    return axes
