#!/usr/bin/env python3
"""kill -9 at random moments of a sweep (a worker, the parent, a merge), then resume: the merged file must be
the one of a sweep that nobody disturbed.

usage: sweep_kill_test.py PROGRAM [KILLS [SEED]]
"""
import collections
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SCENARIO = """
local lm = require "lastmile"
local cameras = lm.option("cameras", 2)
return lm.scenario {
  name = "killed",
  nodes = {
    cameras = lm.devices { profile = "raspberry-pi-4", count = cameras, position = lm.disc { radius = "20m" } },
    edge = lm.device { profile = "jetson-agx-orin", position = lm.at { z = "3m" } },
  },
  network = { lm.wifi { access_point = "edge", stations = "cameras" } },
  model = lm.zoo "logistic",
  data = lm.digits { train_per_device = 2, test = 4 },
  workload = lm.bursts { requests = 20, rate = "2/s" },
  strategies = {
    lm.strategy { name = "camera", inference = lm.place "cameras" },
    lm.strategy { name = "edge", inference = lm.place "edge" },
  },
  backend = "fluid",
  sweep = lm.sweep { grid = { cameras = { 1, 2, 3, 4 } }, seeds = lm.range(1, 4) },
}
"""


class Kill:
    def __init__(self, program, chance):
        self.program, self.chance, self.seen = program, chance, collections.Counter()

    def hits(self):
        return sum(self.seen[what] for what in ("worker", "parent", "merge"))

    def start(self, *words):
        return subprocess.Popen([self.program, "sweep", *words], stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def whole(self, *words):
        start = time.monotonic()
        process = self.start(*words)
        status = process.wait(120)
        return status, time.monotonic() - start

    def hit(self, process, what):
        """Kills the parent, or one of its workers; counts what was hit."""
        victim = process.pid
        if what == "worker":
            try:
                with open(f"/proc/{victim}/task/{victim}/children", encoding="ascii") as file:
                    children = [int(word) for word in file.read().split()]
            except OSError:
                children = []
            if not children:
                self.seen["no worker at that moment"] += 1
                return
            victim = self.chance.choice(children)
        if process.poll() is not None:
            self.seen["had ended"] += 1
            return
        try:
            os.kill(victim, signal.SIGKILL)
            self.seen[what] += 1
        except ProcessLookupError:
            self.seen["had ended"] += 1

    def once(self, reference, sweep_s, merge_s):
        what = self.chance.choice(["worker", "parent", "merge"])
        shutil.rmtree("dir", ignore_errors=True)
        command = ["killed.lua", "--out", "dir", "--jobs", "2"] + self.chance.choice([[], ["--few-files"]])
        if what == "merge":
            self.whole(*command, "--no-merge")
            command, length = ["merge", "dir"], merge_s
        else:
            length = sweep_s
        process = self.start(*command)
        time.sleep(self.chance.uniform(0, length))
        self.hit(process, what)
        process.wait(120)
        again = ["resume", "dir"] if os.path.exists("dir/sweep.toml") else command
        status, _ = self.whole(*again)
        left = [str(path) for path in pathlib.Path("dir").rglob("*.new")]
        same = status == 0 and not left and subprocess.run(
            ["h5diff", "--exclude-path", "/provenance", reference, "dir/merged.h5"], check=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
        return None if same else f"after a kill of {what} ({' '.join(command)}): status {status}, left {left}"


def main():
    program, kills = os.path.realpath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 15
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else time.time_ns()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        pathlib.Path("killed.lua").write_text(SCENARIO, encoding="utf-8")
        kill = Kill(program, random.Random(seed))
        status, sweep_s = kill.whole("killed.lua", "--out", "whole", "--jobs", "2")
        again, merge_s = kill.whole("merge", "whole")
        if status != 0 or again != 0:
            sys.exit("the undisturbed sweep failed")
        wrong, moments = [], 0
        while kill.hits() < kills and moments < 3 * kills:
            wrong.append(kill.once("whole/merged.h5", sweep_s, merge_s))
            moments += 1
        wrong = [text for text in wrong if text]
        print(f"seed {seed}: {kill.hits()} kills at {moments} moments, {dict(kill.seen)}; {len(wrong)} merged files differ")
        if wrong or kill.hits() < kills:
            sys.exit("\n".join(wrong) or "too few kills hit anything")


main()
