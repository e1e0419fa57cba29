"""ncnn's table of latencies as a matrix: runs (device, threads, cluster, date) by networks.

Kept: CPU rows of networks in floating point whose layers are known. Left out: int8 networks (their twins in
floating point would be known when they are held out), everything on GPUs (int8 networks fall back to the CPU
there, and two entries have no GPU at all). The minimum of the repeats is the time.
"""
import dataclasses

import numpy as np

import features


@dataclasses.dataclass
class Table:
    runs: list  # of dictionaries: the first row of each run
    networks: list
    minimum: np.ndarray  # s, runs x networks, nan where nothing was measured
    average: np.ndarray

    @property
    def devices(self):
        return [run["device"] for run in self.runs]


def name_of(text):
    return text.lower().replace("-", "_")


def read(path, known_networks):
    rows = [row for row in features.read_csv(path)
            if row["backend"] == "cpu" and not row["model_raw"].endswith("_int8")
            and name_of(row["model"]) in known_networks]
    first = {}
    for row in rows:
        first.setdefault(row["run"], row)
    runs, networks = list(first), sorted({name_of(row["model"]) for row in rows})
    minimum = np.full((len(runs), len(networks)), np.nan)
    average = minimum.copy()
    place = {run: index for index, run in enumerate(runs)}
    for row in rows:
        cell = place[row["run"]], networks.index(name_of(row["model"]))
        minimum[cell], average[cell] = float(row["min_ms"]) * 1e-3, float(row["avg_ms"]) * 1e-3
    return Table([first[run] for run in runs], networks, minimum, average)
