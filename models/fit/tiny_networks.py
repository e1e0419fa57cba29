"""The four networks of MLPerf Tiny as features: MACs by layer type, output elements, layers.

Source: Banbury et al. 2021, "MLPerf Tiny Benchmark" (arXiv:2106.07597), and the reference models of
mlcommons/tiny (benchmark/training): autoencoder 640-128x4-8-128x4-640; ResNet-8 on 32x32x3; DS-CNN with
64 channels on 49x10; MobileNetV1 with a quarter of the channels on 96x96. MACs come to 0.264, 12.5, 2.66
and 7.49 million."""
import numpy as np

import features


def layer(column, macs, outputs):
    row = dict.fromkeys(features.COLUMNS, 0.0)
    row.update(activations=float(outputs), layers=1.0)
    if column:
        row[column] = float(macs)
    return np.array([row[one] for one in features.COLUMNS])


def convolution(size, inputs, outputs, kernel=3, stride=1):
    """A square map of `size` after the stride; kernel may be (height, width)."""
    area = size * size if np.isscalar(size) else size[0] * size[1]
    taps = kernel * kernel if np.isscalar(kernel) else kernel[0] * kernel[1]
    column = features.conv_column(kernel if np.isscalar(kernel) else 0, stride, 1, inputs)
    return layer(column, area * taps * inputs * outputs, area * outputs)


def depthwise(size, channels):
    area = size * size if np.isscalar(size) else size[0] * size[1]
    return layer("depthwise", area * 9 * channels, area * channels)


def dense(inputs, outputs):
    return layer("dense", inputs * outputs, outputs)


def autoencoder():
    widths = [640, 128, 128, 128, 128, 8, 128, 128, 128, 128, 640]
    return sum(dense(a, b) for a, b in zip(widths, widths[1:]))


def resnet8():
    row = convolution(32, 3, 16) + 2 * convolution(32, 16, 16) + layer(None, 0, 32 * 32 * 16)
    for size, inputs, outputs in ((16, 16, 32), (8, 32, 64)):
        row = row + convolution(size, inputs, outputs, stride=2) + convolution(size, outputs, outputs)
        row = row + convolution(size, inputs, outputs, kernel=1, stride=2)
        row = row + layer(None, 0, size * size * outputs)
    return row + layer(None, 0, 64) + dense(64, 10)


def ds_cnn():
    row = convolution((25, 5), 1, 64, kernel=(10, 4), stride=2)
    row = row + 4 * (depthwise((25, 5), 64) + convolution((25, 5), 64, 64, kernel=1))
    return row + layer(None, 0, 64) + dense(64, 12)


def mobilenet_quarter():
    row, size, inputs = convolution(48, 3, 8, stride=2), 48, 8
    for outputs, stride in ((16, 1), (32, 2), (32, 1), (64, 2), (64, 1), (128, 2), (128, 1), (128, 1),
                            (128, 1), (128, 1), (128, 1), (256, 2), (256, 1)):
        size //= stride
        row = row + depthwise(size, inputs) + convolution(size, inputs, outputs, kernel=1)
        inputs = outputs
    return row + layer(None, 0, 256) + dense(256, 2)


def networks():
    return {"ad": autoencoder(), "ic": resnet8(), "kws": ds_cnn(), "vww": mobilenet_quarter()}
