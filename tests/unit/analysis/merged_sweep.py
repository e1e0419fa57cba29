"""The merged file of a sweep with all tables that a page shows: the closed forms of synthetic_sweep.py and
the statistics of the reader.

    merged_sweep.write(path)                  # grid of rate x radio x network
    merged_sweep.write(path, one_cell=True)   # nothing swept
"""
import pathlib
import sys

import h5py
import synthetic_sweep
from synthetic_result import put

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "analysis"))
import lastmile  # noqa: E402
from lastmile import ranking, statistics  # noqa: E402


def summary_rows(result):
    named = synthetic_sweep.KPIS
    return [{"cell": cell, "strategy": strategy, "level": -1, "kpi": kpi, "title": named[kpi][0],
             "unit": named[kpi][1], "mean": mean, "ci_low": low, "ci_high": high, "n": 3,
             "provenance": "assumed", "printed": 1}
            for (cell, strategy, kpi), (mean, low, high) in statistics.summary(result).items()]


def replace(file, name, rows):
    if name in file:
        del file[name]
    if rows:
        put(file, name, rows)


def keep_cell(rows, cell):
    return [row for row in rows if row["cell"] == cell]


def write(path, one_cell=False, complete=1, failed=(5, 7)):
    synthetic_sweep.write(path, missing=failed, complete=complete)
    result = lastmile.load(path)
    tables = {"summary": summary_rows(result), "differences": lastmile.rows(statistics.differences(result))}
    if one_cell:
        tables = {name: keep_cell(rows, 0) for name, rows in tables.items()}
    with h5py.File(path, "a") as file:
        file.attrs.update({"scenario_source": "return lm.scenario { name = '<b>' }",
                           "parameters": "rate = 1\n"})
        if one_cell:
            replace(file, "cells", [{**synthetic_sweep.cells()[0], "points": 9}])
        for name, rows in tables.items():
            replace(file, name, rows)
        replace(file, "ranking_changes", lastmile.rows(ranking.changes(result, "network")))
        replace(file, "failures", [{"point": point, "error": "out of <memory>"} for point in failed])


if __name__ == "__main__":
    write(sys.argv[1])
