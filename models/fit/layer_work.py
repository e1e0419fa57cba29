"""Work of a layer as ncnn runs it on a CPU: what a time is made of, before any device is known.

One layer is a row over WORK, counted by the algorithm that ncnn chooses rather than by multiplications alone:
  winograd      products after the transform of 3x3 convolutions of stride 1 with 8 channels or more; tiles of 6x6
                outputs up to 128 channels, of 4x4 above
  transforms    elements of those transformed tiles, in and out
  pointwise     MACs of 1x1 convolutions of stride 1; pointwise_io: the elements that they read and write
  spatial       MACs of all other convolutions; stem: of those of 3 channels; patches: elements of their patches
  depthwise     MACs of depthwise convolutions
  tokens        MACs of matrix products and attention
  weights       weights of dense layers, each read once
  unaligned     MACs of layers whose channels are no multiple of 4, which cannot be packed (half for Winograd's)
  traffic       elements read and written elsewhere, border copies included; far: those of layers that move more
                than a million elements, copies: of concatenation and reordering, pooling: of pooling
  exponentials  elements of swish, sigmoid, softmax, GELU; times 5 for the powers of local normalisation
  starts        layers, 0.3 each where nothing is multiplied; a grouped convolution is one for each group
A grouped convolution is as many convolutions as it has groups.

TYPICAL is the logarithm of a column's cost in units of one MAC of a 1x1 convolution: where the fit begins and what
it is drawn to. Round guesses of ours (assumed), before any data, but for `tokens`: half the rate, as they are not
packed and stay in 32 bits where convolutions use 16.
Source: ncnn's convolution_arm.cpp, convolution_x86.cpp, convolutiondepthwise_arm.cpp (BSD-3-Clause), read for the
rules of choice; the rules changed over the years of the table, these are the newer ones.
Ignores: clocks, caches other than by `far`, int8, how the rules differ between processors.
"""
import collections
import math

import numpy as np

import features

TYPICAL = {"winograd": 0.0, "transforms": 2.0, "pointwise": 0.0, "pointwise_io": 1.5, "spatial": 0.3, "stem": 0.5,
           "patches": 1.0, "depthwise": 0.8, "tokens": math.log(2), "weights": 2.3, "unaligned": 0.0,
           "traffic": 1.5, "far": 1.5, "copies": 1.5, "pooling": 2.0, "exponentials": 3.0, "starts": 12.5}
WORK = list(TYPICAL)
FREE = {"Input", "Flatten", "Dropout", "Noop", "MemoryData", "Reshape"}
EXPONENTIALS = {"Swish": 1.0, "Sigmoid": 1.0, "Softmax": 1.0, "GELU": 1.5, "LRN": 5.0}
COPIES = {"ShuffleChannel", "Permute", "Crop", "Concat"}
PASSES = {"BinaryOp": 3, "Eltwise": 3, "LRN": 4}
FAR = 1e6


def sizes(shape):
    return [int(one) if one.isdigit() else 1 for one in shape.split("x")] if shape else [1]


def volume(shape):
    """Channels, height, width; a matrix has no channels, a vector nothing else."""
    found = sizes(shape)
    return {1: found + [1, 1], 2: [1] + found, 3: found}[len(found)]


def convolution(row, source, result, kernel, stride, macs):
    """Adds one convolution without groups."""
    channels, *map_in = source
    filters, high, wide = result
    moved = channels * math.prod(map_in) + filters * high * wide
    packed = channels <= 4 or (channels % 4 == 0 and filters % 4 == 0)
    row["starts"] += 1
    if kernel == 3 and stride == 1 and channels >= 8 and filters >= 8:
        tile = 6 if max(channels, filters) <= 128 else 4
        points = math.ceil(high / tile) * math.ceil(wide / tile) * (tile + 2) ** 2
        row["winograd"] += points * channels * filters
        row["transforms"] += points * (channels + filters)
        row["traffic"] += moved
        row["unaligned"] += 0.0 if packed else macs / 2
        return
    row["unaligned"] += 0.0 if packed else macs
    if kernel == 1 and stride == 1:
        row["pointwise"] += macs
        row["pointwise_io"] += moved
        return
    row["stem" if channels <= 4 else "spatial"] += macs
    row["patches"] += high * wide * kernel ** 2 * channels
    row["traffic"] += moved


def form(layer, source, result):
    """(kernel, stride, groups); the table leaves them out for transposed convolutions, whose kernel is taken as
    twice the factor that they enlarge by."""
    if "Deconvolution" not in layer["type"]:
        return tuple(int(layer[key] or 1) for key in ("kernel_w", "stride", "group"))
    kernel = 2 * max(1, round(result[1] / source[1]))
    groups = kernel ** 2 * source[0] * result[0] / float(layer["weights"])
    return kernel, 1, int(min(max(groups, 1), source[0], result[0]))


def convolutions(row, layer, source, result):
    kernel, stride, groups = form(layer, source, result)
    macs, read = float(layer["macs"]), math.prod(source)
    if "Deconvolution" in layer["type"] or groups == source[0] > 1:
        row["depthwise"] += macs
        row["traffic"] += read + math.prod(result)
        row["starts"] += 1 if groups == source[0] else groups
    else:
        for _ in range(groups):
            convolution(row, [source[0] // groups] + source[1:], [result[0] // groups] + result[1:], kernel,
                        stride, macs / groups)
    if kernel > 1 and stride < kernel:
        row["traffic"] += 2 * read  # the copy with a border


def products(row, layer):
    """Dense layers on a vector are reads of weights; on several tokens they are matrix products."""
    if layer["type"] != "InnerProduct" and sizes(layer["in_shape"])[0] > 1:
        row["tokens"] += float(layer["macs"])
        row["starts"] += 1
    else:
        row["weights"] += float(layer["weights"])
        row["starts"] += 0.3


def others(row, layer, read, written):
    kind = layer["type"]
    row["starts"] += 0.3
    if kind == "Pooling" and math.prod(sizes(layer["out_shape"])[1:]) > 1:
        row["pooling"] += read + written
    elif kind in COPIES:
        row["copies"] += 2 * written if kind == "Concat" else read + written
    else:
        row["exponentials"] += EXPONENTIALS.get(kind, 0.0) * written
        row["traffic"] += PASSES[kind] * written if kind in PASSES else read + written


def layer_work(layer):
    row = dict.fromkeys(WORK, 0.0)
    if layer["type"] in FREE:
        return row
    source, result = volume(layer["in_shape"]), volume(layer["out_shape"])
    read, written = math.prod(source), math.prod(result)
    if "onvolution" in layer["type"]:
        convolutions(row, layer, source, result)
    elif layer["type"] in ("InnerProduct", "Gemm", "MultiHeadAttention"):
        products(row, layer)
        row["traffic"] += read + written
    else:
        others(row, layer, read, written)
    if read + written > FAR:
        row["far"] += read + written
    return row


def network_work(path):
    """{network: row over WORK}, int8 variants left out."""
    layers = collections.defaultdict(list)
    for layer in features.read_csv(path):
        layers[layer["model"].lower().replace("-", "_")].append(layer)
    return {name: np.sum([list(layer_work(one).values()) for one in all_of_it], axis=0)
            for name, all_of_it in layers.items() if not name.endswith("_int8")}
