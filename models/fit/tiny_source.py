"""Latencies and energies of microcontrollers from MLPerf Tiny: four networks at most, so few coefficients.

Processor cores: all MACs cost the same, but depthwise ones twice and dense ones (weights from flash) 1.5
times as much, and an output element its own; accelerators: MACs and layers. Both forms were chosen by
their held-out errors over the 16 systems with three networks or more, so those errors lean to the good
side."""
import statistics

import numpy as np

import tiny_networks

TINY = "mlcommons/tiny_results_v1.2, commit cadb3623 (Apache-2.0), closed division, {system}"
CORE = np.array([[1, 1, 1, 2, 1.5, 0, 0], [0, 0, 0, 0, 0, 1, 0]]).T
ACCELERATOR = np.array([[1, 1, 1, 1, 1, 0, 0], [0, 0, 0, 0, 0, 0, 1]]).T


def rows_of(data, system):
    rows = [row for row in data["tiny"] if row["system"] == system]
    if not rows:
        raise SystemExit(f"no system {system} in MLPerf Tiny")
    return rows


def samples(data, spec, processor):
    rows = rows_of(data, spec["system"])
    networks = tiny_networks.networks()
    return {"rows": np.array([networks[row["benchmark"]] for row in rows]),
            "times": np.array([float(row["latency_ms"]) * 1e-3 for row in rows]),
            "groups": [row["benchmark"] for row in rows],
            "basis": CORE if processor["kind"] == "cpu" else ACCELERATOR,
            "noise": 0.0, "noise_note": "one median is reported, taken as 0", "date": "2024-04",
            "framework": spec.get("framework", rows[0]["framework"].strip()),
            "source": TINY.format(system=spec["system"])}


def watts(data, system):
    """Median over the networks of energy times rate of the energy runs."""
    return statistics.median(float(row["energy_uJ"]) * 1e-6 * float(row["energy_mode_inf_s"])
                             for row in rows_of(data, system) if row["energy_uJ"])


def speed(data, system, of):
    """Median ratio of latencies: how much faster `system` is than `of`."""
    base = {row["benchmark"]: float(row["latency_ms"]) for row in rows_of(data, of)}
    return statistics.median(base[row["benchmark"]] / float(row["latency_ms"])
                             for row in rows_of(data, system) if row["benchmark"] in base)
