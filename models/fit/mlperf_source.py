"""Latencies and energies of boards that only MLPerf's open edge division measured.

Boards whose latencies come from another table are compared with MLPerf (check_boards.py) and never fitted
to it."""
import statistics

import numpy as np

import energy_fit
import mlperf_networks
from fitting import number

MLPERF = ("MLPerf Inference v3.0 open division (mlcommons/inference_results_v3.0, 1948f9b5, Apache-2.0), "
          "{system}, SingleStream means; layer shapes from the papers of the networks")


# Only ResNet-50 has convolutions other than 1x1 beside the first: the MACs of all three types cost the same.
BASIS = np.eye(7)[:, [0, 3, 4, 5, 6]]
BASIS[1:3, 0] = 1


def rows_of(data, spec):
    rows = [row for row in data["mlperf"] if row["system"] == spec["system"] and row["valid"] == "VALID"]
    return [row for row in rows if mlperf_networks.network(row["model"])[1] == spec["precision"]]


def samples(data, spec, _):
    rows = rows_of(data, spec)
    nets = [mlperf_networks.network(row["model"])[2] for row in rows]
    spread = [(float(row["p90_ms"]) / float(row["p50_ms"]) - 1) / 1.28 for row in rows]
    return {"rows": np.array([net.vector() for net in nets]), "basis": BASIS,
            "times": np.array([float(row["mean_ms"]) * 1e-3 for row in rows]),
            "groups": [mlperf_networks.identity(row["model"]) for row in rows],
            "noise": statistics.median(spread),
            "noise_note": "median of (90th percentile / median - 1) / 1.28",
            "date": "2023-04", "framework": rows[0]["framework"],
            "source": MLPERF.format(system=spec["system"])}


def energy_group(data, spec):
    """Energy rates of the runs that the latencies come from."""
    rows = energy_fit.boards(rows_of(data, spec))[spec["system"]]
    errors = energy_fit.held_out(energy_fit.Additive(), rows)
    watts, per_mac, per_byte, per_layer = energy_fit.Additive.coefficients(rows)
    group = {"busy_watts": watts, "joules_per_mac": per_mac, "joules_per_byte": per_byte,
             "joules_per_layer": per_layer, "held_out_mape": np.abs(errors).mean()}
    return {key: float(number(value)) for key, value in group.items()} | {
        "provenance": "calibrated",
        "source": MLPERF.format(system=spec["system"]) + "; wall power; non-negative least squares on relative "
                  "errors of the energy, one network left out at a time"}


def watts(data, spec):
    return statistics.median(float(row["avg_power_W"]) for row in rows_of(data, spec) if row["avg_power_W"])
