#!/usr/bin/env python3
"""`lastmile sweep --slurm` on a real Slurm of one node: 40 points, a running task killed, resumed, merged;
the merged file equals a local run's.

usage: slurm_test.py PROGRAM      (exit status 77: no Slurm here)
"""
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import one_node  # noqa: E402

POINTS = 40
SCENARIO = """
local lm = require "lastmile"
local cameras = lm.option("cameras", 2)
local place = function(name, at) return lm.strategy { name = name, training = lm.central { at = "edge" },
                                                      inference = lm.place(at) } end
return lm.scenario {
  name = "cluster",
  nodes = {
    cameras = lm.devices { profile = "raspberry-pi-4", count = cameras, position = lm.disc { radius = "20m" } },
    edge = lm.device { profile = "jetson-agx-orin", position = lm.at { z = "3m" } },
  },
  network = { lm.wifi { access_point = "edge", stations = "cameras" } },
  model = lm.zoo "lenet",
  data = lm.digits { train_per_device = 500, test = 300 },
  training = lm.training { passes = 1, batch = 10, learning_rate = 0.01 },
  workload = lm.bursts { requests = 5, rate = "2/s" },
  strategies = { place("camera", "cameras"), place("edge", "edge") },
  backend = "fluid",
  sweep = lm.sweep { grid = { cameras = { 1, 2, 3, 4 } }, seeds = lm.range(1, 5) },
}
"""


def expect(holds, what):
    if not holds:
        sys.exit(what)


def wait_for(holds, what, limit_s=120):
    end = time.monotonic() + limit_s
    while not holds():
        if time.monotonic() > end:
            sys.exit(f"after {limit_s} s: {what}")
        time.sleep(0.1)


def tasks_running(cluster, program):
    """Process ids of the shards that Slurm runs now."""
    listed = cluster.run("pgrep", "-f", f"^{re.escape(program)} sweep resume .*--shard").stdout.split()
    return [int(pid) for pid in listed]


def same(first, second):
    ran = subprocess.run(["h5diff", "--exclude-path", "/provenance", first, second], check=False,
                         capture_output=True, text=True)
    return ran.returncode == 0 and not ran.stdout


def check(cluster, program, folder):
    os.chdir(folder)
    pathlib.Path("cluster.lua").write_text(SCENARIO, encoding="utf-8")

    def lastmile(*words):
        return cluster.run(program, "sweep", *words)

    def status():
        return json.loads(lastmile("status", "there", "--json").stdout)

    start = time.monotonic()
    local = lastmile("cluster.lua", "--out", "here")
    expect(local.returncode == 0, f"local: {local.stderr}")
    print(f"local run: {time.monotonic() - start:.1f} s")

    dry = lastmile("cluster.lua", "--out", "there", "--slurm", "--chunk", "5", "--dry-run", "--partition", "short")
    expect("#SBATCH --array=0-7" in dry.stdout and "#SBATCH --partition=short" in dry.stdout, dry.stdout + dry.stderr)
    expect(not os.path.exists("there"), "--dry-run leaves nothing")

    start = time.monotonic()
    sent = lastmile("cluster.lua", "--out", "there", "--slurm", "--chunk", "5", "--partition", "short", "--time", "00:10:00")
    expect(sent.returncode == 0 and "8 tasks for 40 points" in sent.stdout, sent.stdout + sent.stderr)
    wait_for(lambda: tasks_running(cluster, program) and 0 < status()["done"], "no task runs")
    os.kill(tasks_running(cluster, program)[0], signal.SIGKILL)
    wait_for(lambda: not cluster.jobs(), "jobs are left")
    after = status()
    expect(0 < after["missing"] < POINTS and after["failed"] == 0, f"a killed task leaves points missing: {after}")
    print(f"first submission: {time.monotonic() - start:.1f} s, {after['missing']} points missing after a kill -9")

    again = lastmile("resume", "there", "--slurm", "--chunk", "5", "--partition", "short")
    expect(again.returncode == 0 and f"for {after['missing']} points" in again.stdout, again.stdout + again.stderr)
    wait_for(lambda: not cluster.jobs(), "jobs are left")
    logs = "\n".join(path.read_text() for path in sorted(pathlib.Path("there/slurm").glob("*.log")))
    expect(os.path.exists("there/merged.h5") and status()["done"] == POINTS, f"not merged: {status()}\n{logs}")
    expect(same("here/merged.h5", "there/merged.h5"), "the cluster's file differs from the local one")
    print(f"all: {time.monotonic() - start:.1f} s; {POINTS} points, merged file identical to the local one")
    done = lastmile("resume", "there", "--slurm")
    expect(done.returncode == 2 and "all points are done" in done.stderr, done.stderr)


def main():
    reason = one_node.missing()
    if reason:
        print(f"slurm: skipped, {reason}")
        sys.exit(77)
    program = os.path.realpath(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="lastmile-slurm-") as folder:
        os.mkdir(f"{folder}/work")
        with one_node.OneNode(folder) as cluster:
            check(cluster, program, f"{folder}/work")


main()
