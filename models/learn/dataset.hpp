// Labelled images, and the generators that need no download.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "models/layer.hpp"
#include "models/learn/digest.hpp"
#include "sim/random.hpp"

namespace lastmile::learn {

/// Immutable. Pixels are bytes [image][channel][row][column].
/// A network sees 4 (byte / 255 - 0.5).
class Dataset {
 public:
  /// Throws ConfigError unless sizes agree and every label is below `classes`.
  Dataset(std::string name, models::Shape shape, int classes, std::vector<std::uint8_t> pixels,
          std::vector<std::uint8_t> labels);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const models::Shape& shape() const { return shape_; }
  [[nodiscard]] int classes() const { return classes_; }
  [[nodiscard]] std::size_t size() const { return labels_.size(); }
  [[nodiscard]] int label(std::size_t image) const { return labels_[image]; }
  [[nodiscard]] const std::vector<std::uint8_t>& labels() const { return labels_; }
  [[nodiscard]] const std::uint8_t* image(std::size_t i) const {
    return &pixels_[i * image_bytes()];
  }
  [[nodiscard]] std::size_t image_bytes() const {
    return static_cast<std::size_t>(shape_.elements());
  }
  [[nodiscard]] const Digest& digest() const { return digest_; }  ///< of contents, not of the name

 private:
  std::string name_;
  models::Shape shape_;
  int classes_;
  std::vector<std::uint8_t> pixels_;
  std::vector<std::uint8_t> labels_;
  Digest digest_;
};

/// 28x28 grey handwriting-like digits: ten classes in turn (image i shows i % 10), strokes with
/// jitter, slant, size, position, stray strokes and noise.
Dataset draw_digits(std::size_t count, RandomStream random);

/// 32x32 colour objects: ten shapes in turn; position, size, rotation, colour, texture, light,
/// clutter and noise vary. Colour says nothing about the class.
Dataset draw_objects(std::size_t count, RandomStream random);

}  // namespace lastmile::learn
