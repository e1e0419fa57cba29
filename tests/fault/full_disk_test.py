#!/usr/bin/env python3
"""What a disk that fills up during a run gets: exit status 2, a clear message, and either no file or
a readable one marked incomplete.

usage: full_disk_test.py PROGRAM SCENARIO
The disks are small ones in memory, mounted where nobody else sees them; where the system does not
allow that, the test is skipped (exit status 77) and says why.
"""
import os
import shutil
import subprocess
import sys
import tempfile

import h5py

SKIPPED = 77
SIZES_KIB = (64, 1024, 8192, 12000)  # full at once, in a first run, later, later still
INSIDE = "--inside"


def tables_agree(path):
    """All columns of a table have as many rows as each other; returns what is wrong."""
    with h5py.File(path, "r", locking=False) as file:
        if file.attrs["complete"] != 0:
            return "the file is not marked incomplete"
        for name, table in file.items():
            if name == "provenance":
                continue
            lengths = {len(column) for column in table.values()}
            if len(lengths) > 1:
                return f"columns of {name} have {sorted(lengths)} rows"
    return ""


def check(program, scenario, folder, size_kib):
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size_kib}k", "tmpfs", folder], check=True)
    done = subprocess.run([program, "run", scenario, "--network", "fluid", "--seeds", "8",
                           "--jobs", "2", "--out", "out.h5"], cwd=folder, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=120, check=False)
    found = []
    if done.returncode != 2:
        found.append(f"exit status {done.returncode}, expected 2")
    if "No space left" not in done.stderr and "full" not in done.stderr:
        found.append("the message does not say that the disk is full")
    left = sorted(os.listdir(folder))
    if left not in ([], ["out.h5"]):
        found.append(f"left {left}")
    if "out.h5" in left:
        found.append(tables_agree(os.path.join(folder, "out.h5")))
    subprocess.run(["umount", folder], check=True)
    found = [fault for fault in found if fault]
    print(f"{size_kib} KiB: {'; '.join(found) or 'as it should be'}, left {left}: "
          f"{done.stderr.strip()[:200]}")
    return bool(found)


def inside(program, scenario):
    folder = tempfile.mkdtemp()
    try:
        return 1 if any([check(program, scenario, folder, size) for size in SIZES_KIB]) else 0
    finally:
        os.rmdir(folder)


def may_mount():
    """Whether this system lets us mount in a namespace of our own, and why not."""
    for options in (["--mount"], ["--mount", "--map-root-user"]):
        try_it = ["unshare", *options, "sh", "-c", "mount -t tmpfs tmpfs /mnt"]
        if not shutil.which("unshare"):
            return None
        if subprocess.run(try_it, capture_output=True, check=False).returncode == 0:
            return options
    return None


def main():
    if sys.argv[1] == INSIDE:
        return inside(*sys.argv[2:4])
    program, scenario = (os.path.abspath(path) for path in sys.argv[1:3])
    options = may_mount()
    if options is None:
        print("skipped: no permission to mount a small disk")
        return SKIPPED
    command = ["unshare", *options, sys.executable, "-B", os.path.abspath(__file__), INSIDE,
               program, scenario]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
