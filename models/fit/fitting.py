"""Least squares on relative errors with lower bounds, and its errors in sample and held out.

Samples are a dictionary: `rows` (n x 7, features.COLUMNS), `times` (s), `groups` (what is left out at a
time), `noise`, `noise_note`, `date`, `framework`, `source`, and, where the data cannot tell the columns
apart, `basis`: 7 x k, so that the seven coefficients are basis @ k fitted ones. `assumed` holds
coefficients that the data say nothing about; the group is then no better than assumed."""
import numpy as np
from scipy.optimize import lsq_linear

import features

NAMES = [f"seconds_per_mac_{one}" for one in features.COLUMNS[:5]] + ["seconds_per_activation",
                                                                      "seconds_per_layer"]


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
    overhead = processor["fit"].get("overhead", floor[processor["kind"] + "_overhead"])
    return np.array([per_mac / floor["winograd"], per_mac, per_mac, per_mac, dense, 0.0, overhead])


def reduced(samples, lower):
    """Rows, bounds and basis of what is fitted: with ties, the least of the tied bounds."""
    basis = samples.get("basis", np.eye(len(features.COLUMNS)))
    bounds = np.array([min(lower[column > 0] / column[column > 0]) for column in basis.T])
    return samples["rows"] @ basis, bounds, basis


def fit(samples, processor, floor):
    """(coefficients, residual) as groups of a device file."""
    rows, lower, basis = reduced(samples, lower_bounds(processor, floor))
    coefficients = solve(rows, samples["times"], lower)
    quality = residual(rows, samples["times"], samples["groups"], lower, coefficients)
    at_bound = basis[:, (lower > 0) & (coefficients <= lower * 1.0001)].any(axis=1)
    fitted = dict(zip(NAMES, (float(number(one)) for one in basis @ coefficients)))
    fitted |= {name: float(number(one)) for name, one in samples.get("assumed", {}).items()}
    fitted |= {"framework": samples["framework"], "date": samples["date"],
               "at_lower_bound": [name for name, is_at in zip(NAMES, at_bound) if is_at],
               "provenance": "assumed" if "assumed" in samples else "calibrated",
               "source": samples["source"]}
    quality = {key: value if key == "n" else float(number(value)) for key, value in quality.items()}
    quality |= {"noise_relative": float(number(samples["noise"])), "provenance": "calibrated",
                "source": "this fit; held out = one network or kernel shape left out at a time; "
                          "noise: " + samples["noise_note"]}
    return fitted, quality
