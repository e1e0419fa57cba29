"""Report, picture, notebook and intervals on a made-up result, and on files that are none."""
import contextlib
import io
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import h5py

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / "analysis"), str(pathlib.Path(__file__).resolve().parent)]
import picture  # noqa: E402
import report  # noqa: E402
import synthetic_result  # noqa: E402
from page import run as run_page  # noqa: E402
from lastmile import intervals  # noqa: E402

NOTEBOOK = ROOT / "analysis/notebooks/six_levels.ipynb"


class Report(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.file = self.folder / "run.h5"
        synthetic_result.write(self.file)

    def report(self, *arguments):
        errors = io.StringIO()
        with contextlib.redirect_stderr(errors), contextlib.redirect_stdout(io.StringIO()):
            status = report.main([str(argument) for argument in arguments])
        return status, errors.getvalue()

    def notebook(self):
        return subprocess.run([sys.executable, "-B", ROOT / "analysis/run_notebook.py", NOTEBOOK],
                              env={**os.environ, "LASTMILE_RESULT": str(self.file)},
                              capture_output=True, text=True, check=False)

    def test_page_and_picture(self):
        self.assertEqual(self.report(self.file, "--out", self.folder / "page"), (0, ""))
        image = (self.folder / "page/run.png").read_bytes()
        self.assertEqual(image[:4], b"\x89PNG")
        page = (self.folder / "page/run.html").read_text()
        self.assertEqual(page[:15], "<!doctype html>")

    def test_picture_alone(self):
        self.assertEqual(self.report(self.file, "--picture", self.folder / "a.svg"), (0, ""))
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["a.svg", "run.h5"])

    def test_what_is_no_result_is_refused(self):
        (self.folder / "text.h5").write_text("no HDF5")
        (self.folder / "cut.h5").write_bytes(self.file.read_bytes()[:5000])
        with h5py.File(self.folder / "foreign.h5", "w"):
            pass
        with h5py.File(self.folder / "empty.h5", "w") as file:
            file.attrs["schema_version"] = 1
        for name in ("none.h5", "text.h5", "cut.h5", "foreign.h5", "empty.h5"):
            status, text = self.report(self.folder / name)
            self.assertEqual(status, 2, name)
            self.assertIn(name, text)
            self.assertEqual(len(text.splitlines()), 1, text)

    def test_unwritable_output_is_refused(self):
        status, text = self.report(self.file, "--picture", self.folder / "no/such/a.png")
        self.assertEqual(status, 2)
        self.assertIn("a.png", text)

    def test_notebook_agrees_with_the_summary(self):
        ran = self.notebook()
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertIn("126 values of the summary", ran.stdout)

    def test_notebook_sees_a_wrong_summary(self):
        with h5py.File(self.file, "a") as file:
            file["summary/mean"][0] *= 1 + 1e-8
        ran = self.notebook()
        self.assertEqual(ran.returncode, 1)
        self.assertIn("ns3 cloud accuracy", ran.stderr)


def summary_row(**changes):
    return {"strategy": "a", "level": -1, "network": "ns3", "kpi": "loss", "title": "final loss",
            "unit": "nat", "mean": 1.0, "ci_low": math.nan, "ci_high": math.nan, "printed": 1,
            **changes}


class Page(unittest.TestCase):
    def test_both_kinds_of_error_stand_beside_the_mean(self):
        row = summary_row(mean=2.0, ci_low=1.5, ci_high=2.5, calibration_error=0.25)
        self.assertEqual(run_page.summary_text(row, 1), "2.00 [1.50, 2.50] ± 0.250")
        self.assertEqual(run_page.summary_text(summary_row(calibration_error=math.nan), 1), "1.00")
        self.assertEqual(run_page.summary_text(summary_row(), 1), "1.00")


