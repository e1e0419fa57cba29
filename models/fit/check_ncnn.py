#!/usr/bin/env python3
"""How well times of ncnn's table are predicted: networks that no run has seen, and pairs of device and network.

    models/fit/check_ncnn.py [--data DIR] [--json] [--quick]

A network is left out of every run and its int8 twin is never used. Beside it, on the same rows: linear fits, in
sample, a family left out, the noise of the measurements, and one setting chosen inside the other networks instead of
the average over all. --quick leaves that row out, and draws the pairs once with one setting. Needs numpy and scipy.
"""
import argparse
import collections
import json
import pathlib

import numpy as np

import error_figures
import layer_work
import linear_baselines
import ncnn_predictor
import ncnn_table
import pair_completion

HERE = pathlib.Path(__file__).resolve().parent
RATIO_BAR, PAIR_BAR, AIM, AIM_WITHIN = 0.7, 0.12, 0.10, 0.65
FAMILIES = {"mobilenet": ("mobilenet", "mobilenet_ssd", "mobilenet_yolo"),
            "mobilenet v2": ("mobilenet_v2", "mobilenetv2_yolov3", "proxylessnasnet", "mnasnet"),
            "squeeze and excite": ("mobilenet_v3", "efficientnet_b0", "efficientnetv2_b0", "regnety_400m"),
            "resnet": ("resnet18", "resnet50"), "squeezenet": ("squeezenet", "squeezenet_ssd"),
            "shufflenet v2": ("shufflenet_v2", "nanodet_m", "fastestdet", "yolo_fastestv2")}


def family(network):
    return next((name for name, members in FAMILIES.items() if network in members), network)


def row(name, value, reason, bar="", holds=None):
    return {"name": "ncnn: " + name, "value": float(value), "bar": bar, "holds": holds, "reason": reason}


def told(name, predicted, measured, extra=""):
    found = error_figures.figures(predicted, measured)
    return row(name + ", relative error", found["mape"], error_figures.words(found) + extra)


def baseline_rows(data, table):
    columns = linear_baselines.columns(data / "ncnn_model_layers.csv", table.networks)
    rows, errors = [], {}
    for name, work in columns.items():
        for how, groups in (("in sample", None), ("unseen network", table.networks)):
            predicted = linear_baselines.predictions(work, table.minimum, groups)
            rows.append(told(f"linear fit, {name}, {how}", predicted, table.minimum))
            errors[name] = rows[-1]["value"]
    return rows, errors


def network_rows(table, predicted):
    """The errors of each network and family, from networks held out."""
    rows, of_family = [], collections.defaultdict(list)
    for column, name in enumerate(table.networks):
        errors = error_figures.relative(predicted[:, column], table.minimum[:, column])
        of_family[family(name)].extend(np.abs(errors))
        rows.append(row(f"unseen network {name}, relative error", np.abs(errors).mean(),
                        f"n {len(errors)}, bias {errors.mean():+.1%}, median {np.median(errors):+.1%}"))
    means = {name: np.mean(errors) for name, errors in of_family.items()}
    worst = max(means, key=means.get)
    rows.append(row("unseen network, median family, relative error", np.median(list(means.values())),
                    f"{len(means)} families"))
    rows.append(row("unseen network, worst family, relative error", means[worst], worst))
    return rows


def told_settings(chosen):
    counted = collections.Counter(str(one).removeprefix("Settings") for one in chosen)
    return ", ".join(f"{name} {count} times" for name, count in counted.most_common())


def unseen_rows(table, work, linear, quick):
    times = table.minimum
    predicted = ncnn_predictor.held_out(work, times, table.networks)
    found = error_figures.figures(predicted, times)
    words = f"{error_figures.words(found)}; {len(times)} runs, {len(set(table.devices))} devices, " \
            f"{len(table.networks)} networks"
    ratio = found["mape"] / linear["8 coefficients"]
    rows = [row("unseen network, relative error", found["mape"], words),
            row("unseen network, relative error over that of the linear fit with 8 coefficients", ratio,
                f"{found['mape']:.2%} against {linear['8 coefficients']:.2%} on the same rows",
                f"<= {RATIO_BAR}", ratio <= RATIO_BAR),
            row("unseen network, relative error against the aim", found["mape"] / AIM,
                f"the aim is {AIM:.0%}, and {AIM_WITHIN:.0%} within 10 %: {found['within_10']:.1%} are")]
    inside = ncnn_predictor.predict(ncnn_predictor.fit(work, times), work)
    rows.append(told("shared costs, in sample", inside, times))
    families = [family(name) for name in table.networks]
    rows.append(told("unseen family", ncnn_predictor.held_out(work, times, families), times))
    if not quick:
        alone, chosen = ncnn_predictor.nested(work, times, table.networks)
        rows.append(told("unseen network, one setting chosen inside instead of the average", alone, times,
                         "; chosen: " + told_settings(chosen)))
    return rows + network_rows(table, predicted) + thread_rows(table, predicted)


def thread_rows(table, predicted):
    threads = np.array([int(run["threads"]) for run in table.runs])
    return [told(f"unseen network, {name} threads", predicted[which], table.minimum[which],
                 f"; {which.sum()} runs")
            for name, which in (("1", threads == 1), ("2 to 4", (threads > 1) & (threads <= 4)),
                                ("5 to 12", (threads > 4) & (threads <= 12)), ("16 or more", threads > 12))]


def pair_rows(table, quick):
    candidates = [pair_completion.Settings()] if quick else pair_completion.CANDIDATES
    draws = [pair_completion.nested(table.minimum, table.devices, seed, candidates)
             for seed in range(1 if quick else 2)]
    found = [error_figures.figures(predicted, table.minimum) for predicted, _ in draws]
    mape = float(np.mean([one["mape"] for one in found]))
    chosen = told_settings(one for _, settings in draws for one in settings)
    return [row("device-network pair held out at every number of threads, relative error", mape,
                f"{error_figures.words(found[0])}; {len(found)} times 5 folds; chosen: {chosen}",
                f"<= {PAIR_BAR}", mape <= PAIR_BAR)]


def noise_rows(table):
    noise = (table.average / table.minimum - 1)[np.isfinite(table.minimum)]
    return [row("noise, median of average over minimum - 1", np.median(noise),
                f"90 % of the rows {np.quantile(noise, 0.9):.1%}, 95 % {np.quantile(noise, 0.95):.1%}")]


def claims(data, quick):
    works = layer_work.network_work(data / "ncnn_model_layers.csv")
    table = ncnn_table.read(data / "ncnn_benchmark.csv", works)
    work = np.array([works[name] for name in table.networks])
    rows, linear = baseline_rows(data, table)
    return rows + unseen_rows(table, work, linear, quick) + pair_rows(table, quick) + noise_rows(table)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path, default=HERE.parents[2] / "shared/data/calibration")
    parser.add_argument("--json", action="store_true", help="claims for `lastmile check`")
    parser.add_argument("--quick", action="store_true", help="fewer settings to choose from")
    options = parser.parse_args()
    result = claims(options.data, options.quick)
    if options.json:
        print(json.dumps(result, indent=1))
        return
    for claim in result:
        verdict = {None: "-", True: "holds", False: "does not hold"}[claim["holds"]]
        print(f"{verdict:13}  {claim['name']}: {claim['value']:.4f}  {claim['bar']}  {claim['reason']}")


if __name__ == "__main__":
    main()
