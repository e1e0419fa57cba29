// A user's own data, whatever the format: chosen by what the path holds, not by its name.
//
// Path       holds
// folder     CIFAR-10 (data_batch_N.bin: part train; test_batch.bin: part test), IDX pairs
//            (*images*idx3*: train* or t10k*), or pictures in folders of classes; a folder of that
//            name is taken for a part
// file       IDX images (the labels lie beside them: "images" becomes "labels" and "idx3" "idx1"),
//            NPZ, LEAF JSON, CIFAR-10 records, PGM/PPM/PNG are refused alone, else CSV. Any may be
//            packed with gzip.
// Tests      tests/unit/learn/read_dataset_test.cpp
#pragma once

#include <filesystem>
#include <string>

#include "models/learn/dataset.hpp"
#include "models/learn/read/image.hpp"

namespace lastmile::learn {

struct ReadOptions {
  std::string part = {};   ///< "train" or "test", where a path holds both; empty: there is one
  std::string label = {};  ///< CSV: the column of labels
  PictureChange change = {};  ///< of every picture; ConfigError if there are none
};

/// Whether it is a folder that holds samples for training and others for tests.
bool has_test_part(const std::filesystem::path& path);
/// ConfigError says what is wrong and where, or which formats are read.
Dataset read_dataset(const std::filesystem::path& path, const ReadOptions& options = {});

}  // namespace lastmile::learn
