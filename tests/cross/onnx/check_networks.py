#!/usr/bin/env python3
"""What imported networks compute here against what ONNX Runtime computes.

    check_networks.py --sim PROGRAM --forward PROGRAM [--data DIR] [NETWORK ...]

For every network of the zoo that can be exported (at a small resolution where it takes one), for the
.onnx files of DIR and for those named, both get the same file, with random weights, scales, shifts and
statistics in the place of what it has, and the same inputs. Prints the largest difference of each over the
largest number of the answer; networks that cannot run, with the reason. Exit status 1 if a difference is
above --bar.

Needs numpy, onnx and onnxruntime (pip install onnx onnxruntime); without them it says so and exits with 77.
"""
import argparse
import itertools
import pathlib
import subprocess
import sys
import tempfile

try:
    import numpy
    import onnx
    import onnxruntime
except ImportError as error:
    print(f"skipped: {error}; pip install numpy onnx onnxruntime")
    sys.exit(77)

ROWS = 2  # inputs a network
PASSED_AT_THE_END = ("Softmax", "LogSoftmax", "Reshape", "Flatten", "Squeeze", "Identity")
onnxruntime.set_default_logger_severity(3)
OPTIONS = onnxruntime.SessionOptions()
OPTIONS.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL  # as the nodes say
SMALL = "resolution=96"
# Slow at their own size, where they take another.
SLOW = ("alexnet", "condensenet", "densenet", "efficientnet", "faster", "fbnet", "googlenet", "inception",
        "mcunet", "mnasnet", "mobilenet", "nasnet", "nin", "regnet", "resnet101", "resnet18", "resnet34",
        "resnet50", "shufflenet", "squeezenet", "ssd", "vgg", "yolo")


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False)


def draw(rng, node, index, shape, gain):
    """Numbers for an input of a node: products keep the size of what they take, statistics are no 0 and 1."""
    count = int(numpy.prod(shape))
    if node.op_type == "BatchNormalization":
        low, high = ((0.5, 1.5), (-0.5, 0.5), (-0.3, 0.3), (0.5, 2.0))[index - 1]
        return rng.uniform(low, high, shape)
    if node.op_type in ("LayerNormalization", "PRelu") and index == 1:
        return rng.uniform(0.1, 0.9, shape)
    products = node.op_type in ("Conv", "ConvTranspose", "Gemm", "MatMul", "LSTM", "GRU", "RNN")
    if products and index == 1 or node.op_type in ("LSTM", "GRU", "RNN") and index == 2:
        transposed = node.op_type == "ConvTranspose" or node.op_type == "MatMul"
        turned = any(a.name == "transB" and a.i for a in node.attribute)
        fan_in = count / shape[1] if transposed or node.op_type == "Gemm" and not turned else count / shape[0]
        if node.op_type in ("LSTM", "GRU", "RNN"):
            fan_in = shape[2]
        return rng.normal(0, (gain / fan_in) ** 0.5, shape)
    return rng.normal(0, 0.3, shape)


def filled(model):
    """Name -> shape of the constants that nodes of ConstantOfShape make."""
    numbers = {c.name: onnx.numpy_helper.to_array(c) for c in model.graph.initializer}
    for node in model.graph.node:
        if node.op_type == "Constant":
            numbers[node.output[0]] = onnx.numpy_helper.to_array(node.attribute[0].t)
    return {node.output[0]: tuple(numbers[node.input[0]].tolist())
            for node in model.graph.node if node.op_type == "ConstantOfShape" and node.input[0] in numbers}


def randomise(model, seed, gain):
    """Every floating constant that a node reads as a weight is drawn anew; `gain`: how much products grow."""
    rng = numpy.random.default_rng(seed)
    made = filled(model)
    own = {c.name: c for c in model.graph.initializer if c.data_type == onnx.TensorProto.FLOAT}
    weighed = ("Conv", "ConvTranspose", "Gemm", "MatMul", "LSTM", "GRU", "RNN", "BatchNormalization",
               "LayerNormalization", "PRelu", "Gather", "Add", "Mul")
    done = set()
    for node in list(model.graph.node):
        for index, name in enumerate(node.input):
            shape = made.get(name) or (tuple(own[name].dims) if name in own else ())
            if node.op_type not in weighed or not shape or name in done:
                continue
            done.add(name)
            values = draw(rng, node, index, shape, gain).astype(numpy.float32)
            if name in own:
                model.graph.initializer.remove(own[name])
            model.graph.initializer.append(onnx.numpy_helper.from_array(values, name))
    for node in list(model.graph.node):
        if node.op_type == "ConstantOfShape" and node.output[0] in done:
            model.graph.node.remove(node)


