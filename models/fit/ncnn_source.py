"""Latencies of whole networks from ncnn's table."""
import statistics

import numpy as np

NCNN = ("Tencent/ncnn benchmark/README.md, commit a4d2ea1d (BSD-3-Clause), minimum of the repeats, "
        "layer shapes from ncnn's .param files")


def newest_rows(data, spec):
    """Newest rows of a device, back end, thread count and cluster: {network: (minimum, average ms)}."""
    rows = [row for row in data["ncnn"]
            if row["device"].startswith(spec["device"]) and row["backend"] == spec["backend"]
            and row["threads"] == str(spec.get("threads", row["threads"]))
            and row["powersave"] == str(spec.get("powersave", row["powersave"]))
            and row["gpu"].startswith(spec.get("gpu", ""))
            and not row["model_raw"].endswith("_int8") and "no_gpu_name" not in row["flags"]]
    newest = max(row["blame_date"] for row in rows)
    best = {}
    for row in rows:
        name = row["model"].lower().replace("-", "_")
        pair = (float(row["min_ms"]), float(row["avg_ms"]))
        if row["blame_date"] == newest and name in data["networks"]:
            best[name] = min(pair, best.get(name, pair))
    return newest, best


def samples(data, spec, _):
    date, best = newest_rows(data, spec)
    names = sorted(best)
    noise = statistics.median(best[one][1] / best[one][0] - 1 for one in names)
    rows = np.array([data["networks"][one] for one in names])
    times = np.array([best[one][0] * 1e-3 for one in names])
    return {"rows": rows, "times": times, "groups": names, "noise": noise, "date": date,
            "framework": "ncnn", "source": NCNN, "noise_note": "median of average / minimum - 1"}
