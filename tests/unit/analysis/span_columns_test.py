#!/usr/bin/env python3
"""Every column of `--record spans` says what its description says.

usage: span_columns_test.py PROGRAM
"""

import unittest

import numpy as np
from columns_run import CAMERAS, Columns, Run


class Spans(Columns):
    def setUp(self):
        super().setUp()
        if not hasattr(Run, "spans"):
            Run.spans = Run.make("spans.h5", "--record", "spans", "--network", "fluid")
        self.run_of_spans = Run.spans
        self.spans = Run.spans["spans"]

    def of_requests(self):
        requests = self.run_of_spans["requests"]
        for i in range(requests.rows):
            key = {name: requests[name][i] for name in ("strategy", "seed", "device", "request")}
            yield {name: requests[name][i] for name in requests.columns}, self.spans.of(**key)

    def test_labels_of_spans(self):
        """strategy, level, seed and network as in requests."""
        for name in ("strategy", "level", "seed", "network"):
            self.assertEqual(set(self.run_of_spans["requests"][name]), set(self.spans[name]), name)

    def test_device_and_request_say_whose_a_step_is(self):
        nobody = self.spans.of(request=-1)
        self.assertEqual({""}, set(nobody["device"]))
        self.assertEqual({*CAMERAS, ""}, set(self.spans["device"]))
        for _, own in self.of_requests():
            self.assertGreater(own.rows, 0)

    def test_steps_follow_each_other(self):
        """span numbers the steps; after names the one at whose end a step begins; within the computation of a layer."""
        for request, own in self.of_requests():
            order = np.argsort(own["span"])
            self.assertEqual(list(range(own.rows)), list(own["span"][order]))
            start_s, end_s = own["start_s"][order], own["end_s"][order]
            for step, after, within, begin, end in zip(own["step"][order], own["after"][order], own["within"][order],
                                                       start_s, end_s):
                self.assertGreaterEqual(end, begin)
                if step == "layer":
                    self.assertTrue(start_s[within] - 1e-9 <= begin and end <= end_s[within] + 1e-9)
                else:
                    self.assertAlmostEqual(request["arrival_s"] if after < 0 else end_s[after], begin, 8)
                    self.assertEqual(-1, within)

    def test_critical_steps_are_the_latency(self):
        for request, own in self.of_requests():
            way = own.where((own["critical"] == 1) & (own["step"] != "layer"))
            self.assertAlmostEqual(request["latency_s"], (way["end_s"] - way["start_s"]).sum(), 8)

    def test_step_what_and_where(self):
        self.assertLessEqual(set(self.spans["step"]), {"queue", "compute", "layer", "wait", "transfer"})
        moving = np.isin(self.spans["step"], ["wait", "transfer"])
        self.assertTrue((self.spans["to"][moving] != "").all() and (self.spans["to"][~moving] == "").all())
        self.assertTrue((self.spans["processor"][moving] == "").all() and (self.spans["processor"][~moving] != "").all())
        self.assertTrue(np.isin(self.spans["node"], [*CAMERAS, "edge", "cloud"]).all())
        sent = self.spans.of(step="transfer")
        self.assertLessEqual(set(sent["what"]), {"raw_training", "raw_frames", "features", "model", "answer"})
        layers = set(self.spans.of(step="layer")["what"])
        self.assertIn("max_pool_13", layers)

    def test_bytes_and_frames(self):
        sent, messages = self.spans.of(step="transfer"), self.run_of_spans["transfers"]
        self.near(sent["bytes"].sum(), messages["bytes"].sum())
        self.assertEqual(0, self.spans.where(self.spans["step"] != "transfer")["bytes"].sum())
        of_requests = self.spans.where((self.spans["request"] >= 0) & (self.spans["step"] == "compute"))
        self.assertTrue(((of_requests["frames"] >= 1) & (of_requests["frames"] <= 6)).all())

    def test_energies_are_no_more_than_the_run_used(self):
        """energy_j at the node, receiver_energy_j at the other end, relay_energy_j between."""
        computing = self.spans.where(np.isin(self.spans["step"], ["compute"]))
        devices = self.run_of_spans["devices"]
        self.near(computing["energy_j"].sum(),
                  (devices["training_compute_j"] + devices["inference_compute_j"]).sum(), 1e-6)
        sent = self.spans.of(step="transfer")
        radio = (devices["training_radio_j"] + devices["inference_radio_j"]).sum()
        spent = sum(sent[name].sum() for name in ("energy_j", "receiver_energy_j", "relay_energy_j"))
        self.assertTrue(0 < spent <= radio * (1 + 1e-6))
        self.assertTrue(all((sent[name] >= 0).all() for name in ("receiver_energy_j", "relay_energy_j")))
        direct = sent.where((sent["node"] != "cloud") & (sent["to"] != "cloud"))
        self.assertEqual(0, direct["relay_energy_j"].sum())


if __name__ == "__main__":
    unittest.main()
