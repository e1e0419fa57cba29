#include "models/learn/read/byte_reader.hpp"

#include <zlib.h>

#include <algorithm>
#include <fstream>
#include <memory>

#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

constexpr std::size_t kLargest = std::size_t{1} << 31;
constexpr std::size_t kPackedAtLeast = std::size_t{64} << 20;
constexpr std::size_t kRatio = 200;  // deflate reaches 1032, but only of one value repeated

std::size_t most_of(std::string_view packed) {
  return std::clamp(kRatio * packed.size(), kPackedAtLeast, kLargest);
}

[[noreturn]] void refuse_at(const std::string& file, std::size_t at, const std::string& why) {
  throw ConfigError(file + ", byte " + std::to_string(at) + ": " + why);
}

class Inflater {
 public:
  Inflater(std::string_view packed, int window_bits) {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream_.avail_in = static_cast<uInt>(packed.size());
    SIM_CHECK(inflateInit2(&stream_, window_bits) == Z_OK, "zlib has no memory");
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  /// Fills `to` as far as the data go and returns zlib's verdict.
  int fill(char* to, std::size_t size, std::size_t& got) {
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = static_cast<uInt>(size);
    const int verdict = inflate(&stream_, Z_NO_FLUSH);
    got = size - stream_.avail_out;
    return verdict;
  }
  [[nodiscard]] std::size_t left() const { return stream_.avail_in; }
  void next_member() { inflateReset(&stream_); }

 private:
  z_stream stream_{};
};

bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1f\x8b"); }

}  // namespace

void ByteReader::refuse(const std::string& why) const { refuse_at(file_, at_, why); }

void ByteReader::seek(std::size_t to, const char* what) {
  if (to > bytes_.size())
    refuse(std::string(what) + " would be at byte " + std::to_string(to) + ", behind the end (" +
           std::to_string(bytes_.size()) + ")");
  at_ = to;
}

std::string_view ByteReader::take(std::size_t count, const char* what) {
  if (count > left())
    refuse(std::string("ends inside ") + what + ": " + std::to_string(left()) + " of " +
           std::to_string(count) + " bytes are there");
  at_ += count;
  return bytes_.substr(at_ - count, count);
}

std::uint64_t ByteReader::little(std::size_t count, const char* what) {
  const std::string_view bytes = take(count, what);
  std::uint64_t value = 0;
  for (std::size_t i = count; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

std::uint64_t ByteReader::big(std::size_t count, const char* what) {
  std::uint64_t value = 0;
  for (const char c : take(count, what)) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

std::string unpacked(std::string bytes, const std::string& file) {
  if (!is_gzip(bytes)) return bytes;
  const std::size_t most = most_of(bytes);
  Inflater inflater(bytes, 15 + 16);
  std::string out;
  for (;;) {
    const std::size_t before = out.size(), step = std::min(std::max(before, bytes.size()), most);
    out.resize(before + std::max<std::size_t>(step, 4096));
    std::size_t got = 0;
    const int verdict = inflater.fill(&out[before], out.size() - before, got);
    out.resize(before + got);
    const std::size_t at = bytes.size() - inflater.left();
    if (out.size() > most)
      refuse_at(file, at, "unpacks to more than " + std::to_string(most) + " bytes");
    if (verdict == Z_STREAM_END && inflater.left() == 0) return out;
    if (verdict == Z_STREAM_END) {
      inflater.next_member();
    } else if (verdict != Z_OK) {
      refuse_at(file, at, verdict == Z_BUF_ERROR ? "ends inside gzip data" : "damaged gzip data");
    }
  }
}

std::string inflated(std::string_view packed, std::size_t size, Packing packing,
                     const std::string& file, std::size_t at) {
  if (size > most_of(packed))
    refuse_at(file, at,
              std::to_string(packed.size()) + " packed bytes would unpack to " +
                  std::to_string(size) + "; at most " + std::to_string(most_of(packed)) +
                  " are read");
  Inflater inflater(packed, packing == Packing::zlib ? 15 : -15);
  std::string out(size + 1, '\0');  // one more shows data that go on
  std::size_t got = 0;
  const int verdict = inflater.fill(out.data(), out.size(), got);
  if (verdict != Z_STREAM_END || got != size)
    refuse_at(file, at + packed.size() - inflater.left(),
              "damaged packed data: " + std::to_string(got) + " of " + std::to_string(size) +
                  " bytes unpacked");
  out.resize(size);
  return out;
}

std::string read_bytes(const std::filesystem::path& file) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  std::ifstream in(file, std::ios::binary);
  if (error || !in) throw ConfigError("'" + file.string() + "' cannot be opened");
  if (size > kLargest)
    throw ConfigError("'" + file.string() + "' has " + std::to_string(size) + " bytes; at most " +
                      std::to_string(kLargest) + " are read");
  std::string bytes(static_cast<std::size_t>(size), '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(size));
  if (in.gcount() != static_cast<std::streamsize>(size))
    throw ConfigError("'" + file.string() + "' cannot be read to its end");
  return unpacked(std::move(bytes), "'" + file.string() + "'");
}

}  // namespace lastmile::learn
