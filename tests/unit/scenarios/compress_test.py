#!/usr/bin/env python3
"""`lastmile compress`: costs of LeNet by hand, transforms one after the other, and bad options.

usage: compress_test.py PROGRAM
"""
import json
import subprocess
import sys


def lastmile(*arguments):
    return subprocess.run([sys.argv[1], "compress", *arguments], timeout=60, check=False,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)


def expect(holds, what):
    if not holds:
        sys.exit(what)


def after(*arguments):
    done = lastmile(*arguments, "--json")
    expect(done.returncode == 0, f"{arguments}: {done.stderr}")
    return {row["name"]: row["after"] for row in json.loads(done.stdout)}


def near(value, wanted):
    return abs(value - wanted) <= 1e-9 * abs(wanted)


def main():
    plain = after("lenet")
    expect(near(plain["parameters"], 0.43108), f"LeNet-5 has 431,080 parameters: {plain}")
    # int8: 430,500 weights of a byte and 580 biases of four; half of the 2.293 million MACs are left
    narrow = after("lenet", "--weights", "int8", "--activations", "int8", "--density", "0.5")
    expect(near(narrow["bytes of weights and biases, zeros included"], 432.82), f"int8: {narrow}")
    expect(near(narrow["MACs with weights that are not 0"], 1.1465), f"density: {narrow}")
    expect(near(4 * narrow["bytes of activations"], plain["bytes of activations"]), f"int8: {narrow}")
    # 10 filters of 5 x 5, 25 of 10 x 5 x 5, 250 x 400, 10 x 250
    half = after("lenet", "--filters", "0.5")
    expect(near(half["parameters"], (250 + 10 + 6250 + 25 + 100000 + 250 + 2500 + 10) * 1e-6), f"{half}")
    both = after("lenet", "--filters", "0.5", "--rank", "0.5", "--exit", "max_pool_2")
    expect(both["parameters"] < 0.6 * half["parameters"] and both["exits"] == 2, f"{both}")
    text = lastmile("mobilenet_v1", "--fuse", "--depthwise", "--rank", "0.5", "--split", "cp")
    expect(text.returncode == 0 and "times less" in text.stdout, text.stderr)
    for bad, message in ((("lennet",), "did you mean 'lenet'"),
                         (("lenet", "--filters", "0"), "--filters 0: must be above 0"),
                         (("lenet", "--exit", "max_pool_3"), "did you mean 'max_pool_"),
                         (("lenet", "--weights", "int9"), "int8"),
                         (("lenet", "--density", "1.5"), "--density 1.5")):
        done = lastmile(*bad)
        expect(done.returncode == 2 and message in done.stderr, f"{bad}: {done.returncode} {done.stderr}")


if __name__ == "__main__":
    main()
