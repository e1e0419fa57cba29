#!/usr/bin/env python3
"""`lastmile train` and `lastmile evaluate`: what was learned comes back, pictures are prepared, errors.

usage: evaluate_test.py PROGRAM
"""
import json
import os
import subprocess
import sys
import tempfile


def lastmile(*arguments):
    return subprocess.run([sys.argv[1], *arguments], timeout=60, check=False, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True)


def expect(holds, what):
    if not holds:
        sys.exit(what)


def evaluated(*arguments):
    done = lastmile("evaluate", *arguments, "--json")
    expect(done.returncode == 0, f"{arguments}: {done.stderr}")
    return json.loads(done.stdout)


def train(out, *arguments):
    done = lastmile("train", "b_lenet", "--data", "digits", "--samples", "500", "--out", out, *arguments)
    expect(done.returncode == 0 and "written" in done.stdout, f"{arguments}: {done.stderr}")
    return done.stdout


def write_pgm(path, value, size):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(b"P5 %d %d 255\n" % (size, size) + bytes([value]) * (size * size))


def check_learning():
    train("whole.onnx", "--passes", "3", "--threads", "2")
    train("parts.onnx", "--passes", "1", "--checkpoint", "kept", "--threads", "1")
    text = train("parts.onnx", "--passes", "3", "--checkpoint", "kept", "--threads", "1")
    expect("pass 2 of 3" in text and "pass 1 of" not in text, f"a checkpoint is gone on from: {text}")
    with open("whole.onnx", "rb") as one, open("parts.onnx", "rb") as other:
        expect(one.read() == other.read(), "training in two calls ends elsewhere than in one")
    data = ("--data", "digits", "--samples", "200")
    whole, kept, _ = evaluated("whole.onnx", "b_lenet@kept", *data, "--threshold", "0.5", "--by-class")
    expect(whole["exits"] == kept["exits"] and len(whole["exits"]) == 2, f"{whole} {kept}")
    expect(whole["exits"][1]["accuracy"] > 0.2, f"nothing learned: {whole}")
    expect(whole["exits"][0]["top5"] >= whole["exits"][0]["accuracy"], f"{whole}")
    served = whole["served"]
    expect(abs(sum(served["exit_share"]) - 1) < 1e-12 and 0 < served["exit_share"][0] < 1, f"{served}")
    recall = sum(one["recall"] for one in whole["by_class"]) / 10  # twenty of each class
    expect(abs(recall - whole["exits"][1]["accuracy"]) < 1e-12, f"recalls {recall}: {whole}")
    all_leave = evaluated("whole.onnx", *data, "--threshold", "0")[0]["served"]
    expect(all_leave["exit_share"] == [1, 0] and all_leave["accuracy"] == whole["exits"][0]["accuracy"],
           f"{all_leave}")


def check_targets():
    """What cannot be written is said before the work, not after it."""
    for arguments in (("train", "b_lenet", "--data", "digits", "--passes", "1", "--out"),
                      ("evaluate", "whole.onnx", "--data", "digits", "--trace")):
        done = lastmile(*arguments, "nowhere/file")
        expect(done.returncode == 2 and "cannot write 'nowhere/file'" in done.stderr, f"{arguments}: {done.stderr}")
        expect(done.stdout == "", f"{arguments}: {done.stdout}")


def check_ladder():
    """Networks in turn: with threshold 0 the first exit of the first answers, with 1 the last of the last."""
    data = ("--data", "digits", "--samples", "100")
    train("later.onnx", "--passes", "4")
    for threshold, position, exit_, share in (("0", 0, 0, [1, 0]), ("1", 1, 1, [0, 1])):
        *nets, ladder = evaluated("whole.onnx", "later.onnx", *data, "--threshold", threshold)
        wanted = nets[position]["exits"][exit_]["accuracy"]
        expect(abs(ladder["accuracy"] - wanted) < 1e-9, f"{nets} {ladder}")
        expect(all(abs(a - b) < 1e-9 for a, b in zip(ladder["share"], share)), f"{ladder}")
    text = lastmile("evaluate", "whole.onnx", "later.onnx", *data, "--threshold", "0.5").stdout
    expect("asked in turn, threshold 0.5" in text and "later answers 0." in text, text)


