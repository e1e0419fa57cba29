// The bytes of a data file, and a reader that names the byte where it stopped.
//
// Limits   a plain file 2 GiB; a packed one 200 times its size (at least 64 MiB, at most 2 GiB), so
//          that a small hostile file cannot fill the memory
// Errors   ConfigError "FILE, byte N: what is wrong"
// Tests    tests/unit/learn/byte_reader_test.cpp, tests/fuzz/
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace lastmile::learn {

class ByteReader {
 public:
  /// `bytes` must outlive the reader.
  ByteReader(std::string_view bytes, std::string file) : bytes_(bytes), file_(std::move(file)) {}

  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] std::size_t left() const { return bytes_.size() - at_; }
  void seek(std::size_t to, const char* what);
  /// The next `count` bytes; `what` they belong to, for the error.
  std::string_view take(std::size_t count, const char* what);
  std::uint64_t little(std::size_t count, const char* what);
  std::uint64_t big(std::size_t count, const char* what);
  [[noreturn]] void refuse(const std::string& why) const;

 private:
  std::string_view bytes_;
  std::string file_;
  std::size_t at_ = 0;
};

/// A whole file; unpacked if it is gzip.
std::string read_bytes(const std::filesystem::path& file);

/// `bytes` themselves, or what they hold if they are gzip (members one after the other).
std::string unpacked(std::string bytes, const std::string& file);

enum class Packing : std::uint8_t { raw_deflate, zlib };
/// Exactly `size` bytes, or an error behind byte `at` of the file, where the packed bytes start.
std::string inflated(std::string_view packed, std::size_t size, Packing packing,
                     const std::string& file, std::size_t at);

}  // namespace lastmile::learn
