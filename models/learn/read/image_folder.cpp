#include "models/learn/read/image_folder.hpp"

#include <algorithm>

#include "models/learn/read/byte_reader.hpp"
#include "models/learn/read/image.hpp"
#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = std::size_t{1} << 32;

std::vector<fs::path> sorted(const fs::path& folder, bool folders) {
  std::vector<fs::path> found;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (entry.is_directory() == folders && entry.path().filename().string()[0] != '.')
      found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

Dataset read_image_folder(const fs::path& folder, const PictureChange& change) {
  const std::vector<fs::path> classes = sorted(folder, true);
  if (classes.empty() || classes.size() > kMostClasses)
    throw ConfigError("'" + folder.string() + "' has " + std::to_string(classes.size()) +
                      " folders of classes; 1 to 65536 are read");
  models::Shape shape;
  std::vector<std::uint8_t> pixels;
  std::vector<Label> labels;
  for (std::size_t label = 0; label < classes.size(); ++label) {
    for (const fs::path& file : sorted(classes[label], false)) {
      Picture picture = parse_picture(read_bytes(file), "'" + file.string() + "'");
      if (change) picture = change(picture);
      if (labels.empty()) shape = picture.shape;
      if (picture.shape != shape)
        throw ConfigError("picture '" + file.string() + "' is " + to_string(picture.shape) +
                          ", the first one " + to_string(shape) + ": all must be alike");
      pixels.insert(pixels.end(), picture.pixels.begin(), picture.pixels.end());
      labels.push_back(static_cast<Label>(label));
      if (pixels.size() > kMostBytes)
        throw ConfigError("'" + folder.string() + "': more than 4 GiB of pixels");
    }
  }
  if (labels.empty()) throw ConfigError("'" + folder.string() + "': no pictures in its folders");
  return {folder.string(), shape, static_cast<int>(classes.size()), std::move(pixels),
          std::move(labels)};
}

}  // namespace lastmile::learn
