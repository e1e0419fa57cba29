#!/usr/bin/env python3
"""Fits the layer-time regression of every device and writes models/devices/*.toml.

    models/fit/fit_devices.py [--data DIR] [--check] [--only NAME]

time(network) = sum over layers of MACs * seconds_per_mac[type] + outputs * seconds_per_activation
                + seconds_per_layer

CPUs of ncnn's table also get the costs of work of ncnn_predictor.py, [processor.algorithms].

Least squares on relative errors, coefficients bounded below by physics (facts/common.toml, [floor]).
Residuals are printed in sample and held out (one network, or one kernel shape, left out at a time).
--check writes nothing and fails if a file would change. Needs numpy and scipy.
"""
import argparse
import pathlib
import sys
import tomllib

import aihub_source
import algorithm_costs
import deepbench_source
import features
import mlperf_source
import ncnn_source
import tiny_source
import vidur_source
from device_writer import device_text

HERE = pathlib.Path(__file__).resolve().parent
DEVICES = HERE.parent / "devices"
SAMPLES_OF = {"ncnn": ncnn_source.samples, "deepbench": deepbench_source.samples,
              "mlperf": mlperf_source.samples, "mlperf_tiny": tiny_source.samples,
              "aihub": aihub_source.samples, "vidur": vidur_source.samples}


def read_facts():
    """All facts/*.toml as one: devices of all files in one list."""
    facts = {"device": []}
    for path in sorted((HERE / "facts").glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        facts["device"] += content.pop("device", [])
        facts |= content
    return facts


def read_data(folder, facts):
    tables = {"ncnn": "ncnn_benchmark", "gemm": "deepbench_gemm", "conv": "deepbench_conv",
              "mlperf": "mlperf_edge_latency_energy", "tiny": "mlperf_tiny_v1.2",
              "aihub": "aihub_perf", "vidur": "vidur_h100_llama2_7b_mlp"}
    data = {key: features.read_csv(folder / f"{name}.csv") for key, name in tables.items()}
    return data | {"networks": features.network_features(folder / "ncnn_model_layers.csv"),
                   "algorithms": algorithm_costs.fitted(folder), "facts": facts}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path,
                        default=HERE.parents[2] / "shared/data/calibration")
    parser.add_argument("--check", action="store_true",
                        help="write nothing, fail if a file would change")
    parser.add_argument("--only", help="this device alone")
    options = parser.parse_args()
    facts = read_facts()
    data = read_data(options.data, facts)
    changed = []
    for device in facts["device"]:
        if options.only not in (None, device["name"]):
            continue
        path, text = DEVICES / f"{device['name']}.toml", device_text(data, facts, device, SAMPLES_OF)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            changed.append(path.name)
        if not options.check:
            path.write_text(text, encoding="utf-8")
    print(len(facts["device"]), "devices; changed:", ", ".join(changed) or "nothing")
    return 1 if options.check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