def check_pictures():
    """The usual scale spelled out changes nothing; another one, turned channels and other sizes do."""
    for value, name in ((30, "a"), (220, "b")):
        write_pgm(f"pictures/{name}/one.pgm", value, 28)
        write_pgm(f"pictures/{name}/two.pgm", value, 40)
    plain = lastmile("evaluate", "whole.onnx", "--data", "pictures")
    expect(plain.returncode == 2 and "all must be alike" in plain.stderr, plain.stderr)
    fit = ("--data", "pictures", "--resize", "30")
    usual = evaluated("whole.onnx", *fit)[0]["exits"][1]["loss"]
    same = evaluated("whole.onnx", *fit, "--mean", "0.5", "--std", "0.25")[0]["exits"][1]["loss"]
    other = evaluated("whole.onnx", *fit, "--scale", "1", "--mean", "100")[0]["exits"][1]["loss"]
    expect(abs(usual - same) < 1e-4 < abs(usual - other), f"{usual} {same} {other}")


def check_sequences_and_rows():
    """A letter behind each place counts as a sample; rows of a table are pictures if they are as long."""
    done = lastmile("train", "letters_gru", "--data", "texts", "--samples", "200", "--passes", "1", "--out",
                    "letters.onnx")
    expect(done.returncode == 0, done.stderr)
    letters = evaluated("letters.onnx", "--data", "texts", "--samples", "30")[0]
    expect(letters["samples"] == 600 and letters["classes"] == 80, f"{letters}")
    done = lastmile("evaluate", "letters.onnx", "--data", "texts", "--samples", "5", "--trace", "letters.h5")
    expect(done.returncode == 0 and "top-5" in done.stdout, done.stderr + done.stdout)
    expect(evaluated("whole.onnx", "--data", "rows.csv")[0]["samples"] == 2, "rows of a table")
    done = lastmile("train", "camera_cnn", "--data", "scenes", "--samples", "100", "--passes", "1", "--out",
                    "objects.onnx")
    expect(done.returncode == 0, done.stderr)
    objects = evaluated("objects.onnx", "--data", "scenes", "--samples", "50")[0]
    expect((objects["samples"], objects["classes"]) == (50, 8), f"{objects}")


def check_errors():
    digits, objects, texts = ("--data", "digits"), ("--data", "objects"), ("--data", "texts")
    evaluate = ("evaluate", "whole.onnx")
    train_it = ("train", "lenet", *digits)
    both = (*train_it, "--passes", "1", "--out", "x.onnx")
    for bad, message in (
            (evaluate, "--data is missing"),
            (("evaluate", "lenet", *digits), "'lenet' has learned nothing"),
            (("evaluate", "none.onnx", *digits), "cannot read 'none.onnx'"),
            ((*evaluate, "--data", "nowhere"), "'nowhere': no such file"),
            ((*evaluate, *objects), "samples of 3x32x32, network 'whole' takes 1x28x28"),
            ((*evaluate, *objects, "--resize", "stretch"), "becomes 3x28x28, the network takes 1x28x28"),
            ((*evaluate, *digits, "--mean", "1,2"), "2 numbers for 1 channels"),
            ((*evaluate, *digits, "--std", "0"), "--std 0: must be above 0"),
            ((*evaluate, *digits, "--threshold", "2"), "--threshold 2"),
            ((*evaluate, *digits, "--features", "x"), "--features belongs to --trace"),
            ((*evaluate, *texts, "--samples", "9999"), "--samples 9999: 'text' has 1200"),
            ((*evaluate, *texts), "samples of 1x1x28, network 'whole' takes 1x28x28"),
            ((*evaluate, *texts, "--resize", "9"), "holds no pictures"),
            ((*evaluate, "--data", "classes.csv"), "has 12 classes, network 'whole' tells 10 apart"),
            ((*train_it, "--passes", "1"), "--out is missing"),
            ((*train_it, "--out", "x.onnx"), "--passes is missing"),
            ((*both, "--rate", "-1"), "--rate -1"),
            ((*both, "--checkpoint", "kept"), "another network")):
        done = lastmile(*bad)
        expect(done.returncode == 2 and message in done.stderr, f"{bad}: {done.returncode} {done.stderr}")
    expect(not os.path.exists("x.onnx"), "a command that was refused wrote a file")


def main():
    sys.argv[1] = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with open("classes.csv", "w", encoding="utf-8") as file:
            columns = ",".join(f"x{i}" for i in range(784))
            file.write(f"{columns},label\n")
            for label in range(12):
                file.write("0," * 784 + f"{label}\n")
        with open("rows.csv", "w", encoding="utf-8") as file:
            file.write(f"{columns},label\n" + "0.5," * 784 + "3\n" + "-1," * 784 + "4\n")
        check_learning()
        check_targets()
        check_ladder()
        check_pictures()
        check_sequences_and_rows()
        check_errors()
        os.chdir("/")


if __name__ == "__main__":
    main()
