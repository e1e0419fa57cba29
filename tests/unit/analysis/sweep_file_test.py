"""The merged file of a real sweep as Python sees it: its statistics come out of its points alone.

    sweep_file_test.py PROGRAM
"""
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "analysis"))
import lastmile  # noqa: E402
from lastmile import ranking, statistics  # noqa: E402

PROGRAM = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else None
WORDS = ("--seeds", "4", "--jobs", "2")


def same(ours, theirs):
    if isinstance(ours, str):
        return ours == theirs
    if math.isnan(ours) or math.isnan(theirs):
        return math.isnan(ours) and math.isnan(theirs)
    return abs(ours - theirs) <= 1e-9 * max(abs(ours), abs(theirs)) + 1e-300


class Recomputed:
    """What a merged file's statistics must be, whatever is in it."""
    more = ()

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        scenario = pathlib.Path(__file__).resolve().parent / "two_places.lua"
        subprocess.run([PROGRAM, "sweep", scenario, "--out", cls.folder.name, *WORDS, *cls.more],
                       check=True, capture_output=True)
        if cls.more:  # exit status 1: the file is incomplete
            merged = subprocess.run([PROGRAM, "sweep", "merge", cls.folder.name], capture_output=True,
                                    check=False)
            assert merged.returncode == 1, merged
        cls.path = pathlib.Path(cls.folder.name) / "merged.h5"
        cls.sweep = lastmile.load(cls.path)

    def compare(self, ours, table):
        ours, theirs = lastmile.rows(ours), lastmile.rows(self.sweep.tables[table])
        self.assertEqual(len(ours), len(theirs))
        self.assertGreater(len(ours), 0)
        for one, other in zip(ours, theirs):
            wrong = {name: (value, other[name]) for name, value in one.items()
                     if not same(value, other[name])}
            self.assertEqual(wrong, {}, other)

    def test_differences(self):
        self.compare(statistics.differences(self.sweep), "differences")

    def test_orders_and_their_changes(self):
        self.compare(ranking.orders(self.sweep), "ranking")
        self.compare(ranking.changes(self.sweep, "compute"), "ranking_changes")

    def test_summary(self):
        ours = statistics.summary(self.sweep)
        theirs = lastmile.rows(self.sweep.tables["summary"])
        self.assertEqual(len(ours), len(theirs))
        for row in theirs:
            found = ours[row["cell"], row["strategy"], row["kpi"]]
            for name, value in zip(("mean", "ci_low", "ci_high"), found):
                self.assertTrue(same(value, row[name]), (row, value))


class WholeSweep(Recomputed, unittest.TestCase):
    def test_it_is_whole(self):
        self.assertEqual(lastmile.load(self.path, complete=True).kind, "sweep")
        self.assertGreater(ranking.changes(self.sweep, "compute")["significant"].sum(), 0)

    def test_dimensions(self):
        """A cell of the grid is left out by the scenario, so there are cells; without it there is a grid."""
        self.assertEqual(dict(lastmile.dataset(self.sweep).sizes), {"cell": 14, "strategy": 2, "seed": 4})
        rows = lastmile.joined(self.sweep, "requests")
        self.assertEqual(len(rows), len(self.sweep.tables["requests"]))
        self.assertEqual(sorted(set(rows["cameras"])), [1, 2, 4, 8])

    def test_xarray_alone(self):
        import xarray
        with xarray.open_dataset(self.path, group="points", engine="h5netcdf") as data:
            frame = data.to_dataframe()
        ours = lastmile.frame(self.sweep)
        self.assertEqual(len(frame), 14 * 2 * 4)
        self.assertTrue((frame["latency_p50"].to_numpy() == ours["latency_p50"].to_numpy()).all())


class ThirdOfASweep(Recomputed, unittest.TestCase):
    """Points are missing: seeds of a strategy here, of its baseline there."""
    more = ("--shard", "1/3")

    def test_what_is_missing(self):
        with self.assertRaisesRegex(lastmile.ResultError, "incomplete"):
            lastmile.load(self.path, complete=True)
        data = lastmile.dataset(self.sweep)
        self.assertEqual(int(data.latency_p50.notnull().sum()), len(self.sweep.tables["points"]))
        self.assertLess(len(self.sweep.tables["points"]), 14 * 2 * 4)
        self.assertLess(statistics.differences(self.sweep)["n"].min(), 4)


if __name__ == "__main__":
    if PROGRAM is None:
        sys.exit(__doc__)
    unittest.main()
