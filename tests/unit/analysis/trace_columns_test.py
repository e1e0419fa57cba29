#!/usr/bin/env python3
"""Every column of what `evaluate --trace` writes says what its description says.

usage: trace_columns_test.py PROGRAM
"""

import json
import math
import os
import re
import tempfile
import unittest

import numpy as np
from columns_run import lastmile, tables


class Traces(unittest.TestCase):
    """What `evaluate --trace` writes."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        folder = cls.folder.name
        net, trace = os.path.join(folder, "b.onnx"), os.path.join(folder, "t.h5")
        lastmile("train", "b_lenet", "--data", "digits", "--samples", "200", "--passes", "1", "--out", net)
        cls.file = net
        cls.said = json.loads(lastmile("evaluate", net, "--data", "digits", "--samples", "40", "--trace", trace,
                                       "--json"))
        cls.made = tables(trace)

    def test_networks(self):
        networks = self.made["networks"]
        self.assertEqual(("b", self.file), (networks["network"][0], networks["file"][0]))
        self.assertEqual((40, 2, 10, 784.0), (networks["samples"][0], networks["exits"][0], networks["classes"][0],
                                               networks["frame_bytes"][0]))
        self.assertIn("digits", networks["data"][0])
        digests = {networks[name][0] for name in ("network_digest", "parameters_digest", "data_digest")}
        self.assertEqual(3, len(digests))
        self.assertTrue(all(re.fullmatch("[0-9a-f]{32}", digest) for digest in digests))

    def test_samples(self):
        samples = self.made["samples"]
        self.assertEqual(list(range(40)), list(samples["sample"]))
        self.assertEqual([i % 10 for i in range(40)], list(samples["label"]))
        self.assertEqual(40, len(set(samples["digest"])))

    def test_answers(self):
        answers, samples = self.made["answers"], self.made["samples"]
        order = list(zip(answers["network"], answers["sample"], answers["exit"]))
        self.assertEqual([(0, sample, exit_) for sample in range(40) for exit_ in range(2)], order)
        label = samples["label"][answers["sample"]]
        np.testing.assert_array_equal(answers["correct"] == 1, answers["predicted"] == label)
        np.testing.assert_array_equal(answers["rank"] == 0, answers["correct"] == 1)
        right = answers["correct"] == 1
        np.testing.assert_allclose(answers["confidence"][right], np.exp(-answers["loss"][right]), rtol=1e-4)
        self.assertTrue(((answers["confidence"] >= 0.1) & (answers["confidence"] <= 1)).all())
        self.assertTrue(((answers["entropy"] >= 0) & (answers["entropy"] <= math.log(10) + 1e-5)).all())
        self.assertTrue(((answers["rank"] >= 0) & (answers["rank"] < 10)).all())

    def test_exits(self):
        exits, answers = self.made["exits"], self.made["answers"]
        self.assertEqual(([0, 0], [0, 1]), (list(exits["network"]), list(exits["exit"])))
        self.assertEqual(2, len(set(exits["layer"])))
        for i in range(2):
            own = answers.of(exit=i)
            self.assertAlmostEqual(own["correct"].mean(), exits["accuracy"][i], 12)
            self.assertAlmostEqual((own["rank"] < 5).mean(), exits["accuracy_top5"][i], 12)
            self.assertAlmostEqual(own["loss"].mean(), exits["loss"][i], 9)


if __name__ == "__main__":
    unittest.main()
