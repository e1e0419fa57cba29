#include "models/learn/read/class_names.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace lastmile::learn {
namespace {

std::optional<Label> whole(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool all = error == std::errc() && end == text.data() + text.size();
  if (!all || !(value >= 0 && value < kMostClasses)) return {};
  const auto label = static_cast<Label>(value);
  return static_cast<double>(label) == value ? std::optional(label) : std::nullopt;
}

}  // namespace

bool ClassNames::add(const std::string& name) {
  const auto found = names_.find(name);
  if (found == names_.end() && names_.size() == kMostClasses) return false;
  const auto next = static_cast<Label>(names_.size());
  labels_.push_back(found != names_.end() ? found->second : next);
  if (found == names_.end()) names_.emplace(name, next);
  return true;
}

ClassNames::Labels ClassNames::labels() const {
  const bool numbers = std::all_of(names_.begin(), names_.end(),
                                   [](const auto& name) { return whole(name.first).has_value(); });
  std::vector<Label> label(names_.size());
  Labels result;
  int place = 0;
  for (const auto& [name, order] : names_) {
    label[order] = numbers ? *whole(name) : static_cast<Label>(place++);
    result.classes = std::max(result.classes, label[order] + 1);
  }
  for (const Label order : labels_) result.labels.push_back(label[order]);
  return result;
}

}  // namespace lastmile::learn
