"""What a predictor must beat: non-negative least squares on relative errors, each run for itself."""
import collections

import numpy as np
from scipy.optimize import nnls

import features

NAMES = ("FLOPs", "FLOPs + constant", "4 coefficients", "8 coefficients")


def columns(path, networks):
    """{baseline: networks x coefficients}: FLOPs; + constant; + activations, layers; MACs by layer type instead."""
    layers = collections.defaultdict(list)
    for layer in features.read_csv(path):
        layers[layer["model"].lower().replace("-", "_")].append(layer)
    rows = np.array([np.sum([list(features.layer_row(one).values()) for one in layers[name]], axis=0)
                     for name in networks])
    macs, ones = rows[:, :5].sum(1), np.ones(len(rows))
    return dict(zip(NAMES, (np.c_[macs], np.c_[macs, ones], np.c_[macs, rows[:, 5:], ones], np.c_[rows, ones])))


def solve(rows, times):
    scale = rows.max(axis=0)
    scale[scale == 0] = 1.0
    return nnls(rows / scale / times[:, None], np.ones(len(times)))[0] / scale


def predictions(rows, times, groups=None):
    """Every run fitted alone; in sample without groups, else with the other groups."""
    result = np.full(times.shape, np.nan)
    groups = np.array(groups if groups is not None else [None] * len(rows))
    for run, row in enumerate(times):
        known = np.isfinite(row)
        for group in set(groups):
            train = known & (groups != group) if group is not None else known
            test = known & (groups == group)
            result[run, test] = rows[test] @ solve(rows[train], row[train])
    return result
