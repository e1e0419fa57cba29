#!/usr/bin/env python3
"""Fits the layer-time regression of every device and writes models/devices/*.toml.

    models/fit/fit_devices.py [--data DIR] [--check]

time(network) = sum over layers of MACs * seconds_per_mac[type] + outputs * seconds_per_activation
                + seconds_per_layer

Least squares on relative errors, coefficients bounded below by physics (device_facts.toml,
[floor]).
Residuals are printed in sample and held out (one network, or one kernel shape, left out at a time).
--check writes nothing and fails if a file would change. Needs numpy and scipy.
"""
import argparse
import pathlib
import statistics
import sys
import tomllib

import numpy as np
from scipy.optimize import lsq_linear

import features

HERE = pathlib.Path(__file__).resolve().parent
DEVICES = HERE.parent / "devices"
NCNN = ("Tencent/ncnn benchmark/README.md, commit a4d2ea1d (BSD-3-Clause), minimum of the repeats, "
        "layer shapes from ncnn's .param files")
DEEPBENCH = ("baidu-research/DeepBench, commit da81ba78 (Apache-2.0), NV_{card} training kernels, "
             "forward pass")
HEADER = "# Written by models/fit/fit_devices.py from models/fit/device_facts.toml: edit those."
RULE_OF_TWO = ("rule of thumb: the gradients by input and by weight each cost one forward pass "
               "(DeepBench's cuDNN convolutions measure 2.4 to 2.8)")


def number(value):
    """Four digits: rounding hides what differs between linear algebra libraries."""
    return f"{value:.4g}"


def solve(rows, times, lower):
    """argmin of the sum of squared relative errors subject to coefficient >= lower."""
    scale = rows.max(axis=0)
    scale[scale == 0] = 1.0
    weighted = rows / scale / times[:, None]
    result = lsq_linear(weighted, np.ones(len(times)), (lower * scale, np.inf), method="bvls")
    return result.x / scale


def held_out_errors(rows, times, groups, lower):
    errors = np.zeros(len(times))
    for group in sorted(set(groups)):
        test = np.array([one == group for one in groups])
        coefficients = solve(rows[~test], times[~test], lower)
        errors[test] = rows[test] @ coefficients / times[test] - 1
    return errors


def residual(rows, times, groups, lower, coefficients):
    inside = rows @ coefficients / times - 1
    outside = held_out_errors(rows, times, groups, lower)
    return {"n": len(times), "in_sample_mape": np.abs(inside).mean(),
            "held_out_mape": np.abs(outside).mean(),
            "held_out_rmspe": np.sqrt((outside ** 2).mean()),
            "held_out_bias": outside.mean(),
            "held_out_within_10_percent": (np.abs(outside) < 0.1).mean()}


def lower_bounds(processor, floor):
    peak = processor["peak"]
    per_mac = 2.0 / peak["flops"]
    read_weight = peak["bytes_per_element"] / peak["bytes_per_second"]
    dense = per_mac if processor["fit"]["kind"] == "deepbench" else max(per_mac, read_weight)
    overhead = floor["cpu_overhead" if processor["kind"] == "cpu" else "gpu_overhead"]
    return np.array([per_mac / floor["winograd"], per_mac, per_mac, per_mac, dense, 0.0, overhead])


def ncnn_rows(data, spec):
    """Newest rows of a device, back end and thread count: {network: (minimum, average ms)}."""
    rows = [row for row in data["ncnn"]
            if row["device"].startswith(spec["device"]) and row["backend"] == spec["backend"]
            and row["threads"] == str(spec.get("threads", row["threads"]))
            and not row["model_raw"].endswith("_int8") and "no_gpu_name" not in row["flags"]]
    newest = max(row["blame_date"] for row in rows)
    best = {}
    for row in rows:
        name = row["model"].lower().replace("-", "_")
        pair = (float(row["min_ms"]), float(row["avg_ms"]))
        if row["blame_date"] == newest and name in data["networks"]:
            best[name] = min(pair, best.get(name, pair))
    return newest, best


