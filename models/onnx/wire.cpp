#include "models/onnx/wire.hpp"

#include <bit>

#include "sim/error.hpp"

namespace lastmile::models::onnx {

void refuse_bytes(std::size_t at, const std::string& why) {
  throw ConfigError("ONNX, byte " + std::to_string(at) + ": " + why);
}

WireReader::WireReader(const Field& field) : message_(field.bytes), start_(field.at) {
  if (field.type != WireType::bytes) refuse_bytes(field.at, "expected a message");
}

std::uint64_t WireReader::varint() {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 70; shift += 7) {
    if (at_ >= message_.size()) refuse_bytes(place(), "the message ends inside a number");
    const auto byte = static_cast<std::uint8_t>(message_[at_++]);
    value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return value;
  }
  refuse_bytes(place(), "a number of more than 10 bytes");
}

std::uint64_t WireReader::fixed(std::size_t width) {
  if (message_.size() - at_ < width) refuse_bytes(place(), "the message ends inside a number");
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < width; ++i)
    value |= static_cast<std::uint64_t>(static_cast<std::uint8_t>(message_[at_ + i])) << (8 * i);
  at_ += width;
  return value;
}

bool WireReader::next(Field& field) {
  if (at_ >= message_.size()) return false;
  const std::size_t start = place();
  const std::uint64_t key = varint();
  field = Field{};
  field.number = static_cast<std::uint32_t>(key >> 3);
  field.type = static_cast<WireType>(key & 7);
  if (key >> 3 == 0 || key >> 32 != 0) refuse_bytes(start, "no such field number");
  field.at = place();
  switch (field.type) {
    case WireType::varint: field.bits = varint(); return true;
    case WireType::eight_bytes: field.bits = fixed(8); return true;
    case WireType::four_bytes: field.bits = fixed(4); return true;
    case WireType::bytes: break;
    default: refuse_bytes(start, "no such wire type");
  }
  const std::uint64_t length = varint();
  if (length > message_.size() - at_)
    refuse_bytes(start, "a field of " + std::to_string(length) + " bytes where " +
                            std::to_string(message_.size() - at_) + " are left");
  field.at = place();
  field.bytes = message_.substr(at_, length);
  at_ += length;
  return true;
}

std::int64_t Field::integer() const {
  if (type != WireType::varint) refuse_bytes(at, "expected a whole number");
  return static_cast<std::int64_t>(bits);
}

float Field::real() const {
  if (type != WireType::four_bytes) refuse_bytes(at, "expected a number of 4 bytes");
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
}

std::string Field::text() const {
  if (type != WireType::bytes) refuse_bytes(at, "expected a text");
  return std::string(bytes);
}

void Field::integers(std::vector<std::int64_t>& list) const {
  if (type != WireType::bytes) return list.push_back(integer());
  WireReader packed(bytes, at);
  while (packed.at_ < bytes.size()) list.push_back(static_cast<std::int64_t>(packed.varint()));
}

void Field::reals(std::vector<float>& list) const {
  if (type != WireType::bytes) return list.push_back(real());
  WireReader packed(bytes, at);
  while (packed.at_ < bytes.size())
    list.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(packed.fixed(4))));
}

void Field::doubles(std::vector<double>& list) const {
  if (type == WireType::eight_bytes) return list.push_back(std::bit_cast<double>(bits));
  if (type != WireType::bytes) refuse_bytes(at, "expected a number of 8 bytes");
  WireReader packed(bytes, at);
  while (packed.at_ < bytes.size()) list.push_back(std::bit_cast<double>(packed.fixed(8)));
}

void WireWriter::varint(std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out_ += static_cast<char>(0x80 | (value & 0x7F));
  out_ += static_cast<char>(value);
}

void WireWriter::key(std::uint32_t number, WireType type) {
  varint(static_cast<std::uint64_t>(number) << 3 | static_cast<std::uint64_t>(type));
}

void WireWriter::integer(std::uint32_t number, std::int64_t value) {
  key(number, WireType::varint);
  varint(static_cast<std::uint64_t>(value));
}

void WireWriter::real(std::uint32_t number, float value) {
  key(number, WireType::four_bytes);
  const auto bits = std::bit_cast<std::uint32_t>(value);
  for (int i = 0; i < 4; ++i) out_ += static_cast<char>(bits >> (8 * i) & 0xFF);
}

void WireWriter::bytes(std::uint32_t number, std::string_view value) {
  key(number, WireType::bytes);
  varint(value.size());
  out_ += value;
}

void WireWriter::integers(std::uint32_t number, const std::vector<std::int64_t>& list) {
  WireWriter packed;
  for (const std::int64_t value : list) packed.varint(static_cast<std::uint64_t>(value));
  if (!list.empty()) bytes(number, packed.out_);
}

void WireWriter::reals(std::uint32_t number, const std::vector<float>& list) {
  std::string packed;
  for (const float value : list) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    for (int i = 0; i < 4; ++i) packed += static_cast<char>(bits >> (8 * i) & 0xFF);
  }
  if (!list.empty()) bytes(number, packed);
}

}  // namespace lastmile::models::onnx
