"""Latencies of whole networks on phone NPUs from Qualcomm AI Hub.

Only networks with published MACs (facts/torchvision_networks.toml); they are not told apart by layer
type, so all MACs cost the same. Layers are counted as the vendor's runtime counts them.
"""
import numpy as np

AIHUB = ("quic/ai-hub-models, commit 52c080d2 (BSD-3-Clause), perf.yaml, {device}, all layers on the NPU; "
         "MACs published for {n} networks (facts/torchvision_networks.toml); one coefficient for the MACs of "
         "all types")
BASIS = np.array([[1, 1, 1, 1, 1, 0, 0], [0, 0, 0, 0, 0, 0, 1]]).T


def samples(data, spec, _):
    gmac = data["facts"]["network"]["gmac"]
    runtime = spec.get("runtime", "tflite")
    rows = [row for row in data["aihub"]
            if row["device"] == spec["device"] and row["precision"] == spec["precision"]
            and row["runtime"] == runtime and row["primary_compute_unit"] == "NPU"
            and row["model"] in gmac and row["inference_time_milliseconds"]]
    features = [[0, gmac[row["model"]] * 1e9, 0, 0, 0, 0, float(row["layer_counts.total"])]
                for row in rows]
    return {"rows": np.array(features), "basis": BASIS,
            "times": np.array([float(row["inference_time_milliseconds"]) * 1e-3 for row in rows]),
            "groups": [row["model"] for row in rows], "noise": 0.0,
            "noise_note": "one median is reported, taken as 0",
            "date": "2025-12", "framework": f"Qualcomm AI Engine Direct, {runtime}",
            "source": AIHUB.format(device=spec["device"], n=len(rows))}
