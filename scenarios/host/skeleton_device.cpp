#include "scenarios/host/skeletons.hpp"

namespace lastmile::scenarios {
namespace {

// The figures are round ones, a small board's, and say so themselves.
constexpr const char* kDevice = R"toml(# A device for `profile = "NAME"`. It is found through its folder:
#   LASTMILE_DEVICES=. lastmile show device NAME
# Every group of numbers says how they are known (provenance: measured, calibrated, published or assumed) and where
# they are from (source). The figures here are made up: replace them, group by group. On the board itself,
# `lastmile calibrate device --out NAME.toml` measures most of them.

name = "NAME"
class = "board"
description = "what it is, with processor and clock"

[memory]
bytes = 2147483648
provenance = "assumed"
source = "made up: 2 GiB; see the board's data sheet"

[power]
idle_watts = 1.5
provenance = "assumed"
source = "made up; measure it at the plug or with the board's own sensor"

[[cluster]]
name = "all"
core = "cortex-a55"
cores = 4
clock_hertz = 1.5e9
provenance = "assumed"
source = "made up; see the data sheet"

[training]
backward_over_forward = 2
provenance = "assumed"
source = "rule of thumb: the gradients by input and by weight each cost one forward pass"

# The first processor is the default. Add [[processor]] for one core, a GPU, an NPU.
[[processor]]
name = "cpu-4"
kind = "cpu"
threads = 4
precision = "fp32"
clusters = ["all"]

# For --compute roofline: no layer is faster.
[processor.peak]
flops = 4.8e10
bytes_per_second = 6.4e9
bytes_per_element = 4
provenance = "assumed"
source = "made up: 4 cores x 1.5 GHz x 8 FLOP a cycle; memory as on the data sheet"

[processor.power]
load_watts = 4.5
provenance = "assumed"
source = "made up; measure it while all cores compute"

# Layers of a batch cost what their work costs up to this many pictures.
[processor.batch]
ceiling = 1
provenance = "assumed"
source = "the work of a batch is linear on a CPU"

# For --compute regression: seconds by MAC and kind of layer, by output element, and by layer.
[processor.coefficients]
seconds_per_mac_conv3x3s1 = 8e-11
seconds_per_mac_conv1x1 = 1.2e-10
seconds_per_mac_conv_other = 1.6e-10
seconds_per_mac_depthwise = 4e-10
seconds_per_mac_dense = 6e-10
seconds_per_activation = 4e-9
seconds_per_layer = 5e-6
framework = "none"
date = "0000-00-00"
provenance = "assumed"
source = "made up: about a quarter of the peak, depthwise and dense bound by memory"

# How wrong that is: shares of the time. It becomes the calibration error of the results.
[processor.residual]
n = 1
in_sample_mape = 0.5
held_out_mape = 0.5
held_out_rmspe = 0.5
held_out_bias = 0
held_out_within_10_percent = 0
noise_relative = 0.05
provenance = "assumed"
source = "made up: wrong by half"
)toml";

}  // namespace

Skeleton device_skeleton(const std::string& name) { return {{name + ".toml", named(kDevice, name)}}; }

}  // namespace lastmile::scenarios
