"""Features of networks and kernels: what the regression of layer times sees.

One row is (MACs by layer type, output elements, layers that cost a start). Fused layers (ReLU
after a convolution, flatten, ...) cost nothing: models/cost/cost.cpp uses the same rule.
"""
import collections
import csv

import numpy as np

COLUMNS = ["conv3x3s1", "conv1x1", "conv_other", "depthwise", "dense", "activations", "layers"]
FUSED = {"Input", "ReLU", "Flatten", "Dropout", "Noop", "MemoryData", "Reshape", "BatchNorm"}
# Work that no layer type of ours covers: networks that contain it are left out. Decided after a
# first fit had shown squeezenet_ssd as an outlier; models/README.md gives the errors with them kept.
FOREIGN = {"DetectionOutput", "Yolov3DetectionOutput", "YoloDetectionOutput", "PriorBox",
           "MultiHeadAttention"}


def read_csv(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def elements(shape):
    product = 1
    for size in shape.split("x"):
        product *= int(size) if size.isdigit() else 1
    return product if shape else 0


def conv_column(kernel, stride, groups, channels):
    if groups > 1:
        return "depthwise" if groups == channels else "conv_other"
    if kernel == 3 and stride == 1:
        return "conv3x3s1"
    return "conv1x1" if kernel == 1 else "conv_other"


def layer_row(layer):
    row = dict.fromkeys(COLUMNS, 0.0)
    if layer["type"] in FUSED:
        return row
    if "Convolution" in layer["type"]:
        channels = int(layer["in_shape"].split("x")[0])
        column = conv_column(int(layer["kernel_w"] or 1), int(layer["stride"] or 1),
                             int(layer["group"] or 1), channels)
        row[column] = float(layer["macs"])
    elif layer["type"] in ("InnerProduct", "Gemm"):
        row["dense"] = float(layer["macs"])
    row["activations"] = float(elements(layer["out_shape"]))
    row["layers"] = 1.0
    return row


def network_features(path):
    """{network: feature vector} for the networks made of layer types of ours."""
    layers = collections.defaultdict(list)
    for layer in read_csv(path):
        layers[layer["model"].lower().replace("-", "_")].append(layer)
    return {name: sum(np.array([layer_row(one)[c] for c in COLUMNS]) for one in all_of_it)
            for name, all_of_it in layers.items()
            if not name.endswith("_int8") and not FOREIGN & {one["type"] for one in all_of_it}}


def gemm_feature(row):
    m, n, k = int(row["M"]), int(row["N"]), int(row["K"])
    features = dict.fromkeys(COLUMNS, 0.0)
    features.update(dense=float(m * n * k), activations=float(m * n), layers=1.0)
    return np.array([features[c] for c in COLUMNS])


def conv_feature(row):
    kernel_h, kernel_w = int(row["R"]), int(row["S"])
    out = int(row["K"]) * int(row["N"])
    for size, kernel, pad, stride in (("W", kernel_w, "pad_w", "stride_w"),
                                      ("H", kernel_h, "pad_h", "stride_h")):
        out *= (int(row[size]) + 2 * int(row[pad]) - kernel) // int(row[stride]) + 1
    square = kernel_h if kernel_h == kernel_w else 0
    features = dict.fromkeys(COLUMNS, 0.0)
    features[conv_column(square, int(row["stride_w"]), 1, int(row["C"]))] = (
        float(out) * int(row["C"]) * kernel_h * kernel_w)
    features.update(activations=float(out), layers=1.0)
    return np.array([features[c] for c in COLUMNS])
