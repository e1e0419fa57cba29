// ncnn's .param files: networks without their weights.
//
// Form       7767517; numbers of layers and blobs; a line a layer: type, name, numbers of inputs and outputs,
// their names,
//            then settings key=value, where key is a number and -233KK=n,a,b,... is a list
// Source     github.com/Tencent/ncnn/wiki/param-and-model-file-structure and operation-param-weight-table
// Validity   a convolution's settings must agree with the number of weights that the file says
// Refused    ConfigError with the line: binary .param files, layers that are not known, inputs without a size
// Tests      tests/unit/models/ncnn_param_test.cpp
#pragma once

#include "models/onnx/imported.hpp"

namespace lastmile::models {

Imported import_ncnn(std::string_view text, const std::string& name);

}  // namespace lastmile::models
