#include "models/learn/checkpoint.hpp"

#include <bit>
#include <cstring>
#include <fstream>
#include <iterator>

#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

constexpr std::string_view kMagic = "lastmile checkpoint 1\n";

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why) {
  throw ConfigError("checkpoint '" + file.string() + "': " + why);
}

template <class T>
void append(std::string& text, const T& value) {
  static_assert(std::is_trivially_copyable_v<T>);
  text.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void append(std::string& text, const std::vector<float>& values) {
  append(text, static_cast<std::uint64_t>(values.size()));
  text.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float));
}

Digest digest_of(std::string_view text) {
  return Hasher("checkpoint/1").add_bytes(text.data(), text.size()).digest();
}

class Reader {
 public:
  Reader(const std::filesystem::path& file, std::string_view text) : file_(file), text_(text) {}

  template <class T>
  T take() {
    if (text_.size() < sizeof(T)) refuse(file_, "ends too early");
    std::array<char, sizeof(T)> bytes{};
    std::memcpy(bytes.data(), text_.data(), sizeof(T));
    text_.remove_prefix(sizeof(T));
    return std::bit_cast<T>(bytes);
  }

  std::vector<float> take_floats() {
    const auto count = take<std::uint64_t>();
    if (count > text_.size() / sizeof(float)) refuse(file_, "ends too early");
    std::vector<float> values(count);
    if (count > 0) std::memcpy(values.data(), text_.data(), count * sizeof(float));
    text_.remove_prefix(count * sizeof(float));
    return values;
  }

 private:
  const std::filesystem::path& file_;
  std::string_view text_;
};

std::string read_checked(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) refuse(file, "cannot be read");
  std::string text(std::istreambuf_iterator<char>(in), {});
  if (text.rfind(kMagic, 0) != 0) refuse(file, "is no checkpoint");
  if (text.size() < kMagic.size() + sizeof(Digest)) refuse(file, "ends too early");
  const std::string_view body = std::string_view(text).substr(0, text.size() - sizeof(Digest));
  const std::string_view end = std::string_view(text).substr(body.size());
  if (Reader(file, end).take<Digest>() != digest_of(body))
    refuse(file, "is damaged or cut short: its contents do not match their digest");
  text.resize(body.size());
  return text.substr(kMagic.size());
}

}  // namespace

void save_checkpoint(const std::filesystem::path& file, const Network& network,
                     const TrainResult& training) {
  std::string text(kMagic);
  append(text, network.digest());
  append(text, training.next_step);
  append(text, training.random);
  append(text, training.parameters);
  append(text, training.velocity);
  append(text, digest_of(text));
  const std::filesystem::path part = file.string() + ".part";
  std::ofstream out(part, std::ios::binary);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.close();
  std::error_code error;
  if (out) std::filesystem::rename(part, file, error);
  if (!out || error) {
    std::error_code ignored;
    std::filesystem::remove(part, ignored);
    refuse(file, "cannot be written");
  }
}

Checkpoint load_checkpoint(const std::filesystem::path& file, const Network& network) {
  const std::string text = read_checked(file);
  Reader in(file, text);
  if (in.take<Digest>() != network.digest())
    refuse(file, "is of another network than '" + network.name() + "'");
  const auto step = in.take<std::uint64_t>();
  const auto random = in.take<RandomState>();
  std::vector<float> parameters = in.take_floats();
  std::vector<float> velocity = in.take_floats();
  if (parameters.size() != network.parameter_count())
    refuse(file, std::to_string(parameters.size()) + " parameters for " +
                     std::to_string(network.parameter_count()));
  return {std::move(parameters), std::move(velocity), step, std::bit_cast<RandomStream>(random)};
}

}  // namespace lastmile::learn
