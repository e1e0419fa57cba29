"""The networks of MLPerf's open edge division as features, from their names.

Architectures: MobileNet v1 (arXiv:1704.04861), v2 (arXiv:1801.04381), v3 and its "minimalistic" form
(arXiv:1905.02244), EfficientNet-lite (EfficientNet, arXiv:1905.11946, without squeeze-and-excite, stem
and head not widened), ResNet-50 v1.5. tests/unit/models/networks_test.py compares their MACs with
published ones."""
import functools
import math
import re

import numpy as np

import features

V1 = ((64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1),
      (512, 1), (1024, 2), (1024, 1))
# expansion, channels, repeats, stride, kernel
V2 = ((1, 16, 1, 1, 3), (6, 24, 2, 2, 3), (6, 32, 3, 2, 3), (6, 64, 4, 2, 3), (6, 96, 3, 1, 3),
      (6, 160, 3, 2, 3), (6, 320, 1, 1, 3))
LITE = ((1, 16, 1, 1, 3), (6, 24, 2, 2, 3), (6, 40, 2, 2, 5), (6, 80, 3, 2, 3), (6, 112, 3, 1, 5),
        (6, 192, 4, 2, 5), (6, 320, 1, 1, 3))
LITE_SCALES = ((1.0, 1.0, 224), (1.0, 1.1, 240), (1.1, 1.2, 260), (1.2, 1.4, 280), (1.4, 1.8, 300))
# kernel, expanded channels, channels, squeeze-and-excite, stride
V3_LARGE = ((3, 16, 16, 0, 1), (3, 64, 24, 0, 2), (3, 72, 24, 0, 1), (5, 72, 40, 1, 2), (5, 120, 40, 1, 1),
            (5, 120, 40, 1, 1), (3, 240, 80, 0, 2), (3, 200, 80, 0, 1), (3, 184, 80, 0, 1),
            (3, 184, 80, 0, 1), (3, 480, 112, 1, 1), (3, 672, 112, 1, 1), (5, 672, 160, 1, 2),
            (5, 960, 160, 1, 1), (5, 960, 160, 1, 1))
V3_SMALL = ((3, 16, 16, 1, 2), (3, 72, 24, 0, 2), (3, 88, 24, 0, 1), (5, 96, 40, 1, 2), (5, 240, 40, 1, 1),
            (5, 240, 40, 1, 1), (5, 120, 48, 1, 1), (5, 144, 48, 1, 1), (5, 288, 96, 1, 2),
            (5, 576, 96, 1, 1), (5, 576, 96, 1, 1))


