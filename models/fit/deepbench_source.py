"""Kernel times of DeepBench: products and convolutions of training, in large batches."""
import statistics

import numpy as np

import features
from fitting import number

DEEPBENCH = ("baidu-research/DeepBench, commit da81ba78 (Apache-2.0), {card} training kernels, "
             "forward pass")
RULE_OF_TWO = ("rule of thumb: the gradients by input and by weight each cost one forward pass "
               "(DeepBench's cuDNN convolutions measure 2.4 to 2.8)")
FP32_SHEETS = ("Results FP32", "Results - FP32", "FP32")


def samples(data, spec, _):
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
    return {"rows": np.array(rows), "times": np.array(times), "groups": groups, "noise": 0.0,
            "date": "not stated", "framework": spec.get("framework", "cuDNN, cuBLAS"),
            "source": DEEPBENCH.format(card=spec["device"]),
            "noise_note": "not reported by DeepBench, taken as 0"}


def gemm_ceiling(data, device, sheet, peak):
    """Median share of the peak that matrix products with 128 columns or more reach."""
    rates = [float(row["gflops"]) * 1e9 for row in data["gemm"]
             if row["device"] == device and row["sheet"] == sheet and row["task"] == "train"
             and int(row["N"]) >= 128]
    return statistics.median(rates) / peak


def batch_group(data, facts, processor):
    if processor["kind"] == "cpu":
        return {"ceiling": 1.0, "provenance": "assumed",
                "source": "the work of a batch is linear on a CPU; the start of a layer is paid "
                          "once"}
    own = processor["fit"]["kind"] == "deepbench"
    card = processor["fit"]["device"] if own else "NV_V100"
    sheet = processor["fit"]["sheet"] if own else "Results FP32"
    kind = "single-precision" if sheet in FP32_SHEETS else processor["precision"]
    note = f"median share of the peak of {kind} matrix products with N >= 128, DeepBench "
    peak = processor["peak"]["flops"] if own else facts["deepbench_peak"]["v100_flops"]
    share = gemm_ceiling(data, card, sheet, peak)
    return {"ceiling": float(number(share)), "provenance": "calibrated" if own else "assumed",
            "source": note + card + ("" if own else ", taken over to this processor and precision")}


def training_group(data, device):
    card = next((one["fit"]["device"] for one in device["processor"]
                 if one["fit"]["kind"] == "deepbench"), device.get("training_from_deepbench"))
    rows = [row for row in data["conv"] if row["device"] == card and row["task"] == "train"
            and row["sheet"] in FP32_SHEETS and row["bwd_weight_ms"]]
    if not rows:
        return {"backward_over_forward": 2.0, "provenance": "assumed", "source": RULE_OF_TWO}
    ratios = [(float(row["bwd_input_ms"] or 0) + float(row["bwd_weight_ms"])) / float(row["fwd_ms"])
              for row in rows]
    return {"backward_over_forward": float(number(statistics.median(ratios))),
            "provenance": "measured",
            "source": f"median over {len(rows)} convolutions, {DEEPBENCH.format(card=card)} and both "
                      "gradients"}
