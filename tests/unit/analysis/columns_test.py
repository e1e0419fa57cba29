#!/usr/bin/env python3
"""Every column that a run writes says what its description says.

usage: columns_test.py PROGRAM

Figures are recomputed from other tables, or from the scenario by hand. analysis/metrics.toml names the test of
each column; tests/meta/metrics_test.py looks that it is so.
"""

import unittest

import numpy as np
from columns_run import CAMERAS, IDLE_WATTS, IMAGE, Columns


class Labels(Columns):
    def test_labels(self):
        """strategy, level, seed and network say of which run a row is."""
        for name in ("requests", "rounds", "transfers", "devices", "batteries", "links"):
            table = self.made[name]
            runs = {(s, int(l), int(seed), n) for s, l, seed, n in
                    zip(table["strategy"], table["level"], table["seed"], table["network"])}
            self.assertEqual({tuple(labels.values()) for labels in self.each()}, runs, name)


class Requests(Columns):
    def test_who_asks_what(self):
        for labels in self.each():
            requests = self.made["requests"].of(**labels)
            asked = sorted(zip(requests["device"], requests["request"]))
            self.assertEqual([(camera, number) for camera in CAMERAS for number in range(4)], asked)
            self.assertTrue((requests["frames"] == 6).all())

    def test_arrivals_come_after_training_in_order(self):
        for labels in self.each():
            start = self.made["devices"].of(**labels)["training_s"][0]
            for camera in CAMERAS:
                requests = self.made["requests"].of(device=camera, **labels)
                order = np.argsort(requests["request"])
                arrival_s = requests["arrival_s"][order]
                self.assertTrue((np.diff(arrival_s) >= 0).all() and arrival_s[0] >= start)

    def test_latency_is_the_sum_of_its_parts(self):
        requests = self.made["requests"]
        parts = [requests[name] for name in ("compute_s", "queue_s", "transmit_s")]
        self.near(requests["latency_s"], sum(parts))
        self.assertTrue(all((part >= -1e-12).all() for part in parts))
        on_device = requests.of(level=3)
        self.near(on_device["transmit_s"], np.zeros(on_device.rows))
        self.assertTrue((on_device["compute_s"] > 0).all())
        self.assertTrue((requests.of(level=0)["transmit_s"] > 0.040).all())  # the WAN's round trip

    def test_a_busy_processor_makes_queue_s(self):
        """On a device's own processor a request waits while the one before computes."""
        for labels in self.each():
            for camera in CAMERAS if labels["level"] == 3 else []:
                requests = self.made["requests"].of(device=camera, **labels)
                order = np.argsort(requests["arrival_s"])
                free = 0.0
                for i in order:
                    arrival = requests["arrival_s"][i]
                    self.assertAlmostEqual(max(0.0, free - arrival), requests["queue_s"][i], 6)
                    free = max(free, arrival) + requests["compute_s"][i]

    def test_answers_are_of_the_frames(self):
        requests = self.made["requests"]
        for name in ("correct", "early_exits", "crossed"):
            self.assertTrue(((requests[name] >= 0) & (requests[name] <= requests["frames"])).all(), name)
            self.assertGreater(requests[name].sum(), 0)
        self.assertTrue((requests.of(level=0)["crossed"] == 6).all())
        self.assertTrue((requests.of(level=3)["crossed"] == 0).all())
        cut = requests.of(level=2)  # whoever left early did not cross
        self.assertTrue((cut["crossed"] + cut["early_exits"] == 6).all())

    def test_bytes_are_those_of_the_messages(self):
        for labels in self.each():
            requests, sent = self.made["requests"].of(**labels), self.made["transfers"].of(**labels)
            of_purpose = lambda *names: sent.where(np.isin(sent["purpose"], names))  # noqa: E731
            self.near(requests["raw_bytes"].sum(), of_purpose("raw_frames")["bytes"].sum())
            self.near(requests["feature_bytes"].sum(), of_purpose("features")["bytes"].sum())
            all_of_them = of_purpose("raw_frames", "features", "answer")
            self.near(requests["wan_bytes"].sum(), all_of_them["bytes"][all_of_them["wan"] == 1].sum())
            data = of_purpose("raw_frames", "features")
            self.near(requests["exposure_bytes"].sum(), (data["bytes"] * (1 + data["wan"])).sum())
        self.near(self.made["requests"].of(level=0)["raw_bytes"], 6 * IMAGE)

    def test_an_empty_battery_drops_requests(self):
        for requests, some in ((self.made["requests"], False), (self.empty["requests"], True)):
            np.testing.assert_array_equal(requests["dropped"] == 1, requests["why"] != "none")
            self.assertEqual(some, bool(requests["dropped"].any()))
        dropped = self.empty["requests"].of(dropped=1)
        self.assertEqual({"battery"}, set(dropped["why"]))

    def test_cut_names_places_and_layer(self):
        requests = self.made["requests"]
        self.assertEqual({"cloud"}, set(requests.of(level=0)["cut"]))
        self.assertEqual({"cameras"}, set(requests.of(level=3)["cut"]))
        self.assertRegex(requests.of(level=2)["cut"][0], r"^cameras \| edge after \w+$")

    def test_calibration_error_s_follows_the_computing(self):
        for name, time in (("requests", "latency_s"), ("rounds", "time_s")):
            table = self.made[name]
            error = table["calibration_error_s"]
            self.assertTrue(((error >= 0) & (error <= table[time] + 1e-12)).all())
            self.assertGreater(error.sum(), 0)
        alone = self.made["requests"].of(level=3)
        alone = alone.where(alone["queue_s"] == 0)
        shares = alone["calibration_error_s"] / alone["compute_s"]
        self.assertTrue(((shares > 0.15) & (shares < 0.28)).all())  # raspberry-pi-4's, held out: 0.27, over six types


