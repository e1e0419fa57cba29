#!/usr/bin/env python3
"""What Ctrl-C and a killed run leave: a readable file marked incomplete, and nothing else.

usage: interrupt_test.py PROGRAM SCENARIO      (SCENARIO runs for some tenths of a second a seed)
"""
import glob
import os
import signal
import subprocess
import sys
import tempfile
import time

import h5py

SEEDS = "60"


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        return [int(word) for word in file.read().split()]


def start(program, scenario, folder):
    return subprocess.Popen([program, "run", scenario, "--seeds", SEEDS, "--jobs", "2", "--network",
                             "fluid", "--out", "out.h5"], cwd=folder, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for_rows(process, folder, limit_s=60):
    """Some runs have been joined when the sixth has started: two run at a time, and they join in order."""
    for _ in range(limit_s * 50):
        if process.poll() is not None or len(glob.glob(os.path.join(folder, "out.h5.parts.*/part*.h5"))) >= 6:
            return
        time.sleep(0.02)


def kill_parent(process):
    process.send_signal(signal.SIGINT)


def kill_worker(process):
    for _ in range(500):
        for child in children(process.pid):
            os.kill(child, signal.SIGKILL)
            return
        time.sleep(0.01)


CASES = [("interrupted", kill_parent, 130, "interrupted"),
         ("a killed worker", kill_worker, 1, "killed by signal 9")]


def faults(program, scenario, kill, status, text):
    found = []
    with tempfile.TemporaryDirectory() as folder:
        process = start(program, scenario, folder)
        wait_for_rows(process, folder)
        workers = children(process.pid)
        kill(process)
        _, errors = process.communicate(timeout=60)
        if process.returncode != status:
            found.append(f"exit status {process.returncode}, expected {status}")
        if text not in errors or "marked incomplete" not in errors:
            found.append(f"the message is {errors!r}")
        if sorted(os.listdir(folder)) != ["out.h5"]:
            found.append(f"left {sorted(os.listdir(folder))}")
        else:
            with h5py.File(os.path.join(folder, "out.h5"), "r") as file:
                if file.attrs["complete"] != 0:
                    found.append("the file is not marked incomplete")
                if not any(isinstance(file[name], h5py.Group) for name in file if name != "provenance"):
                    found.append("the file has no table")
        found += [f"worker {pid} still runs" for pid in workers if os.path.exists(f"/proc/{pid}/exe")
                  and "lastmile" in os.path.realpath(f"/proc/{pid}/exe")]
    return found


def main():
    program, scenario = (os.path.abspath(path) for path in sys.argv[1:3])
    failed = 0
    for name, kill, status, text in CASES:
        found = faults(program, scenario, kill, status, text)
        print(f"{name}: {'; '.join(found) if found else 'as it should be'}")
        failed += bool(found)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
