"""What a sweep changed, and how its indicators lie over that."""
import math

from lastmile.quantities import finite, scale_for
from lastmile.reader import ResultError
from page.contents import plain_name, with_unit
from page.panels import ordered

EQUAL = 1e-9  # means closer than this, relatively, are the same


class Design:
    """The cells: which parameters change, which lies on the x axis, and which cells share a picture."""

    def __init__(self, contents):
        self.cells = {row["cell"]: row for row in contents.rows("cells")}
        if not self.cells:
            raise ResultError(f"cannot draw {contents.result.path}: it has no cells")
        names = [name for name in next(iter(self.cells.values())) if name not in ("cell", "points")]
        self.units = {name: contents.unit("cells", name) for name in names}
        self.values = {name: ordered(row[name] for row in self.cells.values()) for name in names}
        self.swept = [name for name in names if len(self.values[name]) > 1]
        self.axis = max(self.swept, key=self.fitness, default=None)
        self.is_grid = self.axis is None or 2 * len(self.facets(self.axis)) <= len(self.cells)

    def is_number(self, name):
        return all(isinstance(value, (int, float)) for value in self.values[name])

    def fitness(self, name):
        """Of a parameter for the x axis: numbers before texts, many before few."""
        return self.is_number(name), len(self.values[name])

    def value(self, cell, name):
        return with_unit(self.cells[cell][name], self.units[name])

    def words(self, cell, names=None):
        """rate 2 Mbit/s, radio wifi"""
        names = self.swept if names is None else names
        return ", ".join(f"{plain_name(name, '')} {self.value(cell, name)}" for name in names)

    def short_words(self, cell):
        """2 Mbit/s, wifi"""
        return ", ".join(self.value(cell, name) for name in self.swept)

    def facets(self, axis):
        """{what the other parameters are: cells}"""
        others = [name for name in self.swept if name != axis]
        groups = {}
        for cell in self.cells:
            groups.setdefault(self.words(cell, others), []).append(cell)
        return groups

    def pictures(self):
        """[(parameter on the x axis, what the others are, cells)]; of drawn cells each parameter."""
        if self.is_grid:
            return [(self.axis, words, cells) for words, cells in self.facets(self.axis).items()]
        return [(axis, "", list(self.cells)) for axis in self.swept]

    def place(self, axis):
        """(cell -> x, label, categories)"""
        values = self.values[axis]
        if not self.is_number(axis):
            return (lambda cell: values.index(self.cells[cell][axis])), plain_name(axis, ""), values
        by, unit = scale_for(self.units[axis], values)
        return (lambda cell: self.cells[cell][axis] / by), plain_name(axis, unit), ()


class Indicators:
    """The summary by indicator."""

    def __init__(self, contents):
        self.rows = contents.rows("summary")
        if not self.rows:
            state = "" if contents.result.complete else " (the sweep is incomplete)"
            raise ResultError(f"cannot draw {contents.result.path}: its summary is empty{state}")
        self.strategies = ordered(row["strategy"] for row in self.rows)
        self.by_kpi = {}
        for row in self.rows:
            self.by_kpi.setdefault(row["kpi"], []).append(row)

    def drawn(self):
        """Those of the printed table that have something to show."""
        return [kpi for kpi, rows in self.by_kpi.items()
                if any(row.get("printed", 1) and finite(row["mean"]) and row["mean"] != 0 for row in rows)]

    def differs(self, kpi):
        """Between strategies, in some cell; whatever it is where there is but one."""
        by_cell = {}
        for row in self.by_kpi[kpi]:
            by_cell.setdefault(row["cell"], []).append(row["mean"])
        return len(self.strategies) < 2 or any(
            not math.isclose(one, means[0], rel_tol=EQUAL) and (finite(one) or finite(means[0]))
            for means in by_cell.values() for one in means)

    def title(self, kpi):
        return self.by_kpi[kpi][0].get("title") or kpi.replace("_", " ")

    def scale(self, kpi):
        rows = self.by_kpi[kpi]
        return scale_for(rows[0].get("unit", ""), [row["mean"] for row in rows])

    def name(self, kpi):
        unit = self.scale(kpi)[1]
        return self.title(kpi) + (f" [{unit}]" if unit not in ("", "1") else "")
