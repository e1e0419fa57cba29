#include "models/learn/read/read_dataset.hpp"

#include <algorithm>
#include <vector>

#include "models/learn/fit_picture.hpp"
#include "models/learn/idx.hpp"
#include "models/learn/read/byte_reader.hpp"
#include "models/learn/read/cifar.hpp"
#include "models/learn/read/csv.hpp"
#include "models/learn/read/image_folder.hpp"
#include "models/learn/read/leaf.hpp"
#include "models/learn/read/npz.hpp"
#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

namespace fs = std::filesystem;

bool replace(std::string& text, const std::string& from, const std::string& to) {
  const std::size_t at = text.rfind(from);
  if (at == std::string::npos) return false;
  text.replace(at, from.size(), to);
  return true;
}

Dataset read_idx_beside(const fs::path& images) {
  std::string name = images.filename().string();
  if (!replace(name, "images", "labels"))
    throw ConfigError("IDX file '" + images.string() +
                      "': its labels are looked for beside it, but its name has no 'images'");
  replace(name, "idx3", "idx1");
  return read_idx(images, images.parent_path() / name);
}

bool is_text(std::string_view bytes) {
  const std::string_view start = bytes.substr(0, 4096);
  return !start.empty() && start.find('\0') == std::string_view::npos;
}

Dataset read_known(const fs::path& path, const ReadOptions& options) {
  const std::string bytes = read_bytes(path), file = "'" + path.string() + "'";
  const std::size_t first = bytes.find_first_not_of(" \t\r\n");
  if (bytes.starts_with("PK")) return parse_npz(bytes, file, options.part);
  if (bytes.starts_with(std::string_view("\0\0\x08\x03", 4))) return read_idx_beside(path);
  if (first != std::string::npos && bytes[first] == '{') return parse_leaf(bytes, file);
  if (!bytes.empty() && bytes.size() % kCifarRecord == 0 && bytes[0] >= 0 && bytes[0] < 10)
    return parse_cifar10(bytes, file);
  if (is_text(bytes)) return parse_csv(bytes, file, options.label);
  throw ConfigError(file +
                    " is of no known format; read are IDX images, CIFAR-10 binary, CSV, LEAF "
                    "JSON, NPZ (each may be packed with gzip), and folders of pictures");
}

Dataset read_file(const fs::path& path, const ReadOptions& options) {
  Dataset data = read_known(path, options);
  return options.change ? changed(data, options.change) : data;
}

/// Files in `folder` whose names start and contain so, in alphabetical order.
std::vector<fs::path> files(const fs::path& folder, const std::string& start,
                            const std::string& part) {
  std::vector<fs::path> found;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(start) && name.find(part) != std::string::npos)
      found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

Dataset read_folder(const fs::path& folder, const ReadOptions& options) {
  const bool test = options.part == "test";
  std::string records;
  for (const fs::path& file : files(folder, test ? "test_batch" : "data_batch_", ".bin"))
    records += read_bytes(file);
  const std::vector<fs::path> images = files(folder, test ? "t10k-" : "train-", "images");
  if (!records.empty() || !images.empty()) {
    const Dataset data = records.empty() ? read_idx_beside(images.front())
                                         : parse_cifar10(records, "'" + folder.string() + "'");
    return options.change ? changed(data, options.change) : data;
  }
  if (options.part.empty()) return read_image_folder(folder, options.change);
  if (fs::is_directory(folder / options.part))
    return read_image_folder(folder / options.part, options.change);
  throw ConfigError("'" + folder.string() + "' has no part '" + options.part + "'");
}

}  // namespace

bool has_test_part(const fs::path& path) {
  return fs::is_directory(path) &&
         (!files(path, "test_batch", ".bin").empty() || !files(path, "t10k-", "images").empty() ||
          (fs::is_directory(path / "test") && fs::is_directory(path / "train")));
}

Dataset read_dataset(const fs::path& path, const ReadOptions& options) {
  if (!options.part.empty() && options.part != "train" && options.part != "test")
    throw ConfigError(unknown_name_message("part of a data set", options.part, {"train", "test"}));
  if (!fs::exists(path)) throw ConfigError("'" + path.string() + "': no such file or folder");
  return fs::is_directory(path) ? read_folder(path, options) : read_file(path, options);
}

}  // namespace lastmile::learn
