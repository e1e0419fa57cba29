#include "models/learn/dataset.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

constexpr std::size_t kLanes = kernels::kLanes;
constexpr float kByteScale = 4.0F / 255.0F;  // bytes to about mean 0 and variance 1
constexpr float kByteShift = -2.0F;

const char* purpose(Values values) {
  if (values == Values::tokens) return "tokens/1";
  return values == Values::features ? "features/1" : "dataset/1";
}

}  // namespace

Dataset::Dataset(std::string name, Values values, models::Shape shape, int classes, int vocabulary,
                 std::vector<std::uint8_t> bytes, std::vector<float> floats,
                 std::vector<Label> labels, std::size_t places)
    : name_(std::move(name)),
      values_(values),
      shape_(shape),
      classes_(classes),
      vocabulary_(vocabulary),
      bytes_(std::move(bytes)),
      floats_(std::move(floats)),
      labels_(std::move(labels)),
      places_(places) {
  check();
  digest_ = contents();
}

Digest Dataset::contents() const {
  Hasher hash(purpose(values_));
  hash.add(shape_.channels).add(shape_.height).add(shape_.width).add(classes_);
  values_ == Values::features ? hash.add(floats_) : hash.add(bytes_);
  if (classes_ <= 256)  // a byte a label, as digests of before have them
    hash.add(std::vector<std::uint8_t>(labels_.begin(), labels_.end()));
  else
    hash.add(labels_);
  if (places_ > 1) hash.add(places_);
  return hash.digest();
}

Dataset::Dataset(std::string name, models::Shape shape, int classes,
                 std::vector<std::uint8_t> pixels, std::vector<Label> labels)
    : Dataset(std::move(name), Values::pixels, shape, classes, 0, std::move(pixels), {},
              std::move(labels)) {}

Dataset Dataset::of_features(std::string name, models::Shape shape, int classes,
                             std::vector<float> features, std::vector<Label> labels) {
  return {std::move(name),     Values::features, shape, classes, 0, {},
          std::move(features), std::move(labels)};
}

Dataset Dataset::sequences(std::string name, std::size_t length, int vocabulary, int classes,
                           std::vector<std::uint8_t> tokens, std::vector<Label> labels) {
  return {std::move(name),
          Values::tokens,
          {1, 1, static_cast<std::int64_t>(length)},
          classes,
          vocabulary,
          std::move(tokens),
          {},
          std::move(labels)};
}

Dataset Dataset::owned_by(std::vector<std::uint32_t> users) const {
  if (users.size() != size())
    throw ConfigError("data set '" + name_ + "': " + std::to_string(users.size()) + " owners of " +
                      std::to_string(size()) + " samples");
  Dataset owned = *this;
  owned.users_ = std::move(users);
  return owned;
}

Dataset Dataset::with_labels(int classes, std::vector<Label> labels) const {
  if (labels.empty() || size() == 0 || labels.size() % size() != 0)
    throw ConfigError("data set '" + name_ + "': " + std::to_string(labels.size()) +
                      " labels are not as many for each of " + std::to_string(size()) + " samples");
  Dataset other = *this;
  other.classes_ = classes;
  other.places_ = labels.size() / size();
  other.labels_ = std::move(labels);
  other.check();
  other.digest_ = other.contents();
  return other;
}

Dataset Dataset::seen_as(PixelScale scale) const {
  const auto channels = static_cast<std::size_t>(shape_.channels);
  if (values_ != Values::pixels || scale.factor.size() != channels ||
      scale.shift.size() != channels)
    throw ConfigError("data set '" + name_ + "': scales of " + std::to_string(scale.factor.size()) +
                      " channels for " + to_string(shape_) +
                      (values_ == Values::pixels ? "" : ", which are no pictures"));
  Dataset seen = *this;
  seen.digest_ = Hasher("scaled/1").add(digest_).add(scale.factor).add(scale.shift).digest();
  seen.scale_ = std::move(scale);
  return seen;
}

