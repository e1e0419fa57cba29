#!/usr/bin/env python3
"""`lastmile timeline`: the trace holds to the trace event format, says what the file says, and bad input is told.

usage: timeline_test.py PROGRAM
"""
import collections
import json
import pathlib
import shlex
import subprocess
import sys
import tempfile

import h5py

SCENARIO = "scenarios/tutorial/mobile.lua"
SWEEP = "tests/unit/analysis/two_places.lua"


def lastmile(*arguments):
    return subprocess.run([sys.argv[1], *map(str, arguments)], timeout=60, check=False,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)


def expect(holds, what):
    if not holds:
        sys.exit(what)


def run(folder, name, *options):
    file = folder / name
    done = lastmile("run", SCENARIO, "--network", "fluid", "--seeds", "2", "--out", file, *options)
    expect(done.returncode == 0, done.stderr)
    return file


def trace_of(file, *options):
    out = file.with_suffix(".trace")
    done = lastmile("timeline", file, "--out", out, *options)
    expect(done.returncode == 0, done.stderr)
    trace = json.loads(out.read_text())
    expect(isinstance(trace["traceEvents"], list), "no list of events")
    return trace


def nanoseconds(microseconds):
    return round(microseconds * 1000)


def check_form(events):
    needed = {"X": {"name", "cat", "ts", "dur", "pid", "tid", "args"}, "M": {"name", "pid", "args"},
              "s": {"name", "cat", "id", "ts", "pid", "tid"},
              "f": {"name", "cat", "id", "ts", "pid", "tid", "bp"}}
    for event in events:
        expect(event["ph"] in needed, f"unknown phase: {event}")
        missing = needed[event["ph"]] - event.keys()
        expect(not missing, f"{event} has no {missing}")
        if event["ph"] == "X":
            expect(event["ts"] >= 0 and event["dur"] > 0 and event["name"], f"no slice: {event}")
    names = collections.Counter((event["name"], event["pid"], event.get("tid") if
                                 event["name"] == "thread_name" else None)
                                for event in events if event["ph"] == "M")
    expect(max(names.values()) == 1, "a process or thread has two names")
    for event in events:
        if event["ph"] == "M":
            continue
        expect(("process_name", event["pid"], None) in names, f"process without a name: {event}")
        expect(("thread_name", event["pid"], event["tid"]) in names, f"thread without: {event}")


def threads(events):
    """{thread: [(start, end, event)]} in the order in which a viewer stacks them."""
    slices = collections.defaultdict(list)
    for event in events:
        if event["ph"] == "X":
            start = nanoseconds(event["ts"])
            slices[event["pid"], event["tid"]].append((start, start + nanoseconds(event["dur"]),
                                                       event))
    for thread in slices.values():
        thread.sort(key=lambda slice_: (slice_[0], -slice_[1]))
    return slices


def check_nesting(slices):
    deepest = 0
    for thread in slices.values():
        open_ends = []
        for start, end, event in thread:
            while open_ends and open_ends[-1] <= start:
                open_ends.pop()
            expect(not open_ends or end <= open_ends[-1], f"slices cross: {event}")
            open_ends.append(end)
            deepest = max(deepest, len(open_ends))
    expect(deepest == 2, f"layers in computations are two deep, not {deepest}")


def check_flows(events, slices):
    ends = collections.defaultdict(list)
    for event in events:
        if event["ph"] in "sf":
            at = nanoseconds(event["ts"])
            bound = [one for one in slices[event["pid"], event["tid"]] if one[0] <= at < one[1]]
            expect(bound, f"an arrow hangs in the air: {event}")
            ends[event["id"]].append((event["ph"], at))
    expect(ends, "no arrows")
    for number, pair in ends.items():
        expect(sorted(phase for phase, _ in pair) == ["f", "s"], f"arrow {number}: {pair}")
        times = dict(pair)
        expect(times["f"] - times["s"] == 1, f"arrow {number} is {times['f'] - times['s']} ns long")


def check_contents(file, slices, strategy, seed):
    with h5py.File(file, "r", locking=False) as data:
        group = data["spans"]
        mine = (group["strategy"].asstr()[()] == strategy) & (group["seed"][()] == seed)
        steps = collections.Counter(group["step"].asstr()[()][mine])
        length_s = float((group["end_s"][()] - group["start_s"][()])[mine].sum())
        energy_j = sum(float(group[name][()][mine].sum())
                       for name in ("energy_j", "receiver_energy_j", "relay_energy_j"))
    events = [event for thread in slices.values() for _, _, event in thread]
    drawn = collections.Counter(event["cat"] for event in events)
    requests = drawn.pop("request")
    expect(drawn == steps and requests > 0, f"{drawn} drawn of {steps}")
    spans = [event for event in events if event["cat"] != "request"]
    shown_s = sum(event["dur"] for event in spans) * 1e-6
    shown_j = sum(event["args"].get("energy_mJ", 0) for event in spans) * 1e-3
    expect(abs(shown_s - length_s) < 1e-6 * length_s, f"{shown_s} s of {length_s}")
    expect(abs(shown_j - energy_j) < 1e-6 * energy_j, f"{shown_j} J of {energy_j}")


def check_bad_input(folder, plain):
    for arguments, text in (((plain,), "--record spans"),
                            ((plain, "--strategy", "devise"), "unknown strategy 'devise'"),
                            ((plain, "--seed", "7"), "unknown seed '7'"),
                            ((folder / "none.h5",), "none.h5"),
                            ((folder / "spans.h5", "--out", folder / "no/such.json"), "no/such.json")):
        done = lastmile("timeline", *arguments)
        expect(done.returncode == 2 and text in done.stderr, f"{arguments}: {done.stderr}")
    expect(not (folder / "plain.json").exists(), "something was left")


def check_sweep(folder):
    """Its folder and its file: told with the command that runs a point; that command runs."""
    out = folder / "swept"
    done = lastmile("sweep", SWEEP, "--seeds", "1", "--grid", "rate=10/s", "--grid", "cameras=2",
                    "--out", out)
    expect(done.returncode == 0, done.stderr)
    for path in (out, out / "merged.h5"):
        for verb in (("timeline", path), ("explain", path, "cameras[0]/0")):
            done = lastmile(*verb)
            expect(done.returncode == 2 and "keeps no single request's path" in done.stderr, done.stderr)
    words = shlex.split(done.stderr.splitlines()[-1].replace("SCENARIO.lua", SWEEP))
    expect("rate=10/s" in words and "cameras=2" in words, f"{words} are not of a point")
    done = lastmile(*words[1:], "--seeds", "1", "--out", folder / "point.h5")
    expect(done.returncode == 0 and words[-2:] == ["--record", "spans"], f"{words}: {done.stderr}")
    done = lastmile("timeline", SCENARIO)
    expect(done.returncode == 2 and "it is no result file" in done.stderr, done.stderr)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        file = run(folder, "spans.h5", "--record", "spans")
        with h5py.File(file, "r", locking=False) as data:
            strategies = list(dict.fromkeys(data["requests/strategy"].asstr()[()]))
        for strategy in strategies:
            events = trace_of(file, "--strategy", strategy, "--seed", "2")["traceEvents"]
            check_form(events)
            slices = threads(events)
            check_nesting(slices)
            check_flows(events, slices)
            check_contents(file, slices, strategy, 2)
        check_bad_input(folder, run(folder, "plain.h5"))
        check_sweep(folder)


if __name__ == "__main__":
    main()
