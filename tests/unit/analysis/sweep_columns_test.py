#!/usr/bin/env python3
"""Every column of a sweep's merged file that a run does not have says what its description says.

usage: sweep_columns_test.py PROGRAM
"""

import math
import os
import subprocess
import tempfile
import unittest

import numpy as np
from columns_run import PROGRAM, tables
from scipy import stats

SCENARIO = """
local lm = require "lastmile"
local cameras = lm.option("cameras", 2)
return lm.scenario {
  name = "small",
  nodes = {
    cameras = lm.devices { profile = "raspberry-pi-4", count = cameras, position = lm.disc { radius = "20m" } },
    edge = lm.device { profile = "jetson-agx-orin", position = lm.at { z = "3m" } },
  },
  network = { lm.wifi { access_point = "edge", stations = "cameras" } },
  model = lm.zoo "camera_cnn",
  data = lm.objects { train_per_device = 2, test = 4 },
  workload = lm.bursts { requests = 4, frames = 4, rate = "40/s" },
  strategies = {
    lm.strategy { name = "camera", inference = lm.place "cameras" },
    lm.strategy { name = "edge", inference = lm.place "edge" },
    lm.strategy { name = "rule", inference = function()
      if cameras == 3 then error("three are too many") end
      return "edge"
    end },
  },
  backend = "fluid",
  sweep = lm.sweep {
    grid = { cameras = { 1, 3 }, compute = { "regression", "roofline" } },
    seeds = lm.range(1, 4),
  },
}
"""
STRATEGIES = ["camera", "edge", "rule"]
SEEDS = [1, 2, 3, 4]


