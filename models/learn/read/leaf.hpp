// LEAF's JSON files of federated data.
//
// Layout   {"users": [NAME...], "num_samples": [N...], "user_data": {NAME: {"x": [...], "y":
// [...]}}}.
//          An x is a list of numbers (FEMNIST, synthetic) or a text of characters (Shakespeare);
//          all are equally long. A y is a whole number 0..255 or one character. Other members are
//          read over; users and num_samples may be missing, but must agree where they are there.
// Gives    features {numbers, 1, 1}, or tokens; the owner of a sample is its user's place in
//          user_data
// Source   Caldas et al. 2018, arXiv:1812.01097
// Errors   ConfigError with file, line and column
// Ignores  Sent140's lists of texts and CelebA's names of image files: refused
// Tests    tests/unit/learn/leaf_test.cpp, tests/fuzz/
#pragma once

#include <string>
#include <string_view>

#include "models/learn/dataset.hpp"

namespace lastmile::learn {

Dataset parse_leaf(std::string_view text, const std::string& file);

}  // namespace lastmile::learn