class Rounds(Columns):
    def test_rounds_count_passes(self):
        for labels in self.each():
            rounds = self.made["rounds"].of(**labels)
            self.assertEqual(list(range(rounds.rows)), list(rounds["round"]))
            self.assertEqual((0, 2), (rounds["passes"][0], rounds["passes"][-1]))
            steps = np.diff(rounds["passes"])
            self.assertTrue((steps == steps[0]).all())

    def test_time_s_goes_on_until_training_ends(self):
        for labels in self.each():
            time_s = self.made["rounds"].of(**labels)["time_s"]
            self.assertEqual(0, time_s[0])
            self.assertTrue((np.diff(time_s) > 0).all())
            self.assertLessEqual(time_s[-1], self.made["devices"].of(**labels)["training_s"][0] + 1e-9)

    def test_accuracy_and_loss_of_the_untrained(self):
        rounds = self.made["rounds"]
        self.assertTrue(((rounds["accuracy"] >= 0) & (rounds["accuracy"] <= 1)).all())
        self.near(rounds["accuracy"] * 50 * 3, np.round(rounds["accuracy"] * 50 * 3), 1e-9)  # of 50, by 1 or 3 models
        self.assertTrue((rounds["loss"] > 0).all())
        # Equal weights are drawn for all strategies of a seed, whatever the network.
        for seed in (1, 2):
            first = rounds.of(seed=seed, round=0)
            self.assertEqual((1, 1), (len(set(first["accuracy"])), len(set(first["loss"]))))


class Transfers(Columns):
    def test_ends_and_purpose(self):
        sent = self.made["transfers"]
        known = set(CAMERAS) | {"edge", "cloud"}
        self.assertLessEqual(set(sent["from"]) | set(sent["to"]), known)
        self.assertEqual({"raw_training", "raw_frames", "features", "model", "answer"}, set(sent["purpose"]))
        raw = sent.of(purpose="raw_training")
        self.assertTrue(np.isin(raw["from"], CAMERAS).all())
        self.near(raw["bytes"], 40 * (IMAGE + 1))  # a label is a byte
        far = (sent["from"] == "cloud") | (sent["to"] == "cloud")
        np.testing.assert_array_equal(sent["wan"] == 1, far)

    def test_times_of_a_message(self):
        sent = self.made["transfers"]
        took = sent["finish_s"] - sent["start_s"]
        self.assertTrue((took > 0).all())
        self.assertTrue(((sent["queued_s"] >= 0) & (sent["queued_s"] <= took + 1e-9)).all())
        self.assertTrue((took[sent["wan"] == 1] > 0.020).all())  # half the round trip of the WAN

    def test_airtime_and_retransmissions(self):
        sent = self.made["transfers"]
        self.assertLessEqual(set(sent["transport"]), {"tcp", "udp", "arq"})
        self.assertTrue((sent["retransmissions"] >= 0).all())
        radio = sent.where(np.isin(sent["from"], CAMERAS) | np.isin(sent["to"], CAMERAS))
        self.assertTrue((radio["airtime_s"] > 0).all())
        wired = sent.of(**{"from": "edge", "to": "cloud"})
        self.near(wired["airtime_s"], np.zeros(wired.rows))

    def test_ok_or_why(self):
        for run in (self.made, self.empty):
            sent = run["transfers"]
            np.testing.assert_array_equal(sent["ok"] == 1, sent["why"] == "none")
        self.assertTrue((self.made["transfers"]["ok"] == 1).all())


