#include "models/learn/read/cifar.hpp"

#include "models/learn/read/byte_reader.hpp"

namespace lastmile::learn {

Dataset parse_cifar10(std::string_view bytes, const std::string& file) {
  ByteReader in(bytes, "CIFAR-10 file " + file);
  if (bytes.empty()) in.refuse("is empty");
  std::vector<std::uint8_t> pixels;
  std::vector<Label> labels;
  pixels.reserve(bytes.size());
  while (in.left() > 0) {
    const std::string_view record = in.take(kCifarRecord, "a record of 3073 bytes");
    const auto label = static_cast<std::uint8_t>(record[0]);
    if (label > 9) {
      in.seek(in.at() - kCifarRecord, "a record");
      in.refuse("label " + std::to_string(label) + " is not below 10");
    }
    labels.push_back(label);
    pixels.insert(pixels.end(), record.begin() + 1, record.end());
  }
  return {file, {3, 32, 32}, 10, std::move(pixels), std::move(labels)};
}

}  // namespace lastmile::learn
