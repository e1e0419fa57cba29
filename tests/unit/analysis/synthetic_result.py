"""A small result file with the tables of a comparison, for the tests of report and notebook."""
import math
import sys

import h5py
import numpy as np

LEVELS = ["cloud", "cloud_edge", "in_edge", "on_device", "cotrain", "all_edge", "all_device"]
T_TWO_DEGREES = 0.95 * math.sqrt(2 / (4 * 0.975 * 0.025))  # closed form of the t quantile
DEVICES, REQUESTS, ROUNDS, SEEDS = 3, 5, 4, 3
TITLES = {"latency_p50": "request latency p50", "latency_p99": "request latency p99"}
UNITS = {"accuracy": "1", "loss": "nat", "time_to_90": "s", "training_energy": "J",
         "latency_p50": "s", "latency_p99": "s", "inference_energy": "J", "raw_bytes": "B",
         "wan_bytes": "B", "peak_memory": "B", "request_accuracy": "1", "early_share": "1",
         "offloaded_bytes": "B", "exposure": "B", "transmission_latency": "s",
         "computation_latency": "s", "device_energy": "J", "dropped": "1"}


def put(file, name, rows):
    group = file.create_group(name, track_order=True)
    scale = group.create_dataset("row", data=np.arange(len(rows)))
    scale.make_scale("row")
    for key in rows[0]:
        values = [row[key] for row in rows]
        text = isinstance(values[0], str)
        data = group.create_dataset(key, data=values, dtype=h5py.string_dtype() if text else None)
        data.attrs["unit"] = data.attrs["description"] = ""
        data.dims[0].attach_scale(scale)


def interval(values):
    mean = sum(values) / len(values)
    if any(math.isnan(value) for value in values) or len(values) < 2:
        return mean, math.nan, math.nan
    spread = math.sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1))
    half = T_TWO_DEGREES * spread / math.sqrt(len(values))
    return mean, mean - half, mean + half


def request_rows(key, level, seed):
    return [{**key, "device": f"camera{i % DEVICES}", "request": i,
             "latency_s": 0.1 * (level + 1) + 0.001 * seed + 0.01 * i,
             "compute_s": 0.02 * (level + 1), "transmit_s": 0.03 * (7 - level),
             "frames": 16, "correct": 12, "early_exits": 4 + level, "dropped": 0}
            for i in range(DEVICES * REQUESTS)]


def round_rows(key, level, seed):
    return [{**key, "round": number, "time_s": 10.0 * number * (level + 1),
             "accuracy": accuracy(level, seed, number), "loss": 2.0 / number}
            for number in range(1, ROUNDS + 1)]


def accuracy(level, seed, number):
    return (0.8 - 0.02 * level) * number / ROUNDS + 0.001 * seed


def device_rows(key, level, seed):
    """The cameras, and a server that must not count."""
    server = {"asks": 0, "training_compute_j": 1e6, "training_radio_j": 1e6,
              "inference_compute_j": 1e6, "inference_radio_j": 1e6, "peak_memory_bytes": 10**9,
              "raw_bytes_out": 10**9, "feature_bytes_out": 10**9}
    camera = {"asks": 1, "training_compute_j": 0.75 * level * seed,
              "training_radio_j": 0.25 * level * seed,
              "inference_compute_j": 12.0 * REQUESTS * (level + 1),
              "inference_radio_j": 4.0 * REQUESTS * (level + 1),
              "peak_memory_bytes": 10**6 + level, "raw_bytes_out": 10**6 * (6 - level),
              "feature_bytes_out": 1000 * level}
    rows = [{**key, "device": f"camera{i}", "profile": "sample", **camera} for i in range(DEVICES)]
    return rows + [{**key, "device": "edge", "profile": "server", **server}]


def transfer_rows(key, level):
    kinds = (("raw_frames", 1, 6 - level), ("features", 0, level), ("model", 1, 1))
    return [{**key, "from": "camera0", "to": "edge", "purpose": purpose, "bytes": 1000.0 * size,
             "wan": wan} for purpose, wan, size in kinds]


def kpis_of(level, seed):
    """From closed forms, not from the rows."""
    bar = 0.9 * (0.8 + 0.001 * seed)
    first = next((n for n in range(1, ROUNDS + 1) if accuracy(level, seed, n) >= bar), math.nan)
    base, count = 0.1 * (level + 1) + 0.001 * seed, DEVICES * REQUESTS
    return {"accuracy": accuracy(level, seed, ROUNDS), "loss": 2.0 / ROUNDS,
            "time_to_90": 10.0 * first * (level + 1), "training_energy": float(level * seed),
            "latency_p50": base + 0.01 * (count // 2), "latency_p99":
            base + 0.01 * 0.99 * (count - 1), "inference_energy": level + 1.0,
            "raw_bytes": DEVICES * 10**6 * (6.0 - level), "wan_bytes": 1000 * (7.0 - level),
            "peak_memory": 10.0**6 + level, "request_accuracy": 0.75,
            "early_share": (4 + level) / 16, "offloaded_bytes":
            DEVICES * (10**6 * (6.0 - level) + 1000 * level), "exposure":
            1000 * (2 * (6.0 - level) + level), "transmission_latency": 0.03 * (7 - level),
            "computation_latency": 0.02 * (level + 1), "device_energy":
            level * seed + 16.0 * REQUESTS * (level + 1), "dropped": 0.0}


def one_run(level, seed, tables):
    key = {"strategy": LEVELS[level], "level": level, "seed": seed, "network": "ns3"}
    tables["requests"] += request_rows(key, level, seed)
    tables["rounds"] += round_rows(key, level, seed)
    tables["devices"] += device_rows(key, level, seed)
    tables["transfers"] += transfer_rows(key, level)
    return kpis_of(level, seed)


def write(path, seeds=SEEDS):
    tables = {name: [] for name in ("requests", "rounds", "devices", "transfers",
                               "summary")}
    for level, name in enumerate(LEVELS):
        runs = [one_run(level, seed, tables) for seed in range(1, seeds + 1)]
        for kpi, unit in UNITS.items():
            mean, low, high = interval([run[kpi] for run in runs])
            tables["summary"].append({"strategy": name, "level": level, "network": "ns3",
                                      "kpi": kpi, "title": TITLES.get(kpi, kpi.replace("_", " ")),
                                      "unit": unit, "mean": mean, "ci_low": low, "ci_high": high,
                                      "n": seeds, "provenance": "assumed", "printed": 1})
    tables["ranking"] = [{"kpi": "accuracy", "title": "final accuracy", "network": "ns3",
                          "order": " > ".join(LEVELS), "swapped": "cloud/in_edge"}]
    tables["cuts"] = [{"strategy": name, "level": level, "network": "ns3", "cut": "somewhere",
                       "requests": REQUESTS, "crossing": level, "frames": 16 * REQUESTS,
                       "crossed": 16 * level} for level, name in enumerate(LEVELS)]
    tables["claims"] = [{"claim": "offloaded bytes fall", "verdict": "holds", "figures": "6 <b> 0"}]
    with h5py.File(path, "w") as file:
        file.attrs.update({"schema_version": 1, "complete": 1, "scenario_name": "six_levels",
                           "scenario_source": "return lm.scenario {}", "parameters": "a = 1\n"})
        file.create_group("provenance").attrs["host"] = "nowhere"
        for name, rows in tables.items():
            put(file, name, rows)


if __name__ == "__main__":
    write(sys.argv[1])
