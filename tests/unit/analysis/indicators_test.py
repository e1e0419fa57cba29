#!/usr/bin/env python3
"""What a run says of all its seeds: indicators, cuts, claims and rankings, from the rows of its other tables.

usage: indicators_test.py PROGRAM
"""

import json
import math
import re
import unittest

import numpy as np
from columns_run import LEVELS, SHORT, Columns, Run, lastmile


class Comparisons(Columns):
    def test_labels_of_comparisons(self):
        """Of tables over all seeds: strategy, level and network."""
        for name in ("summary", "cuts"):
            table = self.made[name]
            rows = {(s, int(l), n) for s, l, n in zip(table["strategy"], table["level"], table["network"])}
            self.assertEqual({(s, l, n) for l, s in enumerate(LEVELS) for n in self.networks}, rows, name)
        for name in ("claims", "ranking"):
            self.assertEqual(set(self.networks), set(self.made[name]["network"]), name)

    def test_cuts_count_requests(self):
        for network in self.networks:
            for level, strategy in enumerate(LEVELS):
                cuts = self.made["cuts"].of(strategy=strategy, network=network)
                requests = self.made["requests"].of(level=level, network=network)
                self.assertEqual(set(requests["cut"]), set(cuts["cut"]))
                for i, cut in enumerate(cuts["cut"]):
                    same = requests.of(cut=cut)
                    self.assertEqual(same.rows, cuts["requests"][i])
                    self.assertEqual((same["crossed"] > 0).sum(), cuts["crossing"][i])
                    self.assertEqual(same["frames"].sum(), cuts["frames"][i])
                    self.assertEqual(same["crossed"].sum(), cuts["crossed"][i])

    def test_ranking_is_the_order_of_the_means(self):
        ranking = self.made["ranking"]
        for i in range(ranking.rows):
            kpi, network = ranking["kpi"][i], ranking["network"][i]
            means = self.made["summary"].of(kpi=kpi, network=network)["mean"]
            self.assertIn(ranking["title"][i], list(self.made["summary"].of(kpi=kpi)["title"]))
            order = ranking["order"][i].split(" < ")
            values = [means[SHORT.index(group.split(" = ")[0])] for group in order]
            known = [value for value in values if not math.isnan(value)]
            self.assertEqual(sorted(known), known, ranking["order"][i])
            self.assertEqual(sorted(SHORT), sorted(re.split(" [<=] ", ranking["order"][i])))

    def test_swapped_names_pairs_that_change_sides(self):
        summary, ranking = self.made["summary"], self.made["ranking"]
        for i in range(ranking.rows):
            mean = {network: dict(zip(SHORT, summary.of(kpi=ranking["kpi"][i], network=network)["mean"]))
                    for network in ("fluid", ranking["network"][i])}
            here, there = mean["fluid"], mean[ranking["network"][i]]
            swapped = {f"{a}/{b}" for k, a in enumerate(SHORT) for b in SHORT[k + 1:]
                       if (here[a] - here[b]) * (there[a] - there[b]) < 0}
            self.assertEqual(swapped, set(filter(None, ranking["swapped"][i].split(", "))))

    def test_claims_hold_where_no_step_is_against(self):
        claims = self.made["claims"]
        self.assertEqual(6, len(set(claims["claim"])))
        for verdict, figures in zip(claims["verdict"], claims["figures"]):
            self.assertEqual("holds" if "against it" not in figures else "does not hold", verdict)
            self.assertTrue(all(f"{name} " in figures for name in SHORT))
        off = claims.of(claim="offloaded bytes fall", network="fluid")["figures"][0]
        means = self.made["summary"].of(kpi="offloaded_bytes", network="fluid")["mean"]
        self.assertIn(f"Cloud {means[0] / 1e3:.3g}", off)


