#!/usr/bin/env python3
"""How well the energy of an inference is known when its time is: MLPerf's edge boards, networks held out.

    models/fit/check_energy.py [--data DIR] [--json] [--quick]

A network is left out in all its precisions; the form of the power model and its parameters are chosen
without it (energy_fit.py). Beside it: the median power of the other networks, the additive form that
device files carry, and a whole family left out. --quick offers fewer parameters to choose from. Needs
numpy and scipy."""
import argparse
import json
import pathlib
import statistics

import numpy as np

import energy_fit
import features

HERE = pathlib.Path(__file__).resolve().parent
BAR = 0.05
QUICK = [energy_fit.Constant(), energy_fit.Additive(), energy_fit.Loglinear(0.3),
         energy_fit.Smooth(1.0, 0.03)]


def mape(errors):
    return float(np.abs(errors).mean())


def board_figures(rows, candidates):
    errors, names = energy_fit.nested(rows, candidates)
    by_family, _ = energy_fit.nested(rows, candidates, "family")
    return {"n": len(rows), "networks": len({row.network for row in rows}), "held_out": mape(errors),
            "rmspe": float(np.sqrt((errors ** 2).mean())), "bias": float(errors.mean()),
            "within_5": float((np.abs(errors) < 0.05).mean()),
            "within_10": float((np.abs(errors) < 0.1).mean()), "worst": float(np.abs(errors).max()),
            "family": mape(by_family), "forms": names,
            "by_precision": mape(energy_fit.held_out(energy_fit.ByPrecision(), rows)),
            "constant": mape(energy_fit.held_out(energy_fit.Constant(), rows)),
            "additive": mape(energy_fit.held_out(energy_fit.Additive(), rows))}


def words(figures):
    forms = ", ".join(f"{name} {count} times" for name, count in figures["forms"].most_common())
    return (f"{figures['n']} rows of {figures['networks']} networks; median power "
            f"{figures['constant']:.1%}, of the same precision {figures['by_precision']:.1%}, additive form "
            f"{figures['additive']:.1%}; RMSPE {figures['rmspe']:.1%}, bias {figures['bias']:+.1%}, "
            f"within 5 % {figures['within_5']:.0%}, within 10 % {figures['within_10']:.0%}, worst {figures['worst']:.0%}; a family left out "
            f"{figures['family']:.1%}; chosen: {forms}")


def claims(boards):
    rows = [{"name": f"energy given the time, {system}: relative error on networks held out",
             "value": figures["held_out"], "bar": "", "holds": None, "reason": words(figures)}
            for system, figures in boards.items()]
    median = statistics.median(figures["held_out"] for figures in boards.values())
    plain = statistics.median(figures["constant"] for figures in boards.values())
    rows.append({"name": "energy given the time, median board: relative error on networks held out",
                 "value": median, "bar": f"<= {BAR}", "holds": median <= BAR,
                 "reason": f"median power of the other networks: {plain:.1%}"})
    additive = statistics.median(figures["additive"] for figures in boards.values())
    rows.append({"name": "energy given the time, median board, additive form of the device files",
                 "value": additive, "bar": "", "holds": None, "reason": ""})
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path, default=HERE.parents[2] / "shared/data/calibration")
    parser.add_argument("--json", action="store_true", help="claims for `lastmile check`")
    parser.add_argument("--quick", action="store_true", help="fewer parameters to choose from")
    options = parser.parse_args()
    rows = features.read_csv(options.data / "mlperf_edge_latency_energy.csv")
    boards = {system: board_figures(found, QUICK if options.quick else None)
              for system, found in energy_fit.boards(rows).items()}
    result = claims(boards)
    if options.json:
        print(json.dumps(result, indent=1))
        return
    for claim in result:
        verdict = {None: "-", True: "holds", False: "does not hold"}[claim["holds"]]
        print(f"{verdict:13}  {claim['name']}: {claim['value']:.1%}  {claim['bar']}  {claim['reason']}")


if __name__ == "__main__":
    main()
