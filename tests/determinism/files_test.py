#!/usr/bin/env python3
"""The same options and seeds give the same file, but for /provenance.

usage: files_test.py PROGRAM SCENARIO --network NAME [--unoptimised SOURCE BUILD --ns3 0|1]
Runs the scenario again, with other numbers of threads and processes and (fluid) without the
processor's newer instructions in the C library; or with a program built without optimisation.
"""
import argparse
import os
import subprocess
import sys
import tempfile

SEEDS = {"fluid": "2", "ns3": "1"}
PLAIN_PROCESSOR = "glibc.cpu.hwcaps=-AVX512F,-AVX2,-AVX,-FMA,-FMA4,-AVX2_Usable,-FMA_Usable"


def run(program, scenario, network, output, options=(), environment=None):
    command = [program, "run", scenario, "--network", network, "--seeds", SEEDS[network],
               "--out", output, *options]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          env={**os.environ, **(environment or {})}, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit status {done.returncode}\n{done.stderr}")


def objects(path):
    listed = subprocess.run(["h5dump", "-n", path], capture_output=True, text=True, check=True)
    return listed.stdout.split("\n", 1)[1]  # the first line names the file


def difference(a, b):
    """Empty when both files hold the same, attributes included."""
    if objects(a) != objects(b):
        return "they list different objects"
    done = subprocess.run(["h5diff", "--exclude-path", "/provenance", a, b],
                          capture_output=True, text=True, check=False)
    if done.returncode == 0 and not done.stdout and not done.stderr:
        return ""
    return f"h5diff: exit status {done.returncode}, {(done.stdout + done.stderr)[:80]!r}"


def variants(network):
    yield "again", ["--jobs", "2"], {}
    yield "two threads, one process at a time", ["--threads", "2", "--jobs", "1"], {}
    if network == "fluid":
        yield "many processes at a time", ["--jobs", "7"], {}
        yield "an older processor for the C library", [], {"GLIBC_TUNABLES": PLAIN_PROCESSOR}


def built_without_optimisation(arguments):
    source, build = arguments.unoptimised
    for command in (["cmake", "-S", source, "-B", build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug",
                     f"-DLASTMILE_NS3={'ON' if arguments.ns3 == '1' else 'OFF'}"],
                    ["ninja", "-C", build, "-j", "2", "lastmile-sim"]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)} failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return os.path.join(build, "scenarios", "lastmile-sim")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("scenario")
    parser.add_argument("--network", required=True)
    parser.add_argument("--unoptimised", nargs=2, metavar=("SOURCE", "BUILD"))
    parser.add_argument("--ns3", default="1")
    arguments = parser.parse_args()
    network, scenario = arguments.network, arguments.scenario
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        first, other = os.path.join(folder, "first.h5"), os.path.join(folder, "other.h5")

        def compare(name, wanted_equal=True):
            nonlocal failed
            found = difference(first, other)
            good = (found == "") == wanted_equal
            failed += not good
            print(f"{'ok  ' if good else 'FAIL'} {network}, {name}: {found or 'the same'}")

        run(arguments.program, scenario, network, first)
        if arguments.unoptimised:
            run(built_without_optimisation(arguments), scenario, network, other)
            compare("built without optimisation")
        else:
            for name, options, environment in variants(network):
                run(arguments.program, scenario, network, other, options, environment)
                compare(name)
            run(arguments.program, scenario, network, other, ["--set", "requests=2"])
            compare("another scenario, which must differ", wanted_equal=False)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
