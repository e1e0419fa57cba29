#include "models/network.hpp"

#include <fstream>
#include <iterator>

#include "models/ncnn/param.hpp"
#include "models/zoo/zoo.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

bool ends(std::string_view text, std::string_view ending) {
  return text.size() > ending.size() && text.substr(text.size() - ending.size()) == ending;
}

std::string bytes_of(const std::filesystem::path& file) {
  std::error_code error;
  std::ifstream in(file, std::ios::binary);
  if (!in || !std::filesystem::is_regular_file(file, error))
    throw ConfigError("cannot read '" + file.string() + "'");
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

bool is_network_file(std::string_view name_or_file) {
  return ends(name_or_file, ".onnx") || ends(name_or_file, ".param");
}

Imported import_network(const std::string& file, const ImportOptions& options) {
  const std::filesystem::path path = file;
  ImportOptions beside = options;
  beside.folder = path.parent_path();
  const std::string bytes = bytes_of(path), name = path.stem().string();
  try {
    if (ends(file, ".param")) return import_ncnn(bytes, name);
    if (ends(file, ".onnx")) return import_onnx(bytes, name, beside);
  } catch (const ConfigError& error) {
    throw ConfigError("'" + file + "': " + error.what());
  }
  throw ConfigError("'" + file + "' is of no known kind; known: .onnx, .param");
}

Graph network(std::string_view name_or_file) {
  if (!is_network_file(name_or_file)) return zoo(name_or_file);
  ImportOptions shape_only;
  shape_only.weights = false;
  return import_network(std::string(name_or_file), shape_only).graph.renamed(std::string(name_or_file));
}

}  // namespace lastmile::models
