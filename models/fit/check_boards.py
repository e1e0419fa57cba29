#!/usr/bin/env python3
"""Device files against times that they were never fitted to: the same boards in MLPerf's edge division.

    models/fit/check_boards.py [--data DIR] [--json]

Another framework (ArmNN, TFLite) ran there, in single precision, whereas the files were fitted to ncnn,
which uses half precision where the core has it: a bias is expected. Stated are the median ratio of
predicted to measured, the error, the error that is left when the ratio is taken out, and the rank
correlation. Needs numpy and scipy."""
import argparse
import json
import pathlib
import tomllib

import numpy as np
from scipy.stats import spearmanr

import features
import fitting
import mlperf_networks

HERE = pathlib.Path(__file__).resolve().parent
PAIRS = (("raspberry-pi-4", "cpu-4", "rpi4-armnn-v22.11-neon"),
         ("jetson-agx-orin", "cpu-12", "orin-armnn-v22.11-neon"),
         ("jetson-agx-orin", "cpu-12", "orin-tflite-v2.11.0-ruy"),
         ("jetson-agx-orin", "cpu-1", "nvidia_orin-tflite_cpp-cpu-tflite-vmaster-default_config"),
         ("jetson-agx-xavier", "cpu-8", "xavier-power.0-fan.cool-armnn-v22.11-neon"),
         ("jetson-agx-xavier", "cpu-8", "xavier-power.0-fan.cool-tflite-v2.11.0-ruy"),
         ("rk3588", "cpu-8", "firefly-tflite-v2.11.0-ruy"),
         ("rk3588", "gpu", "firefly-armnn-v22.11-opencl"),
         ("aws-c5-4xlarge", "cpu-8", "aws_c5.4xlarge-tflite_cpp-cpu-tflite-vmaster-default_config"),
         ("macbook-pro-m1", "cpu-1", "macbook_pro_m1_2020-tflite_cpp-cpu-tflite-vmaster-default_config"))


def coefficients(device, processor):
    path = HERE.parent / "devices" / f"{device}.toml"
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    group = next(one for one in content["processor"] if one["name"] == processor)["coefficients"]
    return np.array([group[name] for name in fitting.NAMES])


def measured(rows, system):
    """(features, seconds) of the networks in single precision."""
    chosen = [(mlperf_networks.network(row["model"]), float(row["mean_ms"]) * 1e-3)
              for row in rows if row["system"] == system and row["valid"] == "VALID"]
    chosen = [(net, seconds) for (_, precision, net), seconds in chosen if precision == "fp32"]
    return np.array([net.vector() for net, _ in chosen]), np.array([seconds for _, seconds in chosen])


def claim(rows, device, processor, system):
    vectors, seconds = measured(rows, system)
    ratio = vectors @ coefficients(device, processor) / seconds
    bias = float(np.median(ratio))
    rank = spearmanr(ratio * seconds, seconds).statistic
    return {"name": f"{device}, {processor} against MLPerf's {system}: median of predicted / measured time",
            "value": bias, "bar": "", "holds": None,
            "reason": f"{len(seconds)} networks never fitted; error {np.abs(ratio - 1).mean():.0%}, without "
                      f"the bias {np.abs(ratio / bias - 1).mean():.0%}, rank correlation {rank:.3f}"}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path, default=HERE.parents[2] / "shared/data/calibration")
    parser.add_argument("--json", action="store_true", help="claims for `lastmile check`")
    options = parser.parse_args()
    rows = features.read_csv(options.data / "mlperf_edge_latency_energy.csv")
    claims = [claim(rows, *pair) for pair in PAIRS]
    if options.json:
        print(json.dumps(claims, indent=1))
        return
    for one in claims:
        print(f"{one['name']}: {one['value']:.2f}  ({one['reason']})")


if __name__ == "__main__":
    main()
