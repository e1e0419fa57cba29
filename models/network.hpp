// Networks by what a user calls them: a name of the zoo, or a file of another framework.
//
// Names      "resnet50", "mobilenet_v2:width=0.5" (zoo); "my.onnx", "my.param" (ncnn): by the ending,
// relative to where
//            the program runs
// Tests      tests/unit/models/network_test.cpp
#pragma once

#include <string>
#include <string_view>

#include "models/onnx/imported.hpp"

namespace lastmile::models {

/// By its ending; a network of the zoo has none of these.
bool is_network_file(std::string_view name_or_file);
/// With weights if the options ask for them. ConfigError names the file.
Imported import_network(const std::string& file, const ImportOptions& options);
/// The graph alone.
Graph network(std::string_view name_or_file);

}  // namespace lastmile::models
