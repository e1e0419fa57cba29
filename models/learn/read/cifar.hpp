// CIFAR-10's binary version.
//
// Layout   records of 3073 bytes: a label 0..9, then 32x32 red, green and blue, row by row; any
//          number of records; more files follow one another
// Source   https://www.cs.toronto.edu/~kriz/cifar.html, "Binary version"
// Tests    tests/unit/learn/cifar_test.cpp, tests/fuzz/
#pragma once

#include <string>
#include <string_view>

#include "models/learn/dataset.hpp"

namespace lastmile::learn {

constexpr std::size_t kCifarRecord = 1 + std::size_t{3} * 32 * 32;

/// Throws ConfigError naming file, byte and what is wrong there.
Dataset parse_cifar10(std::string_view bytes, const std::string& file);

}  // namespace lastmile::learn
