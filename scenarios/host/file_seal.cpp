#include "scenarios/host/file_seal.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>

#include "models/learn/digest.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

constexpr std::string_view kMark = "lastmile seal 1 ";
constexpr std::size_t kLength = kMark.size() + 32 + 1;

std::string seal_of(std::string_view bytes) {
  return std::string(kMark) + learn::Hasher("seal").add(bytes).digest().text() + "\n";
}

std::string bytes_of(const std::string& file) {
  std::error_code error;
  std::ifstream in(file, std::ios::binary);
  if (!in || !std::filesystem::is_regular_file(file, error))
    throw ConfigError("cannot read '" + file + "'");
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

void seal(const std::string& file) {
  const std::string line = seal_of(bytes_of(file));
  std::ofstream out(file, std::ios::binary | std::ios::app);
  out << line;
  out.close();
  if (!out) throw ConfigError("cannot write '" + file + "'");
}

void check_seal(const std::string& file) {
  const std::string bytes = bytes_of(file);
  const std::string_view all = bytes;
  const std::size_t end = all.size() < kLength ? 0 : all.size() - kLength;
  if (!all.substr(end).starts_with(kMark))
    throw ConfigError(
        "cannot use '" + file +
        "': it was cut off or changed, or is no trace of `lastmile evaluate --trace`");
  if (all.substr(end) != seal_of(all.substr(0, end)))
    throw ConfigError("cannot use '" + file + "': it was changed after it was written");
}

}  // namespace lastmile::scenarios
