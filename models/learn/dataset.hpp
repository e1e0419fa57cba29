// Labelled samples, and the generators of images that need no download.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "kernels/lanes.hpp"
#include "models/layer.hpp"
#include "models/learn/digest.hpp"
#include "sim/random.hpp"

namespace lastmile::learn {

class ThreadPool;

/// A class, from 0.
using Label = std::uint16_t;
inline constexpr std::size_t kMostClasses = 65536;

/// What the values of a sample are, and so what a network sees of them.
enum class Values : std::uint8_t {
  pixels,   ///< bytes; a network sees 4 (byte / 255 - 0.5), or what seen_as() says
  tokens,   ///< bytes; a network sees the number itself (for an embedding)
  features  ///< floats, seen as they are
};

/// What a network sees of a byte x of a channel: factor x + shift. One entry a channel, or none.
struct PixelScale {
  std::vector<float> factor, shift;
};

/// Immutable. Values are [sample][channel][row][column]; a sequence of tokens is one row. Labels
/// are [sample][place]: one a sample, or one a place of it (a tag of every token, a class of every
/// pixel).
class Dataset {
 public:
  /// Images. Throws ConfigError unless sizes agree and every label is below `classes`.
  Dataset(std::string name, models::Shape shape, int classes, std::vector<std::uint8_t> pixels,
          std::vector<Label> labels);
  /// Samples of finite features.
  static Dataset of_features(std::string name, models::Shape shape, int classes,
                             std::vector<float> features, std::vector<Label> labels);
  /// Sequences of `length` tokens, each below `vocabulary`.
  static Dataset sequences(std::string name, std::size_t length, int vocabulary, int classes,
                           std::vector<std::uint8_t> tokens, std::vector<Label> labels);
  /// The same samples, and whose they are: users[i] owns sample i.
  [[nodiscard]] Dataset owned_by(std::vector<std::uint32_t> users) const;
  /// The same samples with other labels, [sample][place].
  [[nodiscard]] Dataset with_labels(int classes, std::vector<Label> labels) const;
  /// The same pictures for a network that was taught with another scale. ConfigError unless they
  /// are pictures and there is one entry a channel.
  [[nodiscard]] Dataset seen_as(PixelScale scale) const;
  /// Some of the samples, in the order asked for.
  [[nodiscard]] Dataset subset(std::span<const std::uint32_t> samples) const;

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] Values values() const { return values_; }
  [[nodiscard]] const models::Shape& shape() const { return shape_; }
  [[nodiscard]] int classes() const { return classes_; }
  [[nodiscard]] int vocabulary() const { return vocabulary_; }  ///< of tokens; else 0
  [[nodiscard]] std::size_t size() const { return labels_.size() / places_; }
  [[nodiscard]] std::size_t places() const { return places_; }  ///< labels of a sample
  [[nodiscard]] int label(std::size_t sample, std::size_t place = 0) const {
    return labels_[sample * places_ + place];
  }
  [[nodiscard]] const std::vector<Label>& labels() const { return labels_; }
  [[nodiscard]] const std::vector<std::uint32_t>& users() const { return users_; }  ///< or empty

  /// Bytes of a sample of pixels or tokens.
  [[nodiscard]] const std::uint8_t* image(std::size_t i) const { return &bytes_[i * elements()]; }
  [[nodiscard]] std::span<const float> features(std::size_t i) const {
    return std::span(floats_).subspan(i * elements(), elements());
  }
  /// What a sample weighs when it is sent: a byte a pixel or token, four a feature.
  [[nodiscard]] std::size_t image_bytes() const {
    return elements() * (values_ == Values::features ? sizeof(float) : 1);
  }
  /// What a network sees of samples[lane]: to[element * kLanes + lane]. At most kLanes samples;
  /// lanes beyond them repeat the first.
  void fill(const kernels::LaneKernels& kernels, std::span<const std::uint32_t> samples,
            float* to) const;
  [[nodiscard]] const Digest& digest() const { return digest_; }  ///< of contents, not of the name

 private:
  Dataset(std::string name, Values values, models::Shape shape, int classes, int vocabulary,
          std::vector<std::uint8_t> bytes, std::vector<float> floats,
          std::vector<Label> labels, std::size_t places = 1);
  [[nodiscard]] std::size_t elements() const { return static_cast<std::size_t>(shape_.elements()); }
  void check() const;
  [[nodiscard]] Digest contents() const;
  void fill_scaled(const kernels::LaneKernels& kernels,
                   const std::array<const std::uint8_t*, kernels::kLanes>& lanes, float* to) const;

  std::string name_;
  Values values_;
  models::Shape shape_;
  int classes_;
  int vocabulary_;
  std::vector<std::uint8_t> bytes_;  // of pixels and tokens
  std::vector<float> floats_;        // of features
  std::vector<Label> labels_;
  std::size_t places_ = 1;
  std::vector<std::uint32_t> users_;
  PixelScale scale_;  // empty: the usual one
  Digest digest_;
};

/// 28x28 grey handwriting-like digits: ten classes in turn (image i shows i % 10), strokes with
/// jitter, slant, size, position, stray strokes and noise. The same for any pool.
Dataset draw_digits(std::size_t count, RandomStream random, ThreadPool* pool = nullptr);

/// 32x32 colour objects: ten shapes in turn; position, size, rotation, colour, texture, light,
/// clutter and noise vary. Colour says nothing about the class.
Dataset draw_objects(std::size_t count, RandomStream random);

}  // namespace lastmile::learn
