// How pictures are prepared for networks that were taught elsewhere.
//
// Formula  what the network sees of a byte x of channel c: (scale x - mean_c) / std_c
// Symbols  scale 1/255, mean 0 and std 1 unless they are given; none given: 4 (x / 255 - 1/2)
// Tests    tests/unit/scenarios/evaluate_test.py
#pragma once

#include "models/learn/dataset.hpp"
#include "models/learn/read/image.hpp"
#include "scenarios/host/arguments.hpp"

namespace lastmile::scenarios {

std::vector<OptionSpec> pixel_options();

/// By --resize, --interpolation and --channels; empty if none is given.
learn::PictureChange picture_change(const Arguments& arguments, const models::Shape& wanted);
/// By --scale, --mean and --std.
learn::Dataset scaled(const learn::Dataset& data, const Arguments& arguments);

}  // namespace lastmile::scenarios