class Sweep(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        path = os.path.join(cls.folder.name, "small.lua")
        with open(path, "w", encoding="utf-8") as file:
            file.write(SCENARIO)
        out = os.path.join(cls.folder.name, "out")
        subprocess.run([PROGRAM, "sweep", path, "--out", out], capture_output=True, text=True, check=False)
        cls.made = tables(os.path.join(out, "merged.h5"))

    def failed(self, i):
        points = self.made["points"]
        return points["strategy"][i] == "rule" and points["cameras"][i] == 3

    def values(self, cell, strategy, kpi):
        """By seed; not a number where the point failed."""
        points = self.made["points"]
        rows = points.of(cell=cell, strategy=strategy)
        by_seed = dict(zip(rows["seed"], rows[kpi]))
        return np.array([by_seed.get(seed, math.nan) for seed in SEEDS])

    def test_points_are_numbered_by_cell_strategy_and_seed(self):
        points, cells = self.made["points"], self.made["cells"]
        done = [i for i in range(4 * 3 * 4) if not (i // 12 in self.cells_with(3) and i // 4 % 3 == 2)]
        self.assertEqual(done, list(points["point"]))
        for i, number in enumerate(points["point"]):
            self.assertEqual((number // 12, STRATEGIES[number // 4 % 3], SEEDS[number % 4]),
                             (points["cell"][i], points["strategy"][i], points["seed"][i]))
            for name in ("network", "compute", "cameras"):
                self.assertEqual(cells[name][points["cell"][i]], points[name][i])
        self.assertEqual({-1}, set(points["level"]))

    def cells_with(self, cameras):
        cells = self.made["cells"]
        return [int(cell) for cell in cells["cell"][cells["cameras"] == cameras]]

    def test_hash_of_a_point_is_its_own(self):
        points = self.made["points"]
        self.assertEqual(points.rows, len(set(points["hash"])))
        self.assertTrue(all(len(one) == 32 for one in points["hash"]))

    def test_cells_count_their_points(self):
        cells = self.made["cells"]
        self.assertEqual(list(range(4)), list(cells["cell"]))
        self.assertEqual({"fluid"}, set(cells["network"]))
        self.assertEqual({"regression", "roofline"}, set(cells["compute"]))
        counted = [self.made["points"].of(cell=cell).rows for cell in range(4)]
        self.assertEqual(counted, list(cells["points"]))
        self.assertEqual([8, 8, 12, 12], sorted(counted))

    def test_differences_are_paired_by_seed(self):
        """cell, strategy, baseline, kpi: mean, ci_low, ci_high, n and p_value of strategy minus baseline."""
        rows = self.made["differences"]
        self.assertEqual({"camera"}, set(rows["baseline"]))
        self.assertEqual({"edge", "rule"}, set(rows["strategy"]))
        looked_at = 0
        for i in range(rows.rows):
            kpi, cell = rows["kpi"][i], rows["cell"][i]
            a, b = (self.values(cell, name, kpi) for name in (rows["strategy"][i], rows["baseline"][i]))
            difference = (a - b)[~np.isnan(a - b)]
            self.assertEqual(len(difference), rows["n"][i])
            if len(difference) < 2 or difference.std() == 0:
                continue
            looked_at += 1
            half = stats.t.ppf(0.975, len(difference) - 1) * stats.sem(difference)
            for name, value in (("mean", difference.mean()), ("ci_low", difference.mean() - half),
                                ("ci_high", difference.mean() + half)):
                np.testing.assert_allclose(rows[name][i], value, rtol=1e-6, atol=1e-12, err_msg=name)
            np.testing.assert_allclose(rows["p_value"][i], stats.ttest_1samp(difference, 0).pvalue, rtol=1e-5)
        self.assertGreater(looked_at, 10)

    def test_p_adjusted_is_holms(self):
        rows = self.made["differences"]
        for kpi in set(rows["kpi"]):
            own = rows.of(kpi=kpi)
            known = ~np.isnan(own["p_value"])
            p = own["p_value"][known]
            order = np.argsort(p, kind="stable")
            adjusted, worst = np.empty(len(p)), 0.0
            for rank, i in enumerate(order):
                worst = max(worst, min(1.0, (len(p) - rank) * p[i]))
                adjusted[i] = worst
            np.testing.assert_allclose(own["p_adjusted"][known], adjusted, rtol=1e-9)

    def test_title_and_unit_of_differences(self):
        rows, summary = self.made["differences"], self.made["summary"]
        for kpi, title, unit in zip(rows["kpi"], rows["title"], rows["unit"]):
            same = summary.of(kpi=kpi)
            self.assertEqual((title, unit), (same["title"][0], same["unit"][0]))

    def test_ranking_changes_count_cells(self):
        changes = self.made["ranking_changes"]
        self.assertEqual({"compute"}, set(changes["axis"]))
        for i in range(changes.rows):
            self.assertEqual({"regression", "roofline"}, {changes["from"][i], changes["to"][i]})
            self.assertEqual(1, changes["cells"][i])  # three cameras: a strategy failed, so nothing is compared
            self.assertTrue(0 <= changes["significant"][i] <= changes["changed"][i] <= changes["cells"][i])
            self.assertEqual(changes["changed"][i] > 0, changes["pairs"][i] != "")
            self.assertIn(changes["title"][i], list(self.made["summary"].of(kpi=changes["kpi"][i])["title"]))
            self.assertEqual(changes["changed"][i], int(self.changed(1, changes["kpi"][i])))

    def changed(self, cameras, kpi):
        """Whether two strategies change sides between the two cost models."""
        cells = self.made["cells"]
        means = []
        for compute in ("regression", "roofline"):
            cell = int(cells.of(cameras=cameras, compute=compute)["cell"][0])
            rows = self.made["summary"].of(cell=cell, kpi=kpi)
            means.append(dict(zip(rows["strategy"], rows["mean"])))
        here, there = means
        pairs = [(a, b) for a in here for b in here if a < b]
        return any((here[a] - here[b]) * (there[a] - there[b]) < 0 for a, b in pairs)

    def test_failures_say_why(self):
        failures = self.made["failures"]
        wanted = [cell * 12 + 8 + seed for cell in self.cells_with(3) for seed in range(4)]
        self.assertEqual(wanted, list(failures["point"]))
        self.assertTrue(all("three are too many" in error for error in failures["error"]))


if __name__ == "__main__":
    unittest.main()
