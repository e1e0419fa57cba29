"""Operator times of Llama-2-7B on one GPU from Vidur: products for one token, element-wise work for 1 and
4096.

The products of one token read each weight once: their cost per MAC is that of memory. Convolutions do not
occur; their cost is assumed, at a share of the peak."""
import statistics

import numpy as np

import features

VIDUR = ("microsoft/vidur, commit 7d475133 (MIT), H100, Llama-2-7B: products for one token under 1 to 8-way "
         "tensor parallelism, element-wise operators for 1 and 4096 tokens; convolutions assumed at the share "
         "of the peak that DeepBench's convolutions reach on V100's tensor cores ({share:.0%}, median)")
BASIS = np.zeros((7, 3))
BASIS[4, 0] = BASIS[5, 1] = BASIS[6, 2] = 1


def products(row):
    width, hidden = int(row["n_embd"]), int(row["n_expanded_embd"])
    ways = int(row["num_tensor_parallel_workers"])
    return {"attn_pre_proj": (width, 3 * width // ways), "attn_post_proj": (width // ways, width),
            "mlp_up_proj": (width, 2 * hidden // ways), "mlp_down_proj": (hidden // ways, width)}


def feature(macs, outputs):
    row = dict.fromkeys(features.COLUMNS, 0.0)
    row.update(dense=float(macs), activations=float(outputs), layers=1.0)
    return [row[one] for one in features.COLUMNS]


def median_ms(row, name):
    return float(row[f"time_stats.{name}.median"])


def conv_share(data):
    """Median share of V100's 112 TFLOP/s of tensor cores that half-precision convolutions reach."""
    rates = [float(row["fwd_gflops"]) * 1e9 for row in data["conv"]
             if row["device"] == "NV_V100" and "FP16" in row["sheet"] and row["fwd_gflops"]]
    return statistics.median(rates) / 112e12


def samples(data, spec, processor):
    rows, times, groups = [], [], []
    for row in data["vidur"]:
        tokens = int(row["num_tokens"])
        if tokens not in (1, 4096):
            continue
        for name, (inputs, outputs) in products(row).items() if tokens == 1 else ():
            rows.append(feature(inputs * outputs, outputs))
            times.append(median_ms(row, name) * 1e-3)
            groups.append(name)
        for name in ("add", "input_layernorm"):
            rows.append(feature(0, tokens * int(row["n_embd"])))
            times.append(median_ms(row, name) * 1e-3)
            groups.append(f"{name} {tokens}")
    share = conv_share(data)
    per_mac = 2.0 / (share * processor["peak"]["flops"])
    return {"rows": np.array(rows), "times": np.array(times), "groups": groups, "basis": BASIS,
            "noise": 0.0, "noise_note": "taken as 0", "date": "not stated",
            "framework": spec["framework"], "source": VIDUR.format(share=share),
            "assumed": {f"seconds_per_mac_{one}": per_mac for one in features.COLUMNS[:4]}}


def ceiling(data, peak):
    """Median share of the peak that products of 2048 tokens and more reach."""
    shares = [2e3 * int(row["num_tokens"]) * inputs * outputs / median_ms(row, name) / peak
              for row in data["vidur"] if int(row["num_tokens"]) >= 2048
              and row["num_tensor_parallel_workers"] == "1"
              for name, (inputs, outputs) in products(row).items()]
    return statistics.median(shares)
