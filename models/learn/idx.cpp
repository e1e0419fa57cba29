#include "models/learn/idx.hpp"

#include <zlib.h>

#include <array>
#include <memory>
#include <string>

#include "models/learn/read/byte_reader.hpp"
#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

struct IdxArray {
  std::array<std::uint64_t, 3> sizes{1, 1, 1};
  std::string_view bytes;
};

IdxArray parse_array(std::string_view bytes, const std::string& file, std::size_t dimensions) {
  ByteReader in(bytes, "IDX file " + file);
  if (in.big(2, "its header") != 0) in.refuse("does not start with two zero bytes: not IDX");
  const std::uint64_t type = in.big(1, "its header"), given = in.big(1, "its header");
  if (type != 8) in.refuse("element type " + std::to_string(type) + "; only 8 (bytes) is read");
  if (given != dimensions)
    in.refuse(std::to_string(given) + " dimensions; expected " + std::to_string(dimensions));
  IdxArray array;
  std::uint64_t total = 1;
  for (std::size_t i = 0; i < dimensions; ++i) {
    array.sizes[i] = in.big(4, "its header");
    if (array.sizes[i] == 0 || array.sizes[i] > bytes.size() / total)
      in.refuse("size " + std::to_string(array.sizes[i]) + " of dimension " + std::to_string(i) +
                " is zero or too large for a file of " + std::to_string(bytes.size()) + " bytes");
    total *= array.sizes[i];
  }
  array.bytes = in.take(total, "its values");
  if (in.left() > 0) in.refuse("goes on after its " + std::to_string(total) + " values");
  return array;
}

std::vector<std::uint8_t> copied(std::string_view bytes) { return {bytes.begin(), bytes.end()}; }

class GzWriter {
 public:
  explicit GzWriter(const std::filesystem::path& path)
      : path_(path),
        file_(gzopen(path.c_str(), path.extension() == ".gz" ? "wb" : "wbT"), &gzclose) {
    if (!file_) refuse("cannot be opened");
  }
  void write(const void* from, std::size_t size) {
    if (gzwrite(file_.get(), from, static_cast<unsigned>(size)) != static_cast<int>(size))
      refuse("cannot be written");
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const {
    throw ConfigError("IDX file '" + path_.string() + "': " + what);
  }
  const std::filesystem::path& path_;
  std::unique_ptr<gzFile_s, int (*)(gzFile)> file_;
};

void write_array(const std::filesystem::path& path, const std::vector<std::uint32_t>& sizes,
                 const std::uint8_t* bytes, std::size_t count) {
  GzWriter out(path);
  const std::array<std::uint8_t, 4> magic{0, 0, 8, static_cast<std::uint8_t>(sizes.size())};
  out.write(magic.data(), 4);
  for (const std::uint32_t size : sizes) {
    const std::array<std::uint8_t, 4> word{
        static_cast<std::uint8_t>(size >> 24), static_cast<std::uint8_t>(size >> 16),
        static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size)};
    out.write(word.data(), 4);
  }
  out.write(bytes, count);
}

}  // namespace

Dataset parse_idx(std::string_view images, std::string_view labels, const std::string& images_file,
                  const std::string& labels_file, int classes) {
  const IdxArray pixels = parse_array(images, images_file, 3);
  const IdxArray answers = parse_array(labels, labels_file, 1);
  if (pixels.sizes[0] != answers.sizes[0])
    throw ConfigError("IDX file " + labels_file + ": " + std::to_string(answers.sizes[0]) +
                      " labels for " + std::to_string(pixels.sizes[0]) + " images in " +
                      images_file);
  const std::vector<std::uint8_t> bytes = copied(answers.bytes);
  return {
      images_file,
      {1, static_cast<std::int64_t>(pixels.sizes[1]), static_cast<std::int64_t>(pixels.sizes[2])},
      classes,
      copied(pixels.bytes),
      {bytes.begin(), bytes.end()}};
}

Dataset read_idx(const std::filesystem::path& images, const std::filesystem::path& labels,
                 int classes) {
  return parse_idx(read_bytes(images), read_bytes(labels), images.filename().string(),
                   labels.filename().string(), classes);
}

void write_idx(const Dataset& data, const std::filesystem::path& images,
               const std::filesystem::path& labels) {
  SIM_CHECK(data.values() == Values::pixels && data.shape().channels == 1 && data.places() == 1 &&
                data.classes() <= 256,
            "IDX holds grey images with a label of a byte each only");
  const auto count = static_cast<std::uint32_t>(data.size());
  write_array(images,
              {count, static_cast<std::uint32_t>(data.shape().height),
               static_cast<std::uint32_t>(data.shape().width)},
              data.image(0), data.size() * data.image_bytes());
  const std::vector<std::uint8_t> bytes(data.labels().begin(), data.labels().end());
  write_array(labels, {count}, bytes.data(), bytes.size());
}

}  // namespace lastmile::learn
