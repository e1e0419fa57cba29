"""Result files as other programs see them: h5diff, h5py, and xarray where it is installed.

    result_file_test.py PROGRAM      PROGRAM writes the sample file: PROGRAM FILE ROWS HOST
"""
import pathlib
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "analysis"))
import lastmile_io  # noqa: E402

PROGRAM = sys.argv.pop(1) if len(sys.argv) > 1 else None


class ResultFile(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def write(self, name, rows=3000, host="here"):
        path = str(pathlib.Path(self.folder.name) / name)
        subprocess.run([PROGRAM, path, str(rows), host], check=True)
        return path

    def diff(self, *arguments):
        return subprocess.run(["h5diff", *arguments], capture_output=True, text=True, check=False)

    def test_equal_runs_differ_in_provenance_alone(self):
        first, second = self.write("a.h5"), self.write("b.h5", host="a machine with a longer name")
        apart = self.diff("--exclude-path", "/provenance", first, second)
        self.assertEqual((apart.returncode, apart.stdout, apart.stderr), (0, "", ""))
        self.assertEqual(self.diff(first, second).returncode, 1)

    def test_other_rows_are_seen(self):
        first, second = self.write("a.h5"), self.write("b.h5", rows=2999)
        found = self.diff("--exclude-path", "/provenance", first, second)
        self.assertNotEqual((found.returncode, found.stdout), (0, ""))

    def test_columns_keep_order_and_carry_unit_and_description(self):
        with h5py.File(self.write("a.h5")) as file:
            group = file["requests"]
            self.assertEqual(list(group), ["row", "strategy", "level", "latency_s", "cut"])
            for name in group:
                self.assertIn("unit", group[name].attrs)
                self.assertTrue(group[name].attrs["description"])
            self.assertEqual(group["latency_s"].dims[0].keys(), ["row"])
            self.assertEqual(group["latency_s"].attrs["unit"], "s")

    def test_reader(self):
        result = lastmile_io.load(self.write("a.h5", rows=10))
        self.assertTrue(result.complete)
        self.assertEqual(result.provenance["host"], "here")
        self.assertEqual(result.attributes["seeds"], [1, 2, 3])
        rows = lastmile_io.rows(result.tables["requests"])
        self.assertEqual(len(rows), 10)
        self.assertEqual([rows[8][name] for name in ("strategy", "level", "cut")],
                         ["Straße 1", 1, "conv8"])
        self.assertTrue(np.isnan(rows[0]["latency_s"]))

    def test_xarray(self):
        try:
            import h5netcdf  # noqa: F401
            import xarray
        except ImportError:
            self.skipTest("xarray or h5netcdf is not installed")
        path = self.write("a.h5", rows=10)
        with xarray.open_dataset(path, group="requests", engine="h5netcdf") as data:
            frame = data.to_dataframe()
        self.assertEqual(list(frame.columns), ["strategy", "level", "latency_s", "cut"])
        self.assertEqual(list(frame["level"])[:8], [0, 1, 2, 3, 4, 5, 6, 0])


if __name__ == "__main__":
    if PROGRAM is None:
        sys.exit(__doc__)
    unittest.main()
