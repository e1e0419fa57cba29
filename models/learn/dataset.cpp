#include "models/learn/dataset.hpp"

#include "sim/error.hpp"

namespace lastmile::learn {

Dataset::Dataset(std::string name, models::Shape shape, int classes,
                 std::vector<std::uint8_t> pixels, std::vector<std::uint8_t> labels)
    : name_(std::move(name)),
      shape_(shape),
      classes_(classes),
      pixels_(std::move(pixels)),
      labels_(std::move(labels)) {
  if (pixels_.size() != labels_.size() * image_bytes())
    throw ConfigError("data set '" + name_ + "': " + std::to_string(labels_.size()) +
                      " labels, but " + std::to_string(pixels_.size()) + " bytes of images of " +
                      std::to_string(image_bytes()) + " bytes");
  for (std::size_t i = 0; i < labels_.size(); ++i)
    if (labels_[i] >= classes_)
      throw ConfigError("data set '" + name_ + "': label " + std::to_string(labels_[i]) +
                        " of image " + std::to_string(i) + " is not below " +
                        std::to_string(classes_));
  digest_ = Hasher("dataset/1")
                .add(shape_.channels)
                .add(shape_.height)
                .add(shape_.width)
                .add(classes_)
                .add(pixels_)
                .add(labels_)
                .digest();
}

}  // namespace lastmile::learn
