"""Plots of a made-up sweep and run: what they draw, and what they refuse."""
import math
import os
import pathlib
import sys
import tempfile
import unittest

os.environ["MPLBACKEND"] = "Agg"
import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / "analysis"), str(pathlib.Path(__file__).resolve().parent)]
import lastmile  # noqa: E402
import synthetic_result  # noqa: E402
import synthetic_sweep  # noqa: E402
from lastmile import palette, plots, ranking, statistics  # noqa: E402


class Plots(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "a.h5"
            synthetic_sweep.write(path)
            cls.sweep = lastmile.load(path)
            synthetic_result.write(path)
            cls.run_file = lastmile.load(path)

    def tearDown(self):
        import matplotlib.pyplot
        matplotlib.pyplot.close("all")

    def test_curves(self):
        where = {"network": "fluid", "radio": "wifi"}
        axes = plots.curves(self.sweep, "rate", "latency_p50", where, log=True)
        cloud = axes.get_lines()[0]
        self.assertEqual((cloud.get_label(), cloud.get_color()), ("cloud", palette.COLOURS[0]))
        np.testing.assert_allclose(cloud.get_xdata(), [8, 32, 128])
        np.testing.assert_allclose(cloud.get_ydata(), [52, 22, 14.5])
        self.assertEqual(axes.get_xlabel(), "rate [Mbit/s]")
        self.assertEqual(axes.get_ylabel(), "request latency p50 [ms]")
        self.assertEqual(len(axes.collections), 3)  # intervals

    def test_what_else_varies_must_be_said(self):
        with self.assertRaisesRegex(lastmile.ResultError, "network, radio vary too"):
            plots.curves(self.sweep, "rate", "latency_p50")

    def refused(self, words, plot, *arguments, **options):
        with self.assertRaisesRegex(lastmile.ResultError, words):
            plot(self.sweep, *arguments, **options)

    def test_unknown_names_are_told_with_what_there_is_the_nearest_first(self):
        where = {"network": "fluid", "radio": "wifi"}
        self.refused("nothing called 'rte' is swept; there are: rate, ", plots.curves, "rte", "latency_p50")
        self.refused("nothing called 'radios' is swept; there are: radio, ", plots.curves, "rate",
                     "latency_p50", {"radios": "lte"})
        self.refused("no indicator 'latency'; there are: latency_p50, ", plots.curves, "rate", "latency",
                     where)
        self.refused("no indicator 'acuracy'; there are: accuracy, ", plots.pareto, "latency_p50",
                     "device_energy", "acuracy")
        self.refused("no indicator 'seed'; there are: ", plots.curves, "rate", "seed", where)
        self.refused("no strategy 'egde'; there are: edge, ", plots.heat_map, "rate", "radio",
                     "latency_p50", "egde", where={"network": "ns3"})
        self.refused("no strategy 'clod'; there are: cloud, ", statistics.differences, "clod")
        self.refused("requests has no column 'latency'; it has: latency_s, ", plots.cdf, "requests",
                     "latency")

    def test_values_that_were_not_swept(self):
        self.refused("no cell has radio = 'nr'; its values: wifi, lte", plots.curves, "rate", "latency_p50",
                     {"network": "fluid", "radio": "nr"})
        self.refused(r"no cell has rate = '8Mbps'; its values \(in B/s\): 1000000.0, 4000000.0",
                     plots.curves, "radio", "latency_p50", {"rate": "8Mbps"})

    def test_distributions_of_a_run_and_of_points(self):
        axes = plots.cdf(self.run_file, "requests", "latency_s")
        self.assertEqual([line.get_label() for line in axes.get_lines()], synthetic_result.LEVELS)
        axes = plots.cdf(self.sweep, "requests", "latency_s", points=[0, 1])
        (line,) = axes.get_lines()
        np.testing.assert_allclose(line.get_xdata(), [51, 52, 102, 104])
        np.testing.assert_allclose(line.get_ydata(), [0.25, 0.5, 0.75, 1])
        self.assertEqual(axes.get_xlabel(), "latency [ms]")

    def test_forest(self):
        rows = statistics.differences(self.sweep)
        rows = rows[rows["cell"] < 2]
        axes = plots.forest(self.sweep, rows, "latency_p50")
        self.assertEqual([text.get_text() for text in axes.get_yticklabels()][0],
                         "device: fluid, 8 Mbit/s, lte")
        self.assertEqual(axes.get_xlabel(), "request latency p50, difference from cloud [ms]")
        with self.assertRaisesRegex(lastmile.ResultError, "no indicator 'speed'; there are"):
            plots.forest(self.sweep, rows, "speed")

    def test_front(self):
        values = [(1, 5, 0.9), (2, 4, 0.9), (2, 6, 0.9), (3, 6, 0.95), (math.nan, 0, 1)]
        self.assertEqual(list(plots.front(values, largest=[2])), [True, True, False, True, False])

    def test_pareto(self):
        axes = plots.pareto(self.sweep, "latency_p50", "device_energy", "accuracy")
        self.assertEqual(axes.get_xlabel(), "request latency p50 [ms]")
        self.assertEqual(axes.get_ylabel(), "energy/device [J]")
        self.assertEqual([one.get_label() for one in axes.collections], ["cloud", "edge"])  # device: no mean

    def test_heat_map_against_a_baseline(self):
        where = {"network": "ns3"}
        axes = plots.heat_map(self.sweep, "rate", "radio", "device_energy", "edge", "cloud", where)
        grid = axes.get_images()[0].get_array()
        np.testing.assert_allclose(grid, np.full((2, 3), math.log2(2.02 / 1.02)))
        self.assertEqual([text.get_text() for text in axes.get_yticklabels()], ["wifi", "lte"])
        self.assertEqual(axes.get_xticklabels()[2].get_text(), "128 Mbit/s")
        axes = plots.heat_map(self.sweep, "rate", "radio", "latency_p50", "cloud", where=where)
        np.testing.assert_allclose(axes.get_images()[0].get_array(), [[52, 22, 14.5]] * 2)

    def test_ranking_table(self):
        axes = plots.ranking_table(ranking.changes(self.sweep, "network"))
        self.assertEqual([text.get_text() for text in axes.texts], ["0 of 6", "0 of 6", "1 of 6"])
        self.assertAlmostEqual(max(bar.get_width() for bar in axes.patches), 1 / 6)


if __name__ == "__main__":
    unittest.main()