def ncnn_samples(data, spec):
    date, best = ncnn_rows(data, spec)
    names = sorted(best)
    noise = statistics.median(best[one][1] / best[one][0] - 1 for one in names)
    rows = np.array([data["networks"][one] for one in names])
    times = np.array([best[one][0] * 1e-3 for one in names])
    return {"rows": rows, "times": times, "groups": names, "noise": noise, "date": date,
            "framework": "ncnn", "source": NCNN, "noise_note": "median of average / minimum - 1"}


def deepbench_samples(data, spec):
    wanted = [(table, one) for table in ("gemm", "conv") for one in data[table]
              if one["device"] == spec["device"] and one["task"] == "train"
              and one["sheet"] == spec["sheet"]]
    rows, times, groups = [], [], []
    for table, one in wanted:
        gemm = table == "gemm"
        rows.append(features.gemm_feature(one) if gemm else features.conv_feature(one))
        times.append(float(one["time_ms" if gemm else "fwd_ms"]) * 1e-3)
        keys = ("M", "K", "transA") if gemm else ("W", "H", "C", "K", "R", "S", "stride_w")
        groups.append(" ".join([table] + [one[key] for key in keys]))
    card = spec["device"].removeprefix("NV_")
    return {"rows": np.array(rows), "times": np.array(times), "groups": groups, "noise": 0.0,
            "date": "not stated", "framework": "cuDNN, cuBLAS",
            "source": DEEPBENCH.format(card=card),
            "noise_note": "not reported by DeepBench, taken as 0"}


def gemm_ceiling(data, device, sheet, peak):
    """Median share of the peak that matrix products with 128 columns or more reach."""
    rates = [float(row["gflops"]) * 1e9 for row in data["gemm"]
             if row["device"] == device and row["sheet"] == sheet and row["task"] == "train"
             and int(row["N"]) >= 128]
    return statistics.median(rates) / peak


def backward_factor(data, device, sheet):
    ratios = [(float(row["bwd_input_ms"] or 0) + float(row["bwd_weight_ms"])) / float(row["fwd_ms"])
              for row in data["conv"]
              if row["device"] == device and row["sheet"] == sheet and row["task"] == "train"]
    return statistics.median(ratios)


def batch_group(data, facts, processor):
    if processor["kind"] == "cpu":
        return {"ceiling": 1.0, "provenance": "assumed",
                "source": "the work of a batch is linear on a CPU; the start of a layer is paid "
                          "once"}
    note = "median share of the peak of single-precision matrix products with N >= 128, DeepBench "
    own = processor["fit"]["kind"] == "deepbench"
    card = processor["fit"]["device"] if own else "NV_V100"
    peak = processor["peak"]["flops"] if own else facts["deepbench_peak"]["v100_flops"]
    share = gemm_ceiling(data, card, "Results FP32", peak)
    return {"ceiling": float(number(share)), "provenance": "calibrated" if own else "assumed",
            "source": note + card + ("" if own else ", taken over to this processor and precision")}


def training_group(data, device):
    card = {"tesla-v100": "NV_V100", "tesla-t4": "NV_T4"}.get(device["name"])
    if card is None:
        return {"backward_over_forward": 2.0, "provenance": "assumed", "source": RULE_OF_TWO}
    return {"backward_over_forward": float(number(backward_factor(data, card, "Results FP32"))),
            "provenance": "measured",
            "source": f"median over 94 convolutions, {DEEPBENCH.format(card=card[3:])} and both "
                      "gradients"}


def power_group(data, power):
    system = power.get("load_from_mlperf")
    if system is None:
        return power
    watts = [float(row["avg_power_W"]) for row in data["mlperf"]
             if row["system"] == system and row["avg_power_W"]]
    return {"load_watts": float(number(statistics.median(watts))),
            "provenance": power["provenance"], "source": power["source"]}


