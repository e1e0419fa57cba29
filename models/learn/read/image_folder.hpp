// Pictures in folders, one folder a class.
//
// Layout   FOLDER/CLASS/PICTURE; classes are the folders' names in alphabetical order, pictures are
//          read in alphabetical order. All pictures have one size and one number of channels.
// Errors   ConfigError with the picture
// Tests    tests/unit/learn/image_test.cpp
#pragma once

#include <filesystem>

#include "models/learn/dataset.hpp"

namespace lastmile::learn {

Dataset read_image_folder(const std::filesystem::path& folder);

}  // namespace lastmile::learn
