// The lines of a .param file, one a layer.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lastmile::models::ncnn {

struct Line {
  std::size_t number = 0;
  std::string type, name;
  std::vector<std::string> inputs, outputs;
  std::map<int, double> settings;
  std::map<int, std::vector<double>> lists;
};

/// ConfigError: the line, its layer, and why it is not taken.
[[noreturn]] void refuse(const Line& line, const std::string& why);
int whole_in(const Line& line, double value);
std::vector<Line> lines_of(std::string_view text);

}  // namespace lastmile::models::ncnn
