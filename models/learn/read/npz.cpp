#include "models/learn/read/npz.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "models/learn/read/npy.hpp"
#include "models/learn/read/zip.hpp"
#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

using Names = std::initializer_list<const char*>;

std::string member_of(const ZipArchive& archive, const std::string& file, Names names,
                      const std::string& part) {
  for (const char* name : names) {
    const std::string member = name + (part.empty() ? "" : "_" + part) + ".npy";
    if (archive.has(member)) return member;
  }
  throw ConfigError(file + ": no array '" + *names.begin() + (part.empty() ? "" : "_" + part) +
                    "'; it holds " + archive.names());
}

std::vector<Label> labels_of(const NpyArray& array, const std::string& name) {
  const bool flat = array.sizes.size() == 1 || (array.sizes.size() == 2 && array.sizes[1] == 1);
  if (!flat) throw ConfigError(name + ": labels must have the shape (N) or (N, 1)");
  std::vector<Label> labels;
  for (std::size_t i = 0; i < array.elements(); ++i) {
    const double label = array.at(i);
    if (!(label >= 0 && label < kMostClasses) || label != std::floor(label))
      throw ConfigError(name + ": label " + std::to_string(i) + " is no whole number 0..65535");
    labels.push_back(static_cast<Label>(label));
  }
  return labels;
}

bool colours(std::uint64_t size) { return size == 1 || size == 3; }

/// Moves the last axis in front of the two before it.
std::vector<std::uint8_t> channels_first(std::string_view bytes, std::size_t plane,
                                         std::size_t channels) {
  std::vector<std::uint8_t> out(bytes.size());
  const std::size_t image = plane * channels;
  for (std::size_t start = 0; start < bytes.size(); start += image)
    for (std::size_t i = 0; i < image; ++i)
      out[start + i % channels * plane + i / channels] =
          static_cast<std::uint8_t>(bytes[start + i]);
  return out;
}

std::int64_t whole(std::uint64_t size) { return static_cast<std::int64_t>(size); }

Dataset images(const NpyArray& x, const std::string& file, int classes,
               std::vector<Label> labels) {
  std::vector<std::uint64_t> s = x.sizes;
  if (s.size() == 4 && colours(s[3]))
    return {file,
            {whole(s[3]), whole(s[1]), whole(s[2])},
            classes,
            channels_first(x.bytes, s[1] * s[2], s[3]),
            std::move(labels)};
  if (s.size() == 3) s.insert(s.begin() + 1, 1);
  if (s.size() != 4 || !colours(s[1]))
    throw ConfigError(file +
                      ": images must have the shape (N, H, W), (N, H, W, C) or (N, C, H, W) "
                      "with C = 1 or 3");
  return {file,
          {whole(s[1]), whole(s[2]), whole(s[3])},
          classes,
          std::vector<std::uint8_t>(x.bytes.begin(), x.bytes.end()),
          std::move(labels)};
}

Dataset features(const NpyArray& x, const std::string& file, int classes,
                 std::vector<Label> labels) {
  if (x.sizes.size() < 2 || x.sizes.size() > 4)
    throw ConfigError(file + ": samples must have the shape (N, F), (N, H, W) or (N, C, H, W)");
  models::Shape shape{whole(x.sizes[1]), 1, 1};
  if (x.sizes.size() == 3) shape = {1, whole(x.sizes[1]), whole(x.sizes[2])};
  if (x.sizes.size() == 4) shape = {whole(x.sizes[1]), whole(x.sizes[2]), whole(x.sizes[3])};
  std::vector<float> values(x.elements());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(x.at(i));
  return Dataset::of_features(file, shape, classes, std::move(values), std::move(labels));
}

}  // namespace

Dataset parse_npz(std::string_view bytes, const std::string& file, const std::string& part) {
  const ZipArchive archive(bytes, "NPZ file " + file);
  const std::string samples =
      member_of(archive, file, {"x", "images", "data", "features", "X"}, part);
  const std::string answers = member_of(archive, file, {"y", "labels", "targets"}, part);
  const std::string y_bytes = archive.contents(answers), x_bytes = archive.contents(samples);
  const std::string y_name = "NPZ file " + file + ", array '" + answers + "'";
  std::vector<Label> labels = labels_of(parse_npy(y_bytes, y_name), y_name);
  const NpyArray x = parse_npy(x_bytes, "NPZ file " + file + ", array '" + samples + "'");
  if (labels.empty() || x.sizes.empty() || x.sizes[0] != labels.size())
    throw ConfigError("NPZ file " + file + ": " + std::to_string(labels.size()) +
                      " labels for another number of samples");
  const int classes = *std::max_element(labels.begin(), labels.end()) + 1;
  const bool pixels = x.kind == 'u' && x.width == 1 && x.sizes.size() >= 3;
  return pixels ? images(x, file, classes, std::move(labels))
                : features(x, file, classes, std::move(labels));
}

}  // namespace lastmile::learn
