#!/usr/bin/env python3
"""Writes what ONNX Runtime answers to the cases of cases.hpp, for tests/unit/learn/onnx_golden_test.cpp.

    golden.py WRITE_CASES > tests/unit/learn/onnx_golden.txt

WRITE_CASES is the program onnx_write_cases. Needs numpy, onnx and onnxruntime.
"""
import pathlib
import subprocess
import sys
import tempfile

import numpy
import onnx
import onnxruntime

onnxruntime.set_default_logger_severity(3)


def answer(file):
    model = onnx.load(file)
    model.graph.name = "case"
    model.graph.output[0].CopyFrom(onnx.ValueInfoProto(name="y"))  # of a shape that the case does not say
    options = onnxruntime.SessionOptions()  # as the nodes say: its fusion of pads into maxima is another result
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, ["CPUExecutionProvider"])
    port = session.get_inputs()[0]
    values = numpy.loadtxt(file.with_suffix(".txt"), dtype=numpy.float32).reshape(port.shape)
    return session.run(None, {port.name: values})[0].reshape(-1)


def main():
    print(f"# ONNX Runtime {onnxruntime.__version__}, onnx {onnx.__version__}; written by tests/cross/onnx/golden.py")
    with tempfile.TemporaryDirectory() as temporary:
        listed = subprocess.run([sys.argv[1], temporary], capture_output=True, text=True, check=True).stdout
        for line in listed.splitlines():
            number, name = line.split(" ", 1)
            values = answer(pathlib.Path(temporary) / f"{number}.onnx")
            print(name + ": " + " ".join(f"{value:.7g}" for value in values))


if __name__ == "__main__":
    main()