class Devices(Columns):
    def test_who_computes(self):
        for labels in self.each():
            devices = self.made["devices"].of(**labels)
            self.assertEqual([*CAMERAS, "edge", "cloud"], list(devices["device"]))
            self.assertEqual(["raspberry-pi-4"] * 3 + ["jetson-agx-orin", "tesla-v100"], list(devices["profile"]))
            self.assertEqual([1, 1, 1, 0, 0], list(devices["asks"]))

    def test_phases_hold_what_happens_in_them(self):
        for labels in self.each():
            devices, requests = self.made["devices"].of(**labels), self.made["requests"].of(**labels)
            training_s, inference_s = devices["training_s"][0], devices["inference_s"][0]
            self.assertTrue((devices["training_s"] == training_s).all())
            end = (requests["arrival_s"] + requests["latency_s"]).max()
            self.near(training_s + inference_s, end, 1e-6)

    def test_idle_j_is_power_times_time(self):
        devices = self.made["devices"].of(profile="raspberry-pi-4")
        self.near(devices["idle_j"], IDLE_WATTS["raspberry-pi-4"] * (devices["training_s"] + devices["inference_s"]))

    def test_energies_add_up_to_what_batteries_gave(self):
        parts = ("training_compute_j", "training_radio_j", "inference_compute_j", "inference_radio_j", "idle_j")
        for labels in self.each():
            for camera in CAMERAS:
                device = self.made["devices"].of(device=camera, **labels)
                battery = self.made["batteries"].of(device=camera, **labels)
                self.near(sum(device[name][0] for name in parts), battery["used_j"][0], 1e-6)
        on_device = self.made["devices"].of(level=6, asks=1)
        for name in parts:
            self.assertTrue((on_device[name] > (0 if "inference_radio" not in name else -1)).all(), name)
        servers = self.made["devices"].of(level=6, asks=0)
        self.assertEqual(0, servers["training_compute_j"].sum() + servers["inference_compute_j"].sum())

    def test_bytes_out_are_those_of_the_messages(self):
        purposes = {"raw_bytes_out": ("raw_training", "raw_frames"), "feature_bytes_out": ("features",),
                    "model_bytes_out": ("model",)}
        for labels in self.each():
            devices, sent = self.made["devices"].of(**labels), self.made["transfers"].of(**labels)
            for i, name in enumerate(devices["device"]):
                own = sent.of(**{"from": name})
                for column, of in purposes.items():
                    self.near(devices[column][i], own["bytes"][np.isin(own["purpose"], of)].sum())

    def test_peak_memory_bytes_is_of_who_computes(self):
        for labels in self.each():
            cameras = self.made["devices"].of(asks=1, **labels)["peak_memory_bytes"]
            if labels["level"] in (0, 1):
                self.assertEqual(0, cameras.sum())
            else:
                self.assertTrue((cameras > 1e5).all())
        # Training keeps more than inference.
        memory = self.made["devices"].of(asks=1)
        self.assertGreater(memory.of(level=6)["peak_memory_bytes"].min(),
                           2 * memory.of(level=3)["peak_memory_bytes"].max())
        self.assertEqual(0, self.made["devices"]["out_of_memory"].sum())

    def test_calibration_errors_are_shares_of_the_energies(self):
        cameras = self.made["devices"].of(asks=1)
        for error, energy in (("training_calibration_error_j", "training_compute_j"),
                              ("inference_calibration_error_j", "inference_compute_j")):
            used = cameras.where(cameras[energy] > 0)
            share = used[error] / used[energy]
            self.assertTrue(((share > 0.01) & (share < 1)).all(), error)
            idle = cameras.where(cameras[energy] == 0)
            self.assertEqual(0, idle[error].sum())

    def test_batteries(self):
        full, empty = self.made["batteries"], self.empty["batteries"]
        self.assertEqual(set(CAMERAS), set(full["device"]))
        self.near(full["battery_j"], 1000)
        self.near(full["empty_s"], -1)
        self.assertTrue((full["used_j"] < full["battery_j"]).all())
        self.near(empty["battery_j"], 1)
        self.assertGreater((empty["empty_s"] > 0).sum(), 0)
        gone = empty.where(empty["empty_s"] > 0)
        self.assertTrue((gone["used_j"] >= 0.99 * gone["battery_j"]).all())


class Links(Columns):
    def test_every_link_carries_the_messages_that_cross_it(self):
        for labels in self.each():
            links, sent = self.made["links"].of(**labels), self.made["transfers"].of(**labels)
            camera_from, camera_to = np.isin(sent["from"], CAMERAS), np.isin(sent["to"], CAMERAS)
            over = {"beside": camera_from & camera_to, "far": sent["wan"] == 1,
                    "radio": camera_from ^ camera_to}
            for link, mask in over.items():
                self.near(links.of(link=link)["bytes"].sum(), sent["bytes"][mask].sum(), 1e-6)

    def test_intervals_and_share(self):
        links = self.made["links"]
        self.assertTrue(((links["length_s"] > 0) & (links["length_s"] <= 1)).all())
        self.assertTrue((links["start_s"] >= 0).all())
        self.near(links["start_s"], np.round(links["start_s"]))  # an interval is a second long
        far = links.of(link="far")
        self.near(far["share"], far["bytes"] / (2 * 25e6 * far["length_s"]))  # 200 Mbit/s, both ways


if __name__ == "__main__":
    unittest.main()
