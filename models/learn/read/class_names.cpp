#include "models/learn/read/class_names.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace lastmile::learn {
namespace {

constexpr std::size_t kMostClasses = 256;

std::optional<std::uint8_t> whole(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool all = error == std::errc() && end == text.data() + text.size();
  if (!all || !(value >= 0 && value <= 255)) return {};
  const auto byte = static_cast<std::uint8_t>(value);
  return static_cast<double>(byte) == value ? std::optional(byte) : std::nullopt;
}

}  // namespace

bool ClassNames::add(const std::string& name) {
  const auto found = names_.find(name);
  if (found == names_.end() && names_.size() == kMostClasses) return false;
  const auto next = static_cast<std::uint8_t>(names_.size());
  labels_.push_back(found != names_.end() ? found->second : next);
  if (found == names_.end()) names_.emplace(name, next);
  return true;
}

ClassNames::Labels ClassNames::labels() const {
  const bool numbers = std::all_of(names_.begin(), names_.end(),
                                   [](const auto& name) { return whole(name.first).has_value(); });
  std::array<std::uint8_t, kMostClasses> label{};
  Labels result;
  int place = 0;
  for (const auto& [name, order] : names_) {
    label[order] = numbers ? *whole(name) : static_cast<std::uint8_t>(place++);
    result.classes = std::max(result.classes, label[order] + 1);
  }
  for (const std::uint8_t order : labels_) result.labels.push_back(label[order]);
  return result;
}

}  // namespace lastmile::learn
