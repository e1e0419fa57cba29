// Protocol buffers on the wire: fields of a message, read with bounds and written.
//
// Form      a message is a row of fields: key = number << 3 | type, then a varint (0), 8 bytes (1), a length
// and so
//           many bytes (2), or 4 bytes (5); numbers little-endian; repeated numbers may lie packed in one
//           field 2.
// Source    protobuf.dev/programming-guides/encoding
// Refused   ConfigError with the byte's offset in the file: fields beyond the message's end, varints above 10
// bytes,
//           groups (types 3 and 4), field number 0. Nothing is allocated for a length that is not there.
// Tests     tests/unit/models/onnx_wire_test.cpp, tests/fuzz/onnx_fuzz_test.cpp
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lastmile::models::onnx {

enum class WireType : std::uint8_t { varint = 0, eight_bytes = 1, bytes = 2, four_bytes = 5 };

struct Field {
  std::uint32_t number = 0;
  WireType type = WireType::varint;
  std::uint64_t bits = 0;  ///< varint, and fixed widths
  std::string_view bytes;  ///< of a length-delimited field
  std::size_t at = 0;      ///< offset in the file

  // Each refuses a field of another type.
  [[nodiscard]] std::int64_t integer() const;
  [[nodiscard]] float real() const;
  [[nodiscard]] std::string text() const;
  /// One element, or several packed: appended.
  void integers(std::vector<std::int64_t>& list) const;
  void reals(std::vector<float>& list) const;
  void doubles(std::vector<double>& list) const;
};

[[noreturn]] void refuse_bytes(std::size_t at, const std::string& why);

class WireReader {
 public:
  explicit WireReader(std::string_view message, std::size_t at = 0) : message_(message), start_(at) {}
  /// Of the message in a field.
  explicit WireReader(const Field& field);
  bool next(Field& field);

 private:
  friend struct Field;
  std::uint64_t varint();
  std::uint64_t fixed(std::size_t width);
  [[nodiscard]] std::size_t place() const { return start_ + at_; }

  std::string_view message_;
  std::size_t start_;
  std::size_t at_ = 0;
};

class WireWriter {
 public:
  void integer(std::uint32_t number, std::int64_t value);
  void real(std::uint32_t number, float value);
  void bytes(std::uint32_t number, std::string_view value);
  void integers(std::uint32_t number, const std::vector<std::int64_t>& list);  ///< packed
  void reals(std::uint32_t number, const std::vector<float>& list);            ///< packed
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void varint(std::uint64_t value);
  void key(std::uint32_t number, WireType type);

  std::string out_;
};

}  // namespace lastmile::models::onnx
