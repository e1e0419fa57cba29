#!/usr/bin/python3
"""What a sweep costs beside its simulations: 10,000 points of a few milliseconds, and 200 points of some seconds
against two plain runs side by side.

usage: bench_sweep [--json] [--quick]
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

PROGRAM = str(pathlib.Path(__file__).resolve().parents[2] / "scenarios/lastmile-sim")
SCENARIO = "@LASTMILE_BENCH_FOLDER@/point.lua"
PROCESSES = 2


def watched(*words):
    """(wall seconds, largest process in MB, output); children that were waited for count too."""
    start = time.monotonic()
    process = subprocess.Popen([PROGRAM, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{words}: {output}")
    return time.monotonic() - start, usage.ru_maxrss / 1000, output


def figure(pattern, text):
    return float(re.search(pattern, text).group(1))


def many_small(points):
    rates = ",".join(f"{i / 10 + 0.1:.1f}/s" for i in range(points // 50))
    wall, memory, text = watched("sweep", SCENARIO, "--out", "many", "--jobs", str(PROCESSES), "--no-merge",
                                 "--seeds", "10", "--grid", "cameras=1,2,3,4,5", "--grid", f"rate={rates}")
    cpu = figure(r"\(([\d.]+) s of it in scenarios\)", text)
    merge_wall, merge_memory, merged = watched("sweep", "merge", "many")
    return {"points": points, "scenario_ms": 1e3 * cpu / points, "wall_s": wall,
            "overhead_ms": 1e3 * (PROCESSES * wall - cpu) / points, "merge_s": merge_wall,
            "file_over_numbers": figure(r"file ([\d.]+) MB", merged) / figure(r"numbers ([\d.]+) MB", merged),
            "file_mb": figure(r"file ([\d.]+) MB", merged), "peak_mb": max(memory, merge_memory)}


def few_large(points):
    options = ("--set", "samples=1200", "--set", "passes=2", "--set", "cameras=2")
    start = time.monotonic()
    plain = [subprocess.Popen([PROGRAM, "run", SCENARIO, *options, "--jobs", "1", "--seeds",
                               str(points // PROCESSES), "--out", f"plain{i}.h5"], stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for i in range(PROCESSES)]
    if any(process.wait() != 0 for process in plain):
        sys.exit("a plain run failed")
    plain_s = time.monotonic() - start
    sweep_s, _, _ = watched("sweep", SCENARIO, *options, "--out", "large", "--jobs", str(PROCESSES), "--no-merge",
                            "--seeds", str(points))
    return {"points": points, "point_s": plain_s * PROCESSES / points, "plain_s": plain_s, "sweep_s": sweep_s,
            "efficiency": plain_s / sweep_s}


def main():
    quick = "--quick" in sys.argv
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        small, large = many_small(1000 if quick else 10_000), few_large(20 if quick else 200)
    if "--json" in sys.argv:
        print(json.dumps({"small": small, "large": large}))
        return
    print(f"{small['points']} points, {PROCESSES} processes: {small['scenario_ms']:.2f} ms of scenario each, wall "
          f"{small['wall_s']:.1f} s, so {small['overhead_ms']:.2f} ms each beside the scenarios\n"
          f"  merged in {small['merge_s']:.1f} s, {small['file_mb']:.1f} MB, {small['file_over_numbers']:.2f} times "
          f"the raw numbers; largest process {small['peak_mb']:.0f} MB\n"
          f"{large['points']} points of {large['point_s']:.2f} s: {large['sweep_s']:.1f} s, two plain runs side by "
          f"side {large['plain_s']:.1f} s: {100 * large['efficiency']:.1f} % of their speed")


main()
