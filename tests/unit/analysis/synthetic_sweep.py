"""A small merged file of a sweep, from closed forms: what the reader's tests are made of."""
import itertools

import h5py
from synthetic_result import put

RATES, RADIOS, NETWORKS, SEEDS = (1e6, 4e6, 16e6), ("wifi", "lte"), ("fluid", "ns3"), (1, 2, 3)
STRATEGIES = ("cloud", "edge", "device")
KPIS = {"latency_p50": ("request latency p50", "s"), "device_energy": ("energy/device", "J"),
        "accuracy": ("final accuracy", "1")}
UNITS = {"rate": "B/s", "latency_s": "s", "latency_p50": "s", "device_energy": "J", "accuracy": "1"}


def cells(full=True):
    grid = [{"network": network, "compute": "regression", "rate": rate, "radio": radio}
            for network, rate, radio in itertools.product(NETWORKS, RATES, RADIOS)]
    return [{"cell": i, **one} for i, one in enumerate(grid if full else grid[:-1])]


def latency(cell, strategy, seed):
    """cloud's falls with the rate and crosses device's; ns3 swaps edge and device on LTE at 16 MB/s."""
    base = {"cloud": 0.01 + 4e4 / cell["rate"], "edge": 0.02, "device": 0.03}[strategy]
    if strategy == "edge" and (cell["network"], cell["radio"], cell["rate"]) == ("ns3", "lte", 16e6):
        base = 0.04
    return base + 0.001 * seed + 1e-4 * (seed == 2) * STRATEGIES.index(strategy)


def kpis(cell, strategy, seed):
    return {"latency_p50": latency(cell, strategy, seed),
            "device_energy": 1.0 + STRATEGIES.index(strategy) + 0.01 * seed,
            "accuracy": float("nan") if strategy == "device" and seed == 3 else 0.9}


def points(full=True, missing=()):
    rows = [{"point": 0, "cell": cell["cell"], "strategy": strategy, "level": -1, "seed": seed,
             **{name: cell[name] for name in ("network", "compute", "rate", "radio")},
             **kpis(cell, strategy, seed), "hash": f"{cell['cell']}/{strategy}/{seed}"}
            for cell, strategy, seed in itertools.product(cells(full), STRATEGIES, SEEDS)]
    return [{**row, "point": i} for i, row in enumerate(rows) if i not in missing]


def write(path, full=True, missing=(), complete=1):
    rows = points(full, missing)
    titles = [{"cell": cell["cell"], "kpi": kpi, "title": title, "unit": unit}
              for cell in cells(full) for kpi, (title, unit) in KPIS.items()]
    requests = [{"point": row["point"], "request": i, "latency_s": row["latency_p50"] * (i + 1)}
                for row in rows for i in range(2)]
    counted = [{**cell, "points": sum(row["cell"] == cell["cell"] for row in rows)}
               for cell in cells(full)]
    with h5py.File(path, "w") as file:
        file.attrs.update({"schema_version": 1, "kind": "sweep", "complete": complete,
                           "scenario_name": "synthetic"})
        tables = {"points": rows, "cells": counted, "summary": titles, "requests": requests}
        for name, table in tables.items():
            put(file, name, table)
            for column in set(UNITS) & set(file[name]):
                file[name][column].attrs["unit"] = UNITS[column]