def rounded(channels):
    """The nearest multiple of eight, not more than a tenth below."""
    result = max(8, int(channels + 4) // 8 * 8)
    return result + 8 if result < 0.9 * channels else result


class Builder:
    """Adds layers to the features of a chain of square maps."""

    def __init__(self, size):
        self.size, self.channels, self.weights = size, 3, 0
        self.row = dict.fromkeys(features.COLUMNS, 0.0)

    def add(self, column, macs, outputs, weights=0):
        if column:
            self.row[column] += macs
        self.row["activations"] += outputs
        self.row["layers"] += 1
        self.weights += weights

    def conv(self, outputs, kernel=1, stride=1):
        self.size = math.ceil(self.size / stride)
        weights = kernel * kernel * self.channels * outputs
        column = features.conv_column(kernel, stride, 1, self.channels)
        self.add(column, weights * self.size ** 2, outputs * self.size ** 2, weights)
        self.channels = outputs

    def depthwise(self, kernel, stride):
        self.size = math.ceil(self.size / stride)
        area = self.channels * self.size ** 2
        self.add("depthwise", kernel * kernel * area, area, kernel * kernel * self.channels)

    def dense(self, outputs):
        self.add("dense", self.channels * outputs, outputs, self.channels * outputs)
        self.channels = outputs

    def pool(self):
        self.add(None, 0, self.channels)
        self.size = 1

    def sum(self):
        self.add(None, 0, self.channels * self.size ** 2)

    def squeeze(self, inner):
        """Squeeze-and-excite: pool, two dense layers, scale."""
        self.add(None, 0, self.channels)
        for inputs, outputs in ((self.channels, inner), (inner, self.channels)):
            self.add("dense", inputs * outputs, outputs, inputs * outputs)
        self.sum()

    def bottleneck(self, expanded, outputs, kernel, stride, squeezed=False):
        inputs = self.channels
        if expanded != inputs:
            self.conv(expanded)
        self.depthwise(kernel, stride)
        if squeezed:
            self.squeeze(rounded(expanded / 4))
        self.conv(outputs)
        if stride == 1 and inputs == outputs:
            self.sum()

    def vector(self):
        return np.array([self.row[one] for one in features.COLUMNS])


def mobilenet_v1(width, size):
    net = Builder(size)
    net.conv(max(8, int(32 * width)), 3, 2)
    for channels, stride in V1:
        net.depthwise(3, stride)
        net.conv(max(8, int(channels * width)))
    return head(net, None)


def head(net, channels):
    if channels:
        net.conv(channels)
    net.pool()
    net.dense(1001)
    return net


def inverted(net, stages, width, depth, last):
    for index, (expansion, channels, repeats, stride, kernel) in enumerate(stages):
        inner = depth > 1 and index not in (0, len(stages) - 1)
        for again in range(math.ceil(repeats * depth) if inner else repeats):
            net.bottleneck(net.channels * expansion, rounded(channels * width), kernel,
                           1 if again else stride)
    return head(net, last)


def mobilenet_v2(width, size):
    net = Builder(size)
    net.conv(rounded(32 * width), 3, 2)
    return inverted(net, V2, width, 1, rounded(1280 * width) if width > 1 else 1280)


def efficientnet_lite(number):
    width, depth, size = LITE_SCALES[number]
    net = Builder(size)
    net.conv(32, 3, 2)
    return inverted(net, LITE, width, depth, 1280)


def mobilenet_v3(large, minimal, width):
    net = Builder(224)
    net.conv(16 if width <= 1 else rounded(16 * width), 3, 2)
    for kernel, expanded, channels, squeezed, stride in V3_LARGE if large else V3_SMALL:
        net.bottleneck(rounded(expanded * width), rounded(channels * width), 3 if minimal else kernel,
                       stride, squeezed and not minimal)
    net.conv(rounded((960 if large else 576) * width))
    if not large and not minimal:
        net.squeeze(rounded(144 * width))
    net.pool()
    net.dense(1280 if large else 1024)
    net.dense(1001)
    return net


def resnet50(_=None):
    net = Builder(224)
    net.conv(64, 7, 2)
    net.size = 56
    net.sum()
    for channels, repeats, stride in ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)):
        for again in range(repeats):
            residual(net, channels, 1 if again else stride, again == 0)
    return head(net, None)


def residual(net, channels, stride, project):
    size, inputs = net.size, net.channels
    net.conv(channels)
    net.conv(channels, 3, stride)
    net.conv(4 * channels)
    if project:
        area = net.size ** 2
        net.add("conv1x1", inputs * 4 * channels * area, 4 * channels * area, inputs * 4 * channels)
    assert size == stride * net.size
    net.sum()


@functools.lru_cache(maxsize=None)
def network(name):
    """(family, precision, Builder) of a network of the table; None for a name that is not known."""
    precision = "int8" if re.search("uint8|int8|(?<!non)-quantized", name) else "fp32"
    if found := re.match(r"mobilenet-v([12])-(?:precision_\w+?-)?([\d.]+)-(\d+)", name):
        make = mobilenet_v1 if found[1] == "1" else mobilenet_v2
        return f"mobilenet-v{found[1]}", precision, make(float(found[2]), int(found[3]))
    if "mobilenet-v3" in name:
        width = 0.75 if "0.75" in name else 1.0
        return "mobilenet-v3", precision, mobilenet_v3("large" in name, "minimal" in name, width)
    if found := re.search(r"lite(\d)", name):
        return "efficientnet-lite", precision, efficientnet_lite(int(found[1]))
    if name == "resnet50":
        return "resnet", precision, resnet50()
    return None


def identity(name):
    """The network without its precision: what is left out together."""
    plain = re.sub(r"precision_(float|uint8)-", "", name)
    return re.sub(r"-non-quantized|-quantized|_float|_uint8|-fp32|-int8", "", plain)
