"""Traces of `lastmile evaluate --trace` as Python sees them.

    trace_test.py PROGRAM
"""
import json
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
DATA = ("--data", "digits", "--samples", "50")


class TraceFile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        for name in ("b_lenet", "lenet"):
            cls.run_program("train", name, "--data", "digits", "--samples", "300", "--passes", "1", "--out",
                            cls.path(name + ".onnx"))
        done = cls.run_program("evaluate", cls.path("b_lenet.onnx"), cls.path("lenet.onnx"), *DATA,
                               "--threshold", "0.3", "--trace", cls.path("t.h5"), "--features", "max_pool_2",
                               "--json")
        *cls.printed, cls.ladder = json.loads(done)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def path(cls, name):
        return str(pathlib.Path(cls.folder.name) / name)

    @classmethod
    def run_program(cls, *arguments):
        return subprocess.run([PROGRAM, *arguments], check=True, capture_output=True, text=True).stdout

    def test_answers_agree_with_what_was_printed(self):
        trace = lastmile_io.load_trace(self.path("t.h5"))
        self.assertEqual(list(trace.labels[:12]), [i % 10 for i in range(12)])
        self.assertEqual(list(trace.networks), ["b_lenet", "lenet"])
        for one in self.printed:
            net = trace.networks[one["network"]]
            self.assertEqual(net.correct.shape, (50, len(one["exits"])))
            for position, exit_ in enumerate(one["exits"]):
                self.assertAlmostEqual(net.correct[:, position].mean(), exit_["accuracy"], 12)
                self.assertAlmostEqual(net.loss[:, position].mean(), exit_["loss"], 12)
                self.assertAlmostEqual((net.rank[:, position] < 5).mean(), exit_["top5"], 12)
            self.assertTrue(((net.predicted == trace.labels[:, None]) == (net.correct == 1)).all())
            self.assertAlmostEqual(net.accuracy(0.3), one["served"]["accuracy"], 12)
            self.assertAlmostEqual(net.accuracy(), one["exits"][-1]["accuracy"], 12)

    def test_ladder(self):
        ladder = lastmile_io.load_trace(self.path("t.h5")).ladder(["b_lenet", "lenet"], 0.3)
        self.assertAlmostEqual(ladder.accuracy, self.ladder["accuracy"], 12)
        for ours, printed in zip(ladder.share, self.ladder["share"]):
            self.assertAlmostEqual(ours, printed, 12)

    def test_features(self):
        net = lastmile_io.load_trace(self.path("t.h5")).networks["lenet"]
        self.assertEqual((net.features.shape, net.features.dtype), ((50, 20 * 12 * 12), np.float32))
        self.assertGreater(net.features.std(axis=0).max(), 0)
        with h5py.File(self.path("t.h5")) as file:
            attributes = file["features/network_1"].attrs
            self.assertEqual(attributes["unit"], "1")
            self.assertIn("max_pool_2", attributes["description"])

    def test_every_column_has_unit_and_description(self):
        result = lastmile_io.load(self.path("t.h5"))
        self.assertTrue(result.complete)
        self.assertEqual(sorted(result.tables), ["answers", "exits", "networks", "samples"])
        self.assertEqual(result.units["answers"]["entropy"], "nat")
        for table in result.descriptions.values():
            self.assertTrue(all(table.values()))

    def test_what_is_no_trace(self):
        with h5py.File(self.path("other.h5"), "w") as file:
            file.attrs["schema_version"] = 1
        with self.assertRaisesRegex(lastmile_io.ResultError, "no trace"):
            lastmile_io.load_trace(self.path("other.h5"))


if __name__ == "__main__":
    if PROGRAM is None:
        sys.exit(__doc__)
    unittest.main()
