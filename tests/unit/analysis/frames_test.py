"""The reader's frames and datasets, on a made-up sweep and a made-up run."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / "analysis"), str(pathlib.Path(__file__).resolve().parent)]
import lastmile  # noqa: E402
import synthetic_result  # noqa: E402
import synthetic_sweep  # noqa: E402


class Files(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = str(pathlib.Path(folder.name) / "a.h5")

    def sweep(self, **options):
        synthetic_sweep.write(self.path, **options)
        return lastmile.load(self.path)

    def run_file(self):
        synthetic_result.write(self.path)
        return lastmile.load(self.path)


class Frames(Files):
    def test_points_are_wide_and_carry_units(self):
        frame = lastmile.frame(self.sweep())
        self.assertEqual(len(frame), 12 * 9)
        self.assertEqual(frame.attrs["units"]["latency_p50"], "s")
        self.assertEqual(frame.attrs["units"]["rate"], "B/s")

    def test_long_points_have_a_row_an_indicator(self):
        frame = lastmile.frame(self.sweep(), "points", "long")
        self.assertEqual(len(frame), 12 * 9 * 3)
        self.assertEqual(list(frame.columns)[-4:], ["kpi", "title", "unit", "value"])
        row = frame[(frame.point == 4) & (frame.kpi == "device_energy")].iloc[0]
        self.assertEqual((row.title, row.unit, row.strategy, row.seed), ("energy/device", "J", "edge", 2))
        self.assertAlmostEqual(row.value, 2.02)
        self.assertTrue((frame.point.diff().dropna() >= 0).all())

    def test_wide_summary_of_a_run(self):
        run = self.run_file()
        frame = lastmile.frame(run, "summary", "wide")
        self.assertEqual(list(frame["strategy"]), synthetic_result.LEVELS)
        self.assertEqual(list(frame["inference_energy"]), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0])
        self.assertEqual(frame.attrs["units"]["training_energy"], "J")
        self.assertEqual(len(lastmile.frame(run, "summary", "long")), 7 * len(synthetic_result.UNITS))

    def test_joined_rows_have_every_parameter(self):
        frame = lastmile.joined(self.sweep(missing=(3,)), "requests")
        self.assertEqual(len(frame), (12 * 9 - 1) * 2)
        last = frame.iloc[-1]
        self.assertEqual((last.radio, last.rate, last.network, last.strategy, last.seed),
                         ("lte", 16e6, "ns3", "device", 3))
        self.assertEqual(frame.attrs["units"]["latency_s"], "s")
        self.assertFalse((frame.point == 3).any())

    def test_what_has_no_such_form(self):
        with self.assertRaisesRegex(lastmile.ResultError, "requests has no indicators"):
            lastmile.frame(self.sweep(), "requests", "long")
        with self.assertRaisesRegex(ValueError, "long or wide"):
            lastmile.frame(self.sweep(), "points", "tall")
        with self.assertRaisesRegex(lastmile.ResultError, "no sweep but a run"):
            lastmile.joined(self.run_file(), "requests")


class Datasets(Files):
    def test_a_full_grid_has_the_parameters_as_dimensions(self):
        data = lastmile.dataset(self.sweep())
        self.assertEqual(dict(data.sizes), {"network": 2, "rate": 3, "radio": 2, "strategy": 3, "seed": 3})
        one = data.latency_p50.sel(network="fluid", rate=4e6, radio="lte", strategy="cloud", seed=3)
        self.assertAlmostEqual(float(one), 0.01 + 0.01 + 0.003)
        self.assertEqual((data.latency_p50.attrs["units"], data.rate.attrs["units"]), ("s", "B/s"))
        self.assertEqual(data.latency_p50.attrs["long_name"], "request latency p50")

    def test_a_point_that_has_not_run_is_not_a_number(self):
        data = lastmile.dataset(self.sweep(missing=(0,)))
        missing = data.latency_p50.isnull()
        self.assertEqual(int(missing.sum()), 1)
        self.assertTrue(missing.sel(network="fluid", rate=1e6, radio="wifi", strategy="cloud", seed=1))

    def test_without_a_full_grid_there_are_cells(self):
        data = lastmile.dataset(self.sweep(full=False))
        self.assertEqual(dict(data.sizes), {"cell": 11, "strategy": 3, "seed": 3})
        self.assertEqual(list(data.radio.sel(cell=[0, 1]).values), ["wifi", "lte"])

    def test_any_table_along_its_rows(self):
        data = lastmile.dataset(self.sweep(), "requests")
        self.assertEqual((data.latency_s.dims, data.latency_s.attrs["units"]), (("row",), "s"))

    def test_xarray_alone_reads_the_same(self):
        import xarray
        ours = lastmile.frame(self.sweep())
        with xarray.open_dataset(self.path, group="points", engine="h5netcdf") as data:
            theirs = data.to_dataframe()
        self.assertTrue((theirs.latency_p50.to_numpy() == ours.latency_p50.to_numpy()).all())
        self.assertEqual(list(theirs.radio), list(ours.radio))


class Reading(Files):
    def refused(self, words, **options):
        with self.assertRaisesRegex(lastmile.ResultError, words):
            lastmile.load(self.path, **options)

    def test_only_the_columns_asked_for(self):
        synthetic_sweep.write(self.path)
        part = lastmile.load(self.path, columns={"requests": ["latency_s", "point"], "cells": None})
        self.assertEqual(list(part.tables), ["requests", "cells"])
        self.assertEqual(list(part.tables["requests"].keys()), ["point", "latency_s"])
        words = "no table 'points' was read; read: cells, requests"
        with self.assertRaisesRegex(lastmile.ResultError, words):
            lastmile.dataset(part)
        words = "requests has no column latency; it has: point, request"
        self.refused(words, columns={"requests": ["latency"]})
        self.refused("no table rounds; it has: cells", columns={"rounds": None})

    def test_incomplete(self):
        synthetic_sweep.write(self.path, complete=0)
        self.assertFalse(lastmile.load(self.path).complete)
        self.refused("is incomplete", complete=True)

    def test_foreign_newer_and_missing_files(self):
        self.refused("no such file")
        pathlib.Path(self.path).write_text("return lm.scenario {}")
        self.refused("a.h5 is no result file$")
        with h5py.File(self.path, "w") as file:
            file["x"] = [1]
        self.refused("not a result of this program")
        with h5py.File(self.path, "a") as file:
            file.attrs["schema_version"] = 99
        self.refused("schema version 99 is newer than this reader")
        with self.assertRaisesRegex(lastmile.ResultError, "is a folder; a sweep's file is .*/merged.h5"):
            lastmile.load(pathlib.Path(self.path).parent)

    def test_damaged_files(self):
        synthetic_sweep.write(self.path)
        whole = pathlib.Path(self.path).read_bytes()
        pathlib.Path(self.path).write_bytes(whole[:len(whole) // 2])
        self.refused("cannot read")
        pathlib.Path(self.path).write_bytes(whole)
        with h5py.File(self.path, "a") as file:
            del file["requests/request"]
            file["requests/request"] = np.arange(3)
        self.refused("column request has not as many rows")


BARE = """
import sys
for name in ("pandas", "xarray", "matplotlib", "scipy"):
    sys.modules[name] = None  # as if it were not installed
sys.path.insert(0, sys.argv[2])
import lastmile
sweep = lastmile.load(sys.argv[1])
print(type(sweep.tables["points"]).__name__, len(lastmile.rows(sweep.tables["points"])),
      len(lastmile.statistics.differences(sweep)["p_value"]),
      len(lastmile.rows(lastmile.ranking.changes(sweep, "network"))))
for make in (lastmile.frame, lastmile.dataset):
    try:
        make(sweep)
    except ImportError as error:
        print(error)
"""


class Bare(Files):
    def test_h5py_and_numpy_are_enough_for_reading_and_statistics(self):
        synthetic_sweep.write(self.path)
        done = subprocess.run([sys.executable, "-B", "-c", BARE, self.path, str(ROOT / "analysis")],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.stderr, "")
        self.assertEqual(done.stdout.splitlines(),
                         ["dict 108 72 3",
                          *(f"this needs {name}, which is not installed (Debian's python3-{name}, or "
                            "pip install './analysis[frames]' in a virtual environment)"
                            for name in ("pandas", "xarray"))])


if __name__ == "__main__":
    unittest.main()
