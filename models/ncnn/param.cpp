#include "models/ncnn/param.hpp"

#include "models/ncnn/reader.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace ncnn {
namespace {

const Handlers& handlers() {
  static const Handlers all = [] {
    Handlers joined = window_layers();
    joined.merge(activation_layers());
    joined.merge(map_layers());
    return joined;
  }();
  return all;
}

void take(Reader& reader, const Line& line) {
  const auto found = handlers().find(line.type);
  if (found != handlers().end()) return found->second(reader, line);
  std::vector<std::string> known;
  for (const auto& entry : handlers()) known.push_back(entry.first);
  refuse(line, unknown_name_message("layer type", line.type, known));
}

}  // namespace
}  // namespace ncnn

Imported import_ncnn(std::string_view text, const std::string& name) {
  const std::vector<ncnn::Line> lines = ncnn::lines_of(text);
  ncnn::Reader reader(name, lines);
  for (const ncnn::Line& line : lines) ncnn::take(reader, line);
  return reader.take();
}

}  // namespace lastmile::models