class Drawing(unittest.TestCase):
    def texts_of(self, rows):
        """What stands in a panel: (title, texts beside its bars, names below them)."""
        figure, axis = picture.plt.subplots()
        self.addCleanup(picture.plt.close, figure)
        strategies = picture.ordered(row["strategy"] for row in rows)
        networks = picture.ordered(row["network"] for row in rows)
        picture.Panel(axis, rows, strategies, networks, picture.short_names(rows)).draw()
        return (axis.get_title(loc="left"), [text.get_text() for text in axis.texts],
                [label.get_text() for label in axis.get_xticklabels()])

    def test_levels_give_short_names(self):
        rows = [summary_row(strategy=name, level=level) for level, name in enumerate("abc")]
        self.assertEqual(self.texts_of(rows)[2], ["Cloud", "L1", "L2"])
        rows.append(summary_row(strategy="d"))
        self.assertEqual(self.texts_of(rows)[2], ["a", "b", "c", "d"])
        twice = [summary_row(strategy=name, level=1) for name in "ab"]
        self.assertEqual(self.texts_of(twice)[2], ["a", "b"])

    def test_title_carries_the_scaled_unit(self):
        rows = [summary_row(kpi=f"latency_{p}", title=f"request latency {p}", unit="s", mean=mean)
                for p, mean in (("p50", 0.004), ("p99", 0.0123))]
        self.assertEqual(self.texts_of(rows)[:2],
                         ("request latency: p50, p99 [ms]", ["4.00", "12.3"]))

    def test_far_apart_values_are_scaled_by_the_largest(self):
        rows = [summary_row(strategy=str(mean), unit="J", mean=mean) for mean in (0.08, 0.09, 11.3)]
        self.assertEqual(self.texts_of(rows)[:2],
                         ("final loss [J]", ["0.0800", "0.0900", "11.3"]))

    def test_bars_are_the_first_network(self):
        rows = [summary_row(), summary_row(network="fluid", mean=2.0)]
        self.assertEqual(self.texts_of(rows)[1], ["1.00"])
        self.assertEqual(picture.heading("t", ["ns3", "fluid"]),
                         "t    bars and curves: ns3, diamonds: fluid")

    def test_only_printed_kpis_with_something_to_show(self):
        rows = [summary_row(), summary_row(kpi="hidden", printed=0),
                summary_row(kpi="dropped", mean=0.0), summary_row(kpi="time", mean=math.nan),
                summary_row(kpi="wan", mean=0.0), summary_row(kpi="wan", strategy="b", mean=3.0)]
        kept = [(row["kpi"], row["strategy"]) for row in picture.drawn_rows(rows)]
        self.assertEqual(kept, [("loss", "a"), ("wan", "a"), ("wan", "b")])

    def test_no_more_panels_than_fit(self):
        kpis = [f"k{i}" for i in range(11)] + ["early_share", "offloaded_bytes"]
        self.assertEqual(list(picture.panel_groups(kpis)), [*kpis[:11], "offloaded_bytes"])
        self.assertEqual(list(picture.panel_groups(kpis[1:])), kpis[1:])

    def test_equal_curves_are_drawn_once(self):
        rows = [{"strategy": name, "round": n, "time_s": n * speed, "accuracy": n / 10}
                for name, speed in (("a", 1.0), ("b", 1.0), ("c", 2.0)) for n in range(3)]
        curves = picture.distinct_curves(rows, {"a": "Cloud", "b": "L1", "c": "L2"})
        self.assertEqual(list(curves.values()), ["Cloud, L1", "L2"])
        self.assertEqual(next(iter(curves)), ((0.0, 1.0, 2.0), (0.0, 0.1, 0.2)))


class Numbers(unittest.TestCase):
    def test_student_t(self):
        closed = {1: math.tan(math.pi * 0.475), 2: synthetic_result.T_TWO_DEGREES}
        for degrees, expected in closed.items():
            t = intervals.student_t_quantile(0.95, degrees)
            self.assertAlmostEqual(t / expected, 1, delta=1e-12)
        for degrees in (3, 4, 9, 29, 100):
            t = intervals.student_t_quantile(0.95, degrees)
            self.assertAlmostEqual(self.mass(t, degrees), 0.95, delta=1e-10)

    @staticmethod
    def mass(t, degrees, steps=4000):
        """P(|T| < t) by Simpson's rule on the density."""
        half = degrees / 2
        log_norm = math.lgamma(half + 0.5) - math.lgamma(half) - math.log(degrees * math.pi) / 2
        width = t / steps
        total = sum((1 if i in (0, steps) else 4 if i % 2 else 2)
                    * math.exp(log_norm - (half + 0.5) * math.log1p((i * width) ** 2 / degrees))
                    for i in range(steps + 1))
        return 2 * total * width / 3

    def test_interval(self):
        mean, low, high = intervals.mean_interval([1.0, 2.0, 3.0])
        half = synthetic_result.T_TWO_DEGREES / math.sqrt(3)
        self.assertAlmostEqual(mean, 2.0)
        self.assertAlmostEqual(low, 2 - half)
        self.assertAlmostEqual(high, 2 + half)
        self.assertTrue(math.isnan(intervals.mean_interval([1.0])[1]))
        self.assertTrue(math.isnan(intervals.mean_interval([1.0, math.nan])[0]))

    def test_values_are_written_shortly(self):
        values = (0, 0.0123, 1.5, 172.4, 12345.6, 1e7, math.nan)
        written = [picture.short(value) for value in values]
        self.assertEqual(written, ["0", "0.0123", "1.50", "172", "12346", "1e+07", "not reached"])
        self.assertEqual(picture.scale_for("B", [2e6, 3e6, 0]), (1e6, "MB"))


if __name__ == "__main__":
    unittest.main()