def before_softmax(model):
    """ONNX Runtime is asked for what goes into a softmax at the end, which is what we answer."""
    makers = {output: node for node in model.graph.node for output in node.output}
    for i, port in enumerate(model.graph.output):
        node = makers.get(port.name)
        while node is not None and node.op_type in PASSED_AT_THE_END:
            if "Softmax" in node.op_type:
                model.graph.output[i].CopyFrom(onnx.ValueInfoProto(name=node.input[0]))
                break
            node = makers.get(node.input[0])


def inputs_of(session, model, seed):
    """A name and ROWS inputs: words below the size of the table that they look up, else normal numbers."""
    rng = numpy.random.default_rng(seed)
    port = session.get_inputs()[0]
    shape = [size if isinstance(size, int) and size > 0 else 1 for size in port.shape]
    if "int" not in port.type:
        return port.name, [rng.normal(size=shape).astype(numpy.float32) for _ in range(ROWS)]
    tables = {c.name: c.dims[0] for c in model.graph.initializer}
    read = [tables.get(n.input[0]) for n in model.graph.node if n.op_type == "Gather"]
    words = min([size for size in read if size] or [2])
    return port.name, [rng.integers(0, words, shape) for _ in range(ROWS)]


def relative(ours, theirs):
    """The largest difference over the largest number."""
    size = float(numpy.abs(theirs).max())
    return float(numpy.abs(ours - theirs).max()) / size if size > 0 else numpy.inf


def drawn_network(file, drawn):
    """Inputs and answers, of weights that do not blow up rounding errors: inputs
    that are off by 3e-7 change ONNX Runtime's own answer by less than 1e-5. Saves the network as `drawn`."""
    for gain in (2, 1, 0.5):
        model = onnx.load(file)
        randomise(model, 1, gain)
        onnx.save(model, drawn)
        before_softmax(model)
        session = onnxruntime.InferenceSession(model.SerializeToString(), OPTIONS, ["CPUExecutionProvider"])
        name, inputs = inputs_of(session, model, 2)
        answers = [session.run(None, {name: x}) for x in inputs]
        off = session.run(None, {name: (inputs[0] * (1 + 3e-7)).astype(inputs[0].dtype)})
        if max(relative(a, b) for a, b in zip(off, answers[0])) < 1e-5:
            break
    return inputs, answers


def compare(forward, file, folder):
    """Largest difference of all exits over the largest number, or why there is none."""
    drawn = folder / "drawn.onnx"
    inputs, answers = drawn_network(file, drawn)
    numpy.save(folder / "in.npy", numpy.stack([x.reshape(-1) for x in inputs]).astype(numpy.float32))
    ran = run(forward, drawn, folder / "in.npy", folder / "out")
    if ran.returncode != 0:
        return None, ran.stderr.strip()
    worst = 0
    for e in range(len(answers[0])):
        theirs = numpy.stack([row[e].reshape(-1) for row in answers])
        ours = numpy.load(folder / f"out.{e}.npy")
        if ours.shape != theirs.shape:
            return None, f"shapes {ours.shape} and {theirs.shape}"
        worst = max(worst, relative(ours, theirs))
        if not numpy.isfinite(theirs).all():
            return None, "ONNX Runtime's answer is not finite"
    return worst, ran.stdout.strip()


def zoo_files(sim, folder, names):
    listed = run(sim, "list", "zoo").stdout
    for name in names or [line.split()[0] for line in listed.splitlines() if line.strip()]:
        if name.endswith(".onnx"):
            yield name, pathlib.Path(name), ""
            continue
        file = folder / "zoo.onnx"
        for scale in ([f":{SMALL}"] if name.startswith(SLOW) else []) + [""]:
            ran = run(sim, "export", name + scale, file, "--light")
            if ran.returncode == 0:
                break
        yield name + scale, file, ran.stderr.strip() if ran.returncode != 0 else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sim", required=True, help="lastmile-sim")
    parser.add_argument("--forward", required=True, help="onnx_forward")
    parser.add_argument("--data", type=pathlib.Path, help="folder of .onnx files")
    parser.add_argument("--bar", type=float, default=1e-4, help="largest difference that is right")
    parser.add_argument("networks", nargs="*")
    arguments = parser.parse_args()
    print(f"ONNX Runtime {onnxruntime.__version__}, onnx {onnx.__version__}")
    wrong = refused = good = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        light = sorted(arguments.data.glob("*.onnx")) if arguments.data else []
        given = ((file.name, file, "") for file in light)
        exported = zoo_files(arguments.sim, folder, arguments.networks)
        for name, file, failed in itertools.chain(given, exported):
            difference, text = (None, failed) if failed else compare(arguments.forward, file, folder)
            good += difference is not None and difference <= arguments.bar
            wrong += difference is not None and difference > arguments.bar
            refused += difference is None
            print(f"{name:32} {'-' if difference is None else f'{difference:.1e}'} {text}", flush=True)
    print(f"{good} agree within {arguments.bar:g}, {wrong} do not, {refused} cannot run")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