class Summary(Columns):
    """Each indicator anew from the rows, run by run, then the mean over the two seeds."""

    def values(self, labels):
        requests, devices = self.made["requests"].of(**labels), self.made["devices"].of(**labels)
        sent, rounds = self.made["transfers"].of(**labels), self.made["rounds"].of(**labels)
        cloud = self.made["rounds"].of(seed=labels["seed"], network=labels["network"], level=0)
        asks = devices.of(asks=1)
        frames = requests["frames"].sum()
        training = (asks["training_compute_j"] + asks["training_radio_j"]).mean()
        inference = (asks["inference_compute_j"] + asks["inference_radio_j"]).sum()
        reached = rounds["time_s"][rounds["accuracy"] >= 0.9 * cloud["accuracy"][-1]]
        data = np.isin(sent["purpose"], ["raw_training", "raw_frames", "features"])
        return {
            "accuracy": rounds["accuracy"][-1], "loss": rounds["loss"][-1],
            "time_to_90": reached[0] if len(reached) else math.nan,
            "training_energy": training, "inference_energy": inference / frames,
            "device_energy": training + inference / asks.rows,
            "latency_p50": np.quantile(requests["latency_s"], 0.5),
            "latency_p99": np.quantile(requests["latency_s"], 0.99),
            "transmission_latency": requests["transmit_s"].mean(),
            "computation_latency": requests["compute_s"].mean(),
            "raw_bytes": asks["raw_bytes_out"].sum(),
            "offloaded_bytes": (asks["raw_bytes_out"] + asks["feature_bytes_out"]).sum(),
            "wan_bytes": sent["bytes"][sent["wan"] == 1].sum(),
            "exposure": (sent["bytes"] * (1 + sent["wan"]))[data].sum(),
            "peak_memory": asks["peak_memory_bytes"].max(),
            "request_accuracy": requests["correct"].sum() / frames,
            "early_share": requests["early_exits"].sum() / frames,
            "dropped": requests["dropped"].sum(),
            "out_of_memory": (requests["why"] == "out of memory").sum(),
        }

    def test_every_indicator_from_the_rows(self):
        """mean of each kpi: accuracy, loss, time_to_90, ... as in values()."""
        summary = self.made["summary"]
        for network in self.networks:
            for level, strategy in enumerate(LEVELS):
                both = [self.values({"strategy": strategy, "level": level, "seed": seed, "network": network})
                        for seed in (1, 2)]
                rows = summary.of(strategy=strategy, network=network)
                self.assertEqual(set(both[0]), set(rows["kpi"]))
                for kpi, mean in zip(rows["kpi"], rows["mean"]):
                    self.near(mean, (both[0][kpi] + both[1][kpi]) / 2, 1e-6)
                    reached = sum(not math.isnan(one[kpi]) for one in both)
                    row = rows.of(kpi=kpi)
                    self.assertEqual((2, reached), (row["n"][0], row["reached"][0]))
                    if reached == 2:
                        self.interval(row, [one[kpi] for one in both])

    def interval(self, row, two):
        """Student's t with one degree of freedom: 12.706 standard errors to either side, ci_low and ci_high."""
        half = 12.706204736 * abs(two[0] - two[1]) / 2
        self.near(row["ci_high"][0] - row["mean"][0], half, 1e-6)
        self.near(row["mean"][0] - row["ci_low"][0], half, 1e-6)

    def test_ci_low_and_ci_high_need_two_seeds(self):
        single = Run.make("single.h5", "--seeds", "1", "--level", "0", "--network", "fluid")["summary"]
        self.assertTrue(np.isnan(single["ci_low"]).all() and np.isnan(single["ci_high"]).all())
        self.assertTrue((single["n"] == 1).all())
        double = self.made["summary"].where(self.made["summary"]["reached"] == 2)
        self.assertTrue((double["ci_low"] <= double["mean"]).all() and (double["mean"] <= double["ci_high"]).all())

    def test_title_unit_and_provenance(self):
        summary = self.made["summary"]
        dictionary = {one["name"]: one for one in json.loads(lastmile("list", "metrics", "kpis", "--json"))}
        for kpi, title, unit in zip(summary["kpi"], summary["title"], summary["unit"]):
            self.assertEqual((dictionary[kpi]["title"], dictionary[kpi]["unit"]), (title.strip(), unit))
        self.assertLessEqual(set(summary["provenance"]), {"measured", "calibrated", "published", "assumed"})
        self.assertEqual({"measured"}, set(summary.of(kpi="accuracy")["provenance"]))
        self.assertNotIn("measured", set(summary.of(kpi="latency_p50")["provenance"]))
        printed = dict(zip(summary["kpi"], summary["printed"]))
        self.assertEqual((1, 0), (printed["accuracy"], printed["exposure"]))

    def test_calibration_error_of_the_mean(self):
        summary = self.made["summary"]
        error = dict(zip(summary.of(level=6)["kpi"], summary.of(level=6)["calibration_error"]))
        devices = self.made["devices"].of(level=6, asks=1, network="fluid")
        self.near(error["training_energy"] if self.networks == ["fluid"] else
                  summary.of(level=6, kpi="training_energy", network="fluid")["calibration_error"][0],
                  devices["training_calibration_error_j"].mean(), 1e-6)
        self.assertTrue(math.isnan(error["accuracy"]))


if __name__ == "__main__":
    unittest.main()
