// Reader and writer of IDX files, plain or gzip-compressed (the format of the MNIST family).
//
// Layout   00 00 08 N, N big-endian 32-bit sizes, bytes. N is 3 for images (count, rows, columns)
//          and 1 for labels.
// Source   description on the MNIST page, http://yann.lecun.com/exdb/mnist/
// Tests    tests/unit/learn/idx_test.cpp, tests/fuzz/
#pragma once

#include <filesystem>
#include <string_view>

#include "models/learn/dataset.hpp"

namespace lastmile::learn {

/// Throws ConfigError naming the file, the byte and what is wrong there.
Dataset read_idx(const std::filesystem::path& images, const std::filesystem::path& labels,
                 int classes = 10);

/// The same of files in memory (not packed).
Dataset parse_idx(std::string_view images, std::string_view labels, const std::string& images_file,
                  const std::string& labels_file, int classes);

/// Grey data sets only. Compressed if the name ends in .gz.
void write_idx(const Dataset& data, const std::filesystem::path& images,
               const std::filesystem::path& labels);

}  // namespace lastmile::learn
