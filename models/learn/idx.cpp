#include "models/learn/idx.hpp"

#include <zlib.h>

#include <array>
#include <memory>
#include <string>

#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

constexpr std::size_t kLargest = std::size_t{1} << 31;  // no file of the family comes near

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& what) {
  throw ConfigError("IDX file '" + file.string() + "': " + what);
}

class GzFile {
 public:
  GzFile(const std::filesystem::path& path, const char* mode)
      : path_(path), file_(gzopen(path.c_str(), mode), &gzclose) {
    if (!file_) refuse(path_, "cannot be opened");
  }
  std::size_t read(void* to, std::size_t size) {
    std::size_t got = 0;
    while (got < size) {
      const auto step = static_cast<unsigned>(std::min<std::size_t>(size - got, 1U << 20));
      const int n = gzread(file_.get(), static_cast<char*>(to) + got, step);
      if (n < 0) refuse(path_, "is a damaged gzip file");
      if (n == 0) break;
      got += static_cast<std::size_t>(n);
    }
    return got;
  }
  void write(const void* from, std::size_t size) {
    if (gzwrite(file_.get(), from, static_cast<unsigned>(size)) != static_cast<int>(size))
      refuse(path_, "cannot be written");
  }

 private:
  const std::filesystem::path& path_;
  std::unique_ptr<gzFile_s, int (*)(gzFile)> file_;
};

struct IdxArray {
  std::vector<std::uint32_t> sizes;
  std::vector<std::uint8_t> bytes;
};

std::uint32_t big_endian(const std::uint8_t* b) {
  return (std::uint32_t{b[0]} << 24) | (std::uint32_t{b[1]} << 16) | (std::uint32_t{b[2]} << 8) |
         b[3];
}

std::size_t read_sizes(GzFile& in, const std::filesystem::path& path, unsigned dimensions,
                       IdxArray& array) {
  std::array<std::uint8_t, 4> word{};
  std::size_t total = 1;
  for (unsigned i = 0; i < dimensions; ++i) {
    if (in.read(word.data(), 4) != 4) refuse(path, "ends inside its header");
    array.sizes.push_back(big_endian(word.data()));
    if (array.sizes.back() == 0 || array.sizes.back() > kLargest / total)
      refuse(path, "size " + std::to_string(array.sizes.back()) + " of dimension " +
                       std::to_string(i) + " is zero or too large");
    total *= array.sizes.back();
  }
  return total;
}

IdxArray read_array(const std::filesystem::path& path, unsigned dimensions) {
  GzFile in(path, "rb");
  std::array<std::uint8_t, 4> magic{};
  if (in.read(magic.data(), 4) != 4) refuse(path, "ends inside its header");
  if (magic[0] != 0 || magic[1] != 0) refuse(path, "does not start with two zero bytes: not IDX");
  if (magic[2] != 8)
    refuse(path, "element type " + std::to_string(magic[2]) + "; only 8 (bytes) is read");
  if (magic[3] != dimensions)
    refuse(path, std::to_string(magic[3]) + " dimensions; expected " + std::to_string(dimensions));
  IdxArray array;
  const std::size_t total = read_sizes(in, path, dimensions, array);
  array.bytes.resize(total);
  const std::size_t got = in.read(array.bytes.data(), total);
  std::uint8_t extra = 0;
  if (got != total)
    refuse(path, "ends after " + std::to_string(got) + " of " + std::to_string(total) + " bytes");
  if (in.read(&extra, 1) != 0)
    refuse(path, "goes on after its " + std::to_string(total) + " bytes");
  return array;
}

void write_array(const std::filesystem::path& path, const std::vector<std::uint32_t>& sizes,
                 const std::uint8_t* bytes, std::size_t count) {
  GzFile out(path, path.extension() == ".gz" ? "wb" : "wbT");
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

Dataset read_idx(const std::filesystem::path& images, const std::filesystem::path& labels,
                 int classes) {
  IdxArray pixels = read_array(images, 3);
  IdxArray answers = read_array(labels, 1);
  if (pixels.sizes[0] != answers.sizes[0])
    refuse(labels, std::to_string(answers.sizes[0]) + " labels for " +
                       std::to_string(pixels.sizes[0]) + " images in '" + images.string() + "'");
  return Dataset(images.filename().string(), {1, pixels.sizes[1], pixels.sizes[2]}, classes,
                 std::move(pixels.bytes), std::move(answers.bytes));
}

void write_idx(const Dataset& data, const std::filesystem::path& images,
               const std::filesystem::path& labels) {
  SIM_CHECK(data.shape().channels == 1, "IDX holds grey images only");
  const auto count = static_cast<std::uint32_t>(data.size());
  write_array(images,
              {count, static_cast<std::uint32_t>(data.shape().height),
               static_cast<std::uint32_t>(data.shape().width)},
              data.image(0), data.size() * data.image_bytes());
  write_array(labels, {count}, data.labels().data(), data.size());
}

}  // namespace lastmile::learn
