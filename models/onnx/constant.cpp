#include "models/onnx/constant.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <fstream>

#include "sim/error.hpp"

namespace lastmile::models::onnx {
namespace {

constexpr std::int64_t most_elements = std::int64_t{1} << 40;
constexpr std::int64_t most_small = 1024, most_compared = 4096;

[[noreturn]] void refuse(const std::string& name, const std::string& why) {
  throw ConfigError("ONNX, constant '" + name + "': " + why);
}

std::int64_t width_of(const Tensor& tensor) {
  switch (tensor.type) {
    case ElementType::u8:
    case ElementType::i8:
    case ElementType::boolean: return 1;
    case ElementType::u16:
    case ElementType::i16:
    case ElementType::f16:
    case ElementType::bf16: return 2;
    case ElementType::f32:
    case ElementType::i32:
    case ElementType::u32: return 4;
    case ElementType::f64:
    case ElementType::i64:
    case ElementType::u64: return 8;
    default:
      refuse(tensor.name,
             "elements of type " + std::to_string(static_cast<std::int64_t>(tensor.type)) +
                 " are not known; known: float, double, float16, bfloat16, bool and whole numbers");
  }
}

bool is_whole(ElementType type) {
  return type != ElementType::f32 && type != ElementType::f64 && type != ElementType::f16 &&
         type != ElementType::bf16;
}

float half(std::uint16_t bits) {
  const int exponent = bits >> 10 & 31, fraction = bits & 1023;
  const float sign = bits & 0x8000 ? -1.0F : 1.0F;
  if (exponent == 31) return fraction == 0 ? sign * INFINITY : NAN;
  if (exponent == 0) return sign * std::ldexp(static_cast<float>(fraction), -24);
  return sign * std::ldexp(static_cast<float>(1024 + fraction), exponent - 25);
}

// Of `width` bytes, little-endian.
double element(const char* at, ElementType type, std::int64_t width) {
  std::uint64_t bits = 0;
  for (std::int64_t i = 0; i < width; ++i)
    bits |= static_cast<std::uint64_t>(static_cast<std::uint8_t>(at[i])) << (8 * i);
  switch (type) {
    case ElementType::f32: return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
    case ElementType::f64: return std::bit_cast<double>(bits);
    case ElementType::f16: return static_cast<double>(half(static_cast<std::uint16_t>(bits)));
    case ElementType::bf16:
      return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits << 16)));
    case ElementType::i8: return static_cast<std::int8_t>(bits);
    case ElementType::i16: return static_cast<std::int16_t>(bits);
    case ElementType::i32: return static_cast<std::int32_t>(bits);
    case ElementType::i64: return static_cast<double>(static_cast<std::int64_t>(bits));
    default: return static_cast<double>(bits);
  }
}

std::string external_bytes(const Tensor& tensor, std::size_t wanted, const std::filesystem::path& folder) {
  const std::filesystem::path file = tensor.external_file;
  const bool inside =
      file.is_relative() && std::none_of(file.begin(), file.end(), [](const auto& p) { return p == ".."; });
  if (!inside) refuse(tensor.name, "its file '" + tensor.external_file + "' must lie in the model's folder");
  std::error_code error;
  const auto size = std::filesystem::file_size(folder / file, error);
  if (error)
    refuse(tensor.name, "its elements are in '" + tensor.external_file + "', which is not beside the model");
  const auto offset = static_cast<std::uintmax_t>(tensor.external_offset);
  const bool fits = tensor.external_length < 0 || static_cast<std::size_t>(tensor.external_length) == wanted;
  if (!fits || offset > size || size - offset < wanted)
    refuse(tensor.name,
           "'" + tensor.external_file + "' does not hold its " + std::to_string(wanted) + " bytes");
  std::string bytes(wanted, '\0');
  std::ifstream in(folder / file, std::ios::binary);
  in.seekg(tensor.external_offset);
  in.read(bytes.data(), static_cast<std::streamsize>(wanted));
  if (!in) refuse(tensor.name, "cannot read '" + tensor.external_file + "'");
  return bytes;
}

void check_size(const Tensor& tensor, std::int64_t count) {
  const std::int64_t width = width_of(tensor);
  if (!tensor.external_file.empty()) return;
  const std::size_t lists = tensor.floats.size() + tensor.integers.size() + tensor.doubles.size();
  const bool raw = lists == 0;
  const auto have = static_cast<std::int64_t>(raw ? tensor.raw.size() : lists);
  if (have != (raw ? count * width : count))
    refuse(tensor.name, "shape " + to_string(tensor.dims) + " needs " + std::to_string(count) +
                            " elements of " + std::to_string(width) + " bytes, but there are " +
                            std::to_string(have) + (raw ? " bytes" : " elements"));
}

template <class Number>
std::vector<Number> decoded(const std::string& bytes, ElementType type, std::int64_t width) {
  std::vector<Number> values(bytes.size() / static_cast<std::size_t>(width));
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<Number>(element(bytes.data() + i * static_cast<std::size_t>(width), type, width));
  return values;
}

