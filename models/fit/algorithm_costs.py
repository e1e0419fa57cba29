"""Costs of work of every CPU that ncnn's table measured, as a group of its device file (cost model `algorithm`)."""
import collections

import numpy as np

import error_figures
import layer_work
import ncnn_predictor
import ncnn_source
import ncnn_table
from fitting import number

SOURCE = ("models/fit/ncnn_predictor.py on all CPU runs together: {}; held out = one network, left out of "
          "every run").format(ncnn_source.NCNN)


def fitted(folder):
    """{run: (costs in seconds, held-out errors)}."""
    works = layer_work.network_work(folder / "ncnn_model_layers.csv")
    table = ncnn_table.read(folder / "ncnn_benchmark.csv", works)
    work = np.array([works[name] for name in table.networks])
    costs = np.exp(ncnn_predictor.fit(work, table.minimum))
    predicted = ncnn_predictor.held_out(work, table.minimum, table.networks)
    return {run["run"]: (costs[row], error_figures.relative(predicted[row], table.minimum[row]))
            for row, run in enumerate(table.runs)}


def run_of(data, spec):
    """The run that most of the times come from which the regression of this processor was fitted to."""
    date, best = ncnn_source.newest_rows(data, spec)
    times = collections.Counter(
        row["run"] for row in data["ncnn"]
        if row["backend"] == "cpu" and row["blame_date"] == date and row["device"].startswith(spec["device"])
        and best.get(ncnn_table.name_of(row["model"])) == (float(row["min_ms"]), float(row["avg_ms"])))
    return times.most_common(1)[0][0]


def group(data, spec):
    costs, errors = data["algorithms"][run_of(data, spec)]
    found = {f"seconds_{name}": float(number(cost)) for name, cost in zip(layer_work.WORK, costs)}
    return found | {"n": len(errors), "held_out_mape": float(number(np.abs(errors).mean())),
                    "held_out_rmspe": float(number(np.sqrt((errors ** 2).mean()))),
                    "provenance": "calibrated", "source": SOURCE}