def fit_processor(data, processor, floor):
    spec = processor["fit"]
    samples = (ncnn_samples if spec["kind"] == "ncnn" else deepbench_samples)(data, spec)
    lower = lower_bounds(processor, floor)
    coefficients = solve(samples["rows"], samples["times"], lower)
    quality = residual(samples["rows"], samples["times"], samples["groups"], lower, coefficients)
    names = [f"seconds_per_mac_{one}" for one in features.COLUMNS[:5]]
    names += ["seconds_per_activation", "seconds_per_layer"]
    at_bound = [name for name, value, bound in zip(names, coefficients, lower)
                if bound > 0 and value <= bound * 1.0001]
    fitted = dict(zip(names, (float(number(one)) for one in coefficients)))
    fitted |= {"framework": samples["framework"], "date": samples["date"],
               "at_lower_bound": at_bound, "provenance": "calibrated", "source": samples["source"]}
    quality = {key: value if key == "n" else float(number(value)) for key, value in quality.items()}
    quality |= {"noise_relative": float(number(samples["noise"])), "provenance": "calibrated",
                "source": "this fit; held out = one network or kernel shape left out at a time; "
                          "noise: " + samples["noise_note"]}
    return fitted, quality


def toml_value(value):
    if isinstance(value, str):
        return '"' + value + '"'
    if isinstance(value, list):
        return "[" + ", ".join(toml_value(one) for one in value) + "]"
    return str(value) if isinstance(value, int) else number(value)


def table(header, group):
    return [header] + [f"{key} = {toml_value(value)}" for key, value in group.items()] + [""]


def processor_text(data, facts, processor):
    coefficients, quality = fit_processor(data, processor, facts["floor"])
    print_row(processor, quality)
    plain = {key: processor[key] for key in ("name", "kind", "threads", "precision")}
    lines = table("[[processor]]", plain)
    for name, group in (("peak", processor["peak"]),
                        ("power", power_group(data, processor["power"])),
                        ("batch", batch_group(data, facts, processor)),
                        ("coefficients", coefficients),
                        ("residual", quality)):
        lines += table(f"[processor.{name}]", group)
    return lines


def print_row(processor, quality):
    print(f"  {processor['name']:7} n {quality['n']:3}  in sample {quality['in_sample_mape']:.1%}  "
          f"held out {quality['held_out_mape']:.1%}  rmspe {quality['held_out_rmspe']:.1%}  "
          f"within 10 % {quality['held_out_within_10_percent']:.0%}  "
          f"bias {quality['held_out_bias']:+.1%}  noise {quality['noise_relative']:.1%}")


def device_text(data, facts, device):
    print(device["name"])
    lines = [HEADER, ""]
    lines += [f"{key} = {toml_value(device[key])}" for key in ("name", "class", "description")]
    lines += [""]
    lines += table("[memory]", device["memory"]) + table("[power]", device["power"])
    lines += table("[training]", training_group(data, device))
    for processor in device["processor"]:
        lines += processor_text(data, facts, processor)
    return "\n".join(lines)


def read_data(folder):
    return {"ncnn": features.read_csv(folder / "ncnn_benchmark.csv"),
            "networks": features.network_features(folder / "ncnn_model_layers.csv"),
            "gemm": features.read_csv(folder / "deepbench_gemm.csv"),
            "conv": features.read_csv(folder / "deepbench_conv.csv"),
            "mlperf": features.read_csv(folder / "mlperf_edge_latency_energy.csv")}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path,
                        default=HERE.parents[2] / "shared/data/calibration")
    parser.add_argument("--check", action="store_true",
                        help="write nothing, fail if a file would change")
    options = parser.parse_args()
    facts = tomllib.loads((HERE / "device_facts.toml").read_text(encoding="utf-8"))
    data = read_data(options.data)
    changed = []
    for device in facts["device"]:
        path, text = DEVICES / f"{device['name']}.toml", device_text(data, facts, device)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            changed.append(path.name)
        if not options.check:
            path.write_text(text, encoding="utf-8")
    print("changed:", ", ".join(changed) or "nothing")
    return 1 if options.check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
