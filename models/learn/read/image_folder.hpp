// Pictures in folders, one folder a class.
//
// Layout   FOLDER/CLASS/PICTURE; classes are the folders' names in alphabetical order, pictures are
//          read in alphabetical order. All pictures have one size and one number of channels, or are
//          brought to it.
// Errors   ConfigError with the picture
// Tests    tests/unit/learn/image_test.cpp
#pragma once

#include <filesystem>

#include "models/learn/dataset.hpp"
#include "models/learn/read/image.hpp"

namespace lastmile::learn {

/// `change` is done to every picture, so that different sizes can be made alike.
Dataset read_image_folder(const std::filesystem::path& folder, const PictureChange& change = {});

}  // namespace lastmile::learn
