#!/usr/bin/env python3
"""`lastmile compress`: costs of LeNet by hand, transforms one after the other, what a network that learned
becomes, and bad options.

usage: compress_test.py PROGRAM
"""
import json
import pathlib
import subprocess
import sys
import tempfile


def lastmile(*arguments, verb="compress"):
    return subprocess.run([sys.argv[1], verb, *arguments], timeout=60, check=False,
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


def accuracy(file):
    done = lastmile(file, "--data", "digits", "--samples", "500", "--json", verb="evaluate")
    expect(done.returncode == 0, done.stderr)
    return json.loads(done.stdout)[0]["exits"][-1]["accuracy"]


def learned(folder):
    """A network that learned loses as much as is taken from it, and nothing by int8."""
    net, now = str(folder / "net.onnx"), str(folder / "now.onnx")
    done = lastmile("lenet", "--data", "digits", "--samples", "1500", "--passes", "3", "--out", net, verb="train")
    expect(done.returncode == 0, done.stderr)
    whole = accuracy(net)
    lost = {}
    for option, value in (("density", "1"), ("weights", "int8"), ("weights", "binary"), ("density", "0.02"),
                          ("filters", "0.2")):
        done = lastmile(net, f"--{option}", value, "--out", now)
        expect(done.returncode == 0, done.stderr)
        lost[option, value] = whole - accuracy(now)
    expect(whole > 0.7 and lost["density", "1"] == 0, f"{whole}, {lost}")
    expect(abs(lost["weights", "int8"]) < 0.01, f"{lost}")
    expect(lost["density", "0.02"] > 0.2 and lost["filters", "0.2"] > 0.2, f"{lost}")
    now_first = pathlib.Path(now).read_bytes()
    done = lastmile("lenet", "--filters", "0.2", "--out", now)
    expect(done.returncode == 2 and "has learned nothing" in done.stderr, f"{done.stderr}")
    expect(pathlib.Path(now).read_bytes() == now_first, "a refused --out leaves the file as it was")


def main():
    with tempfile.TemporaryDirectory() as folder:
        learned(pathlib.Path(folder))
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
