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
import intervals  # noqa: E402
import picture  # noqa: E402
import report  # noqa: E402
import synthetic_result  # noqa: E402

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
        for expected in ("data:image/png;base64,", "six_levels", "assumed", "6 &lt;b&gt; 0",
                         "not reached"):
            self.assertIn(expected, page)
        self.assertNotIn("<b>", page)

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
        self.assertIn("70 values of the summary", ran.stdout)

    def test_notebook_sees_a_wrong_summary(self):
        with h5py.File(self.file, "a") as file:
            file["summary/mean"][0] *= 1 + 1e-8
        ran = self.notebook()
        self.assertEqual(ran.returncode, 1)
        self.assertIn("ns3 cloud accuracy", ran.stderr)


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