Dataset Dataset::subset(std::span<const std::uint32_t> samples) const {
  std::vector<std::uint8_t> bytes;
  std::vector<Label> labels;
  std::vector<float> floats;
  std::vector<std::uint32_t> users;
  for (const std::uint32_t i : samples) {
    SIM_CHECK(i < size(), "a sample that the data set has not");
    if (values_ == Values::features) {
      const std::span<const float> row = features(i);
      floats.insert(floats.end(), row.begin(), row.end());
    } else {
      bytes.insert(bytes.end(), image(i), image(i) + elements());
    }
    const auto first = labels_.begin() + static_cast<std::ptrdiff_t>(i * places_);
    labels.insert(labels.end(), first, first + static_cast<std::ptrdiff_t>(places_));
    if (!users_.empty()) users.push_back(users_[i]);
  }
  Dataset some(name_, values_, shape_, classes_, vocabulary_, std::move(bytes), std::move(floats),
               std::move(labels), places_);
  some.users_ = std::move(users);
  return scale_.factor.empty() ? some : some.seen_as(scale_);
}

void Dataset::check() const {
  const auto refuse = [&](const std::string& why) {
    throw ConfigError("data set '" + name_ + "': " + why);
  };
  const std::size_t given = values_ == Values::features ? floats_.size() : bytes_.size();
  if (given != size() * elements())
    refuse(std::to_string(size()) + " labels, but " + std::to_string(given) +
           " values of samples of " + std::to_string(elements()) + " values");
  for (std::size_t i = 0; i < labels_.size(); ++i)
    if (labels_[i] >= classes_)
      refuse("label " + std::to_string(labels_[i]) + " of image " + std::to_string(i / places_) +
             " is not below " + std::to_string(classes_));
  for (std::size_t i = 0; i < floats_.size(); ++i)
    if (!std::isfinite(floats_[i]))
      refuse("a feature of sample " + std::to_string(i / elements()) + " is not finite");
  if (values_ != Values::tokens) return;
  for (std::size_t i = 0; i < bytes_.size(); ++i)
    if (bytes_[i] >= vocabulary_)
      refuse("token " + std::to_string(bytes_[i]) + " of sample " + std::to_string(i / elements()) +
             " is not below " + std::to_string(vocabulary_));
}

void Dataset::fill(const kernels::LaneKernels& kernels, std::span<const std::uint32_t> samples,
                   float* to) const {
  SIM_CHECK(!samples.empty() && samples.size() <= kLanes, "a group has 1 to 16 samples");
  const auto sample = [&](std::size_t lane) { return samples[lane < samples.size() ? lane : 0]; };
  if (values_ == Values::features) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const std::span<const float> from = features(sample(lane));
      for (std::size_t i = 0; i < from.size(); ++i) to[i * kLanes + lane] = from[i];
    }
    return;
  }
  std::array<const std::uint8_t*, kLanes> lanes{};
  for (std::size_t lane = 0; lane < kLanes; ++lane) lanes[lane] = image(sample(lane));
  if (!scale_.factor.empty()) return fill_scaled(kernels, lanes, to);
  const bool pixels = values_ == Values::pixels;
  kernels.from_bytes(elements(), lanes.data(), pixels ? kByteScale : 1.0F,
                     pixels ? kByteShift : 0.0F, to);
}

void Dataset::fill_scaled(const kernels::LaneKernels& kernels,
                          const std::array<const std::uint8_t*, kLanes>& lanes, float* to) const {
  const auto plane = static_cast<std::size_t>(shape_.plane());
  for (std::size_t channel = 0; channel < scale_.factor.size(); ++channel) {
    std::array<const std::uint8_t*, kLanes> from = lanes;
    for (const std::uint8_t*& lane : from) lane += channel * plane;
    kernels.from_bytes(plane, from.data(), scale_.factor[channel], scale_.shift[channel],
                       to + channel * plane * kLanes);
  }
}

}  // namespace lastmile::learn
