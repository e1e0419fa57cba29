#!/usr/bin/env python3
"""Compute model `measured`: a run keeps the times of this machine; replays of them give the same file.

usage: replay_test.py PROGRAM SCENARIO
"""
import os
import subprocess
import sys
import tempfile

import files_test

SLOWDOWNS = ["--slowdown", "raspberry-pi-4=8", "--slowdown", "jetson-agx-orin=1", "--slowdown", "tesla-v100=0.5"]


def run(program, scenario, output, options):
    command = [program, "run", scenario, "--network", "fluid", "--compute", "measured", *SLOWDOWNS,
               "--set", "requests=1", "--set", "passes=1", "--out", output, *options]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit status {done.returncode}\n{done.stderr}")


def main():
    program, scenario = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        def path(name):
            return os.path.join(folder, name)
        run(program, scenario, path("first.h5"), ["--timings", path("times.txt")])
        run(program, scenario, path("second.h5"), ["--replay", path("times.txt")])
        run(program, scenario, path("third.h5"), ["--replay", path("times.txt"), "--jobs", "3"])
        for name in ("second.h5", "third.h5"):
            found = files_test.difference(path("first.h5"), path(name))
            if found:
                sys.exit(f"the first run and {name} differ: {found}")
        with open(path("times.txt"), encoding="utf-8") as file:
            calls = sum(line.startswith("time ") for line in file)
    if calls < 10:
        sys.exit(f"only {calls} calls were timed")
    print(f"{calls} calls timed; two replays equal the run that timed them")


if __name__ == "__main__":
    main()