std::vector<float> read_floats(const Tensor& tensor, std::int64_t count,
                               const std::filesystem::path& folder) {
  if (!tensor.floats.empty()) return tensor.floats;
  if (!tensor.doubles.empty()) return {tensor.doubles.begin(), tensor.doubles.end()};
  const std::int64_t width = width_of(tensor);
  if (tensor.integers.empty()) {
    const auto wanted = static_cast<std::size_t>(count * width);
    return decoded<float>(tensor.external_file.empty() ? tensor.raw : external_bytes(tensor, wanted, folder),
                          tensor.type, width);
  }
  std::vector<float> values;
  for (const std::int64_t bits : tensor.integers) {
    if (tensor.type == ElementType::f16)
      values.push_back(half(static_cast<std::uint16_t>(bits)));
    else if (tensor.type == ElementType::bf16)
      values.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(bits & 0xFFFF) << 16));
    else
      values.push_back(static_cast<float>(bits));
  }
  return values;
}

// Exactly: 64 bits do not fit a double.
std::int64_t whole_element(const Tensor& tensor, std::size_t i, std::int64_t width) {
  if (!tensor.integers.empty()) return tensor.integers[i];
  const char* at = tensor.raw.data() + i * static_cast<std::size_t>(width);
  if (width < 8) return static_cast<std::int64_t>(element(at, tensor.type, width));
  std::uint64_t bits = 0;
  for (int b = 7; b >= 0; --b) bits = bits << 8 | static_cast<std::uint8_t>(at[b]);
  return static_cast<std::int64_t>(bits);
}

void check_small(const Constant& constant) {
  if (constant.count() > most_small)
    refuse(constant.name, "of shape " + to_string(constant.dims) + " is too large to make shapes from");
}

}  // namespace

std::int64_t elements_of(const Dims& dims, const std::string& what) {
  std::int64_t count = 1;
  for (const std::int64_t size : dims) {
    if (size < 0) throw ConfigError("ONNX, " + what + ": a size of " + std::to_string(size));
    if (size > 0 && count > most_elements / size)
      throw ConfigError("ONNX, " + what + ": shape " + to_string(dims) + " has too many elements");
    count *= size;
  }
  return count;
}

std::string to_string(const Dims& dims) {
  std::string text;
  for (const std::int64_t size : dims) text += (text.empty() ? "" : ", ") + std::to_string(size);
  return "[" + text + "]";
}

Constant constant_of(const Tensor& tensor) {
  Constant constant;
  constant.name = tensor.name;
  constant.dims = tensor.dims;
  constant.whole = is_whole(tensor.type);
  constant.tensor = &tensor;
  check_size(tensor, constant.count());
  return constant;
}

Constant whole_constant(std::string name, Dims dims, std::vector<std::int64_t> values) {
  Constant constant;
  constant.name = std::move(name);
  constant.dims = std::move(dims);
  constant.whole = true;
  constant.integers = std::move(values);
  return constant;
}

Constant filled_constant(std::string name, Dims dims, double value, bool whole) {
  Constant constant;
  constant.name = std::move(name);
  constant.dims = std::move(dims);
  constant.whole = whole;
  constant.filled = value;
  static_cast<void>(elements_of(constant.dims, "constant"));
  return constant;
}

std::vector<std::int64_t> integers_of(const Constant& constant) {
  check_small(constant);
  const auto count = static_cast<std::size_t>(constant.count());
  if (!constant.whole) refuse(constant.name, "whole numbers are needed");
  if (constant.filled) return std::vector<std::int64_t>(count, std::llround(*constant.filled));
  if (constant.tensor == nullptr) return constant.integers;
  if (!constant.tensor->external_file.empty()) refuse(constant.name, "numbers of a shape in another file");
  std::vector<std::int64_t> values(count);
  const std::int64_t width = width_of(*constant.tensor);
  for (std::size_t i = 0; i < count; ++i) values[i] = whole_element(*constant.tensor, i, width);
  return values;
}

std::vector<float> floats_of(const Constant& constant, const std::filesystem::path& folder) {
  const std::int64_t count = constant.count();
  if (constant.filled)
    return std::vector<float>(static_cast<std::size_t>(count), static_cast<float>(*constant.filled));
  if (constant.tensor != nullptr) return read_floats(*constant.tensor, count, folder);
  if (constant.whole) return {constant.integers.begin(), constant.integers.end()};
  return *constant.floats;
}

std::optional<double> uniform_value(const Constant& constant) {
  if (constant.filled) return constant.filled;
  const bool elsewhere = constant.tensor != nullptr && !constant.tensor->external_file.empty();
  if (elsewhere || constant.count() < 1 || constant.count() > most_compared) return std::nullopt;
  const std::vector<float> values = floats_of(constant, {});
  if (static_cast<std::int64_t>(values.size()) != constant.count())
    return std::nullopt;  // weights were not asked for
  const bool alike = std::all_of(values.begin(), values.end(), [&](float v) { return v == values.front(); });
  return alike ? std::optional<double>(static_cast<double>(values.front())) : std::nullopt;
}

}  // namespace lastmile::models::onnx
