#!/usr/bin/env python3
"""`lastmile explain`: time adds up to the latency, energy to the steps; without spans the sums of the request
stand for them; bad names are told with the nearest.

usage: explain_test.py PROGRAM
"""
import json
import pathlib
import sys
import tempfile

import h5py

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from timeline_test import expect, lastmile, run  # noqa: E402


def near(value, wanted):
    return abs(value - wanted) <= 1e-9 * max(1e-3, abs(wanted))


def explained(file, request, *options):
    done = lastmile("explain", file, request, "--json", *options)
    expect(done.returncode == 0, done.stderr)
    return json.loads(done.stdout)


def requests_of(file):
    """(strategy, seed, device, number, latency) of every seventh request."""
    with h5py.File(file, "r", locking=False) as data:
        group = data["requests"]
        rows = zip(group["strategy"].asstr()[()], group["seed"][()], group["device"].asstr()[()],
                   group["request"][()], group["latency_s"][()])
        return list(rows)[::7]


def check_request(file, strategy, seed, device, number, latency_s):
    one = explained(file, f"{device}/{number}", "--strategy", strategy, "--seed", seed)
    expect(near(one["latency_s"], latency_s) and near(one["not_attributed_s"], 0), one)
    now = 0
    for step in one["path"]:
        expect(near(step["start_s"], now), f"a gap before {step}")
        now += step["length_s"]
        layers = step.get("layers", [])
        expect((step["step"] == "compute") == bool(layers), step)
        if layers:
            expect(near(sum(layer["length_s"] for layer in layers), step["length_s"]), step)
    expect(near(now, latency_s), f"{now} of {latency_s}")
    steps = one["path"] + one["beside"]
    nodes = sum(node["computing_j"] + node["radio_j"] for node in one["energy_by_node"])
    expect(near(sum(step["energy_j"] for step in steps), one["energy_j"]), one)
    expect(near(nodes + one["relays_j"], one["energy_j"]), one)
    expect(near(sum(step["length_s"] for step in steps if step["step"] == "compute"),
                one["compute_s"]), one)
    return len(one["path"])


def check_text(file):
    strategy, seed, device, number, _ = requests_of(file)[0]
    options = ("--strategy", strategy, "--seed", seed)
    text = lastmile("explain", file, f"{device}/{number}", *options).stdout
    for part in ("one step after the other", "computes", "not attributed: 0 s",
                 "energy above idle and listening", f"idling of {device}"):
        expect(part in text, f"no '{part}' in\n{text}")
    longer = lastmile("explain", file, f"{device}/{number}", "--layers", *options).stdout
    expect("    conv1 " in longer and "    conv1 " not in text, longer)


def check_without_spans(file):
    strategy, seed, device, number, latency_s = requests_of(file)[0]
    one = explained(file, f"{device}/{number}", "--strategy", strategy, "--seed", seed)
    expect(not one["spans"] and "path" not in one, one)
    expect(near(one["compute_s"] + one["queue_s"] + one["transmit_s"], latency_s), one)
    text = lastmile("explain", file, f"{device}/{number}").stdout
    expect("--record spans" in text and "in the network" in text, text)


def check_bad_names(file):
    device = requests_of(file)[0][2]
    for name, text in ((f"{device}x/1", f"did you mean '{device}'"), (f"{device}/99999", "requests 0 to"),
                       (device, "DEVICE/NUMBER"), (f"{device}/one", "DEVICE/NUMBER"),
                       (f"{device}/-1", "DEVICE/NUMBER"), ("/1", "DEVICE/NUMBER")):
        done = lastmile("explain", file, name)
        expect(done.returncode == 2 and text in done.stderr and not done.stdout, f"{name}: {done.stderr}")
    expect(lastmile("explain", file).returncode == 2, "a request is needed")


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        file = run(folder, "spans.h5", "--record", "spans")
        lengths = [check_request(file, *row) for row in requests_of(file)]
        expect(max(lengths) >= 3, f"paths of {lengths} steps only")
        check_text(file)
        check_bad_names(file)
        check_without_spans(run(folder, "plain.h5"))


if __name__ == "__main__":
    main()
