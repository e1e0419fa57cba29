"""The fits of device files and of energy recover what made the data, and never see what is left out."""
import importlib.util
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "models" / "fit"))
if not all(importlib.util.find_spec(name) for name in ("numpy", "scipy")):
    print("skipped: needs python3-numpy and python3-scipy")
    sys.exit(0)

import numpy as np

import energy_fit
import fitting

failed = 0


def check(good, what):
    global failed
    failed += not good
    print(f"{'ok' if good else 'FAIL'}  {what}")


def made_rows(static=3.0, per_mac=1e-10, per_byte=5e-10):
    draw, rows = np.random.default_rng(1), []
    for i in range(30):
        macs, moved, seconds = 10 ** draw.uniform(7, 9.5), 10 ** draw.uniform(6, 8), 10 ** draw.uniform(-3, -1)
        watts = static + (per_mac * macs + per_byte * moved) / seconds
        rows.append(energy_fit.Row(f"net{i}", f"family{i % 3}", "fp32", macs, moved, 50.0, seconds, watts))
    return rows


def energy():
    rows = made_rows()
    found = energy_fit.Additive.coefficients(rows)
    check(np.allclose(found[:3], [3.0, 1e-10, 5e-10], rtol=1e-3), f"additive form recovers {found[:3]}")
    errors = energy_fit.held_out(energy_fit.Additive(), rows)
    check(np.abs(errors).max() < 1e-3, "additive form predicts networks held out")
    plain = energy_fit.held_out(energy_fit.Constant(), rows)
    check(np.abs(plain).mean() > 0.1, "where a constant power does not")
    _, names = energy_fit.nested(rows)
    check(names["constant"] == names["by_precision"] == 0, f"nested choice: {dict(names)}")
    odd = [rows[0]._replace(watts=100 * rows[0].watts)] + rows[1:]
    left_out = energy_fit.held_out(energy_fit.Additive(), odd)[0]
    check(abs(left_out + 0.99) < 1e-3, "a network that is left out is not seen by its own prediction")


def times():
    draw = np.random.default_rng(2)
    true = np.array([1e-11, 2e-11, 3e-11, 4e-11, 5e-11, 6e-10, 7e-6])
    rows = 10 ** draw.uniform(5, 8, (20, 7)) * [1, 1, 1, 1, 1, 0.1, 1e-5]
    check(np.allclose(fitting.solve(rows, rows @ true, np.zeros(7)), true, rtol=1e-4), "solve recovers")
    bounded = fitting.solve(rows, rows @ true, 2 * true)
    check((bounded >= 2 * true * 0.999).all(), "solve respects its bounds")
    basis = np.array([[1, 1, 1, 2, 1.5, 0, 0], [0, 0, 0, 0, 0, 1, 0]]).T
    tied, bounds, _ = fitting.reduced({"rows": rows, "basis": basis}, np.full(7, 1e-12))
    check(np.allclose(tied @ [1e-11, 1e-10], rows @ (basis @ [1e-11, 1e-10])), "ties add columns up")
    check(np.allclose(bounds, [5e-13, 1e-12]), "a tied bound is the least of them")
    groups = [str(i // 2) for i in range(20)]
    seconds = rows @ true
    seconds[:2] *= 3
    errors = fitting.held_out_errors(rows, seconds, groups, np.zeros(7))
    check(np.allclose(errors[:2], 1 / 3 - 1, rtol=1e-2), "a group that is left out is not seen")


energy()
times()
sys.exit(1 if failed else 0)
