"""Paired differences, Holm and changes of rankings: cases by hand, SciPy, and a made-up sweep."""
import math
import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / "analysis"), str(pathlib.Path(__file__).resolve().parent)]
import lastmile  # noqa: E402
import synthetic_sweep  # noqa: E402
from lastmile import ranking, statistics  # noqa: E402


class ByHand(unittest.TestCase):
    def test_holm(self):
        adjusted = statistics.holm([0.01, 0.04, math.nan, 0.03, 0.005, 0.9])
        for ours, expected in zip(adjusted, (0.04, 0.09, math.nan, 0.09, 0.025, 0.9)):
            self.assertTrue(ours == expected or abs(ours - expected) < 1e-15 or
                            math.isnan(ours) and math.isnan(expected), (ours, expected))
        self.assertEqual(list(statistics.holm([0.7, 0.6])), [1.0, 1.0])

    def test_paired_differences(self):
        """t = 2 sqrt 3, and of two degrees P(|T| < t) = t / sqrt(t^2 + 2)."""
        found = statistics.paired([1.0, 2.0, 3.0])
        self.assertAlmostEqual(found["p_value"], 1 - math.sqrt(12 / 14), 14)
        self.assertEqual((found["mean"], found["n"]), (2.0, 3))
        half = 0.95 * math.sqrt(2 / 0.0975) / math.sqrt(3)
        self.assertAlmostEqual(found["ci_high"] - found["ci_low"], 2 * half)

    def test_no_spread_and_no_seeds(self):
        self.assertEqual(statistics.paired([0.5, 0.5])["p_value"], 0.0)
        self.assertEqual(statistics.paired([0.0, 0.0])["p_value"], 1.0)
        one = statistics.paired([0.5])
        self.assertEqual((one["mean"], one["n"]), (0.5, 1))
        self.assertTrue(math.isnan(one["p_value"]) and math.isnan(one["ci_low"]))
        unknown = statistics.paired([0.5, math.nan])
        self.assertEqual(unknown["n"], 2)
        self.assertTrue(math.isnan(unknown["mean"]) and math.isnan(unknown["p_value"]))

    def test_against_scipy(self):
        from scipy import stats
        ours, theirs = [0.31, 0.29, 0.4, 0.33, 0.36], [0.2, 0.3, 0.27, 0.31, 0.22]
        found = statistics.paired([a - b for a, b in zip(ours, theirs)])
        self.assertAlmostEqual(found["p_value"], stats.ttest_rel(ours, theirs).pvalue, 13)
        tiny = lastmile.intervals.two_sided_p(60.0, 9)
        self.assertAlmostEqual(tiny / (2 * stats.t.sf(60.0, 9)), 1, 10)


class OfASweep(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "merged.h5"
            synthetic_sweep.write(path)
            cls.sweep = lastmile.load(path)

    def row(self, rows, **wanted):
        found = [row for row in lastmile.rows(rows)
                 if all(row[name] == value for name, value in wanted.items())]
        self.assertEqual(len(found), 1)
        return found[0]

    def test_differences_are_paired_by_seed(self):
        rows = statistics.differences(self.sweep)
        self.assertEqual((len(rows), rows["unit"].nunique()), (3 * 12 * 2, 3))  # a frame
        row = self.row(rows, cell=0, strategy="edge", kpi="latency_p50")
        self.assertEqual((row["baseline"], row["unit"], row["n"]), ("cloud", "s", 3))
        self.assertAlmostEqual(row["mean"], 0.02 - 0.05 + 1e-4 / 3)  # the seeds' own offset cancels
        self.assertGreaterEqual(row["p_adjusted"], row["p_value"])
        self.assertTrue(math.isnan(self.row(rows, cell=0, strategy="device", kpi="accuracy")["mean"]))

    def test_another_baseline(self):
        rows = statistics.differences(self.sweep, "device")
        row = self.row(rows, cell=3, strategy="edge", kpi="device_energy")
        self.assertAlmostEqual(row["mean"], -1.0)

    def test_summary(self):
        mean, low, high = statistics.summary(self.sweep)[0, "edge", "device_energy"]
        self.assertAlmostEqual(mean, 2.02)
        self.assertAlmostEqual((low + high) / 2, 2.02)
        self.assertTrue(math.isnan(statistics.summary(self.sweep)[0, "device", "accuracy"][0]))

    def test_orders(self):
        places = ranking.positions({"a": 2.0, "b": math.nan, "c": 1.0, "d": 2.0 + 1e-12, "e": math.nan})
        self.assertEqual(places, {"c": 0, "a": 1, "d": 1, "b": 3, "e": 3})
        rows = ranking.orders(self.sweep)
        self.assertEqual(self.row(rows, cell=0, kpi="latency_p50")["order"], "edge < device < cloud")
        self.assertEqual(self.row(rows, cell=0, kpi="accuracy")["order"], "cloud = edge < device")

    def test_ranking_changes(self):
        rows = ranking.changes(self.sweep, "network")
        self.assertEqual(len(rows), 3)
        row = self.row(rows, kpi="latency_p50")
        self.assertEqual((row["from"], row["to"], row["cells"]), ("fluid", "ns3", 6))
        self.assertEqual((row["changed"], row["significant"], row["pairs"]), (1, 1, "edge/device in 1"))
        self.assertEqual(self.row(rows, kpi="device_energy")["changed"], 0)
        self.assertEqual(len(ranking.changes(self.sweep, "compute")), 0)


if __name__ == "__main__":
    unittest.main()
