#!/usr/bin/env python3
"""How much of the error of whole networks do all layer types share? What ncnn's table says.

    models/fit/systematic_share.py [--data DIR]

Held-out errors (one network left out, as in fit_devices.py) of every network on every ncnn fit, squared
and divided by the fit's mean square, are regressed on the concentration H of the network's time in layer
types: E = q + (1 - q) H / mean(H). q is the share that models/cost/systematic.cpp calls shared; networks
are resampled for its interval. Needs numpy and scipy.
"""
import argparse
import collections
import pathlib

import numpy as np

import features
import fit_devices
import fitting
import ncnn_source
import processors

TYPES = 6  # five with multiply-accumulates, and those that move memory


def rows_by_type(layers):
    rows = np.zeros((TYPES, len(features.COLUMNS)))
    for layer in layers:
        row = np.array([features.layer_row(layer)[column] for column in features.COLUMNS])
        work = np.nonzero(row[:TYPES - 1])[0]
        rows[work[0] if len(work) else TYPES - 1] += row
    return rows


def concentration(layers, coefficients):
    times = rows_by_type(layers) @ coefficients
    return ((times / times.sum()) ** 2).sum()


def samples(folder):
    """[(network, squared relative error over its mean, H)]"""
    layers = collections.defaultdict(list)
    for layer in features.read_csv(folder / "ncnn_model_layers.csv"):
        layers[layer["model"].lower().replace("-", "_")].append(layer)
    facts = fit_devices.read_facts()
    data, found = fit_devices.read_data(folder, facts), []
    for device, processor in ((device, one) for device in facts["device"] for one in device["processor"]):
        if processor["fit"]["kind"] != "ncnn":
            continue
        fit = ncnn_source.samples(data, processor["fit"], processor)
        lower = fitting.lower_bounds(processors.completed(data, device, facts, processor), facts["floor"])
        errors = fitting.held_out_errors(fit["rows"], fit["times"], fit["groups"], lower) ** 2
        coefficients = fitting.solve(fit["rows"], fit["times"], lower)
        found += [(name, error / errors.mean(), concentration(layers[name], coefficients))
                  for name, error in zip(fit["groups"], errors)]
    return found


def shared_share(rows):
    squares, h = (np.array(column) for column in zip(*[row[1:] for row in rows]))
    constant, slope = np.linalg.lstsq(np.c_[np.ones(len(h)), h], squares, rcond=None)[0]
    return constant / (constant + slope * h.mean())


def bootstrap(rows, times=2000):
    networks = collections.defaultdict(list)
    for row in rows:
        networks[row[0]].append(row)
    names, draw = sorted(networks), np.random.default_rng(1)
    return [shared_share([row for name in draw.choice(names, len(names)) for row in networks[name]])
            for _ in range(times)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path,
                        default=fit_devices.HERE.parents[2] / "shared/data/calibration")
    rows = samples(parser.parse_args().data)
    low, high = np.percentile(bootstrap(rows), [2.5, 97.5])
    print(f"{len(rows)} held-out errors, H {min(row[2] for row in rows):.2f} to "
          f"{max(row[2] for row in rows):.2f}; q {shared_share(rows):.2f}, 95 % {low:.1f} to {high:.1f}")


if __name__ == "__main__":
    main()
