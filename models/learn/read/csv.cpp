#include "models/learn/read/csv.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include "models/learn/read/class_names.hpp"
#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

bool is_number(const std::string& text) {
  float ignored = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ignored);
  return error == std::errc() && end == text.data() + text.size();
}

class CsvReader {
 public:
  CsvReader(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  Dataset read(const std::string& label) {
    header(label);
    for (; next_line(); add_row())
      if (fields_.size() != names_.size())
        refuse(std::to_string(fields_.size()) + " fields; the header names " +
               std::to_string(names_.size()) + " columns");
    if (labels_.empty()) refuse("no rows below the header");
    ClassNames::Labels labels = labels_.labels();
    const auto features = static_cast<std::int64_t>(features_.size() / labels.labels.size());
    Dataset data = Dataset::of_features(file_, {features, 1, 1}, labels.classes,
                                        std::move(features_), std::move(labels.labels));
    return user_ ? data.owned_by(std::move(owners_)) : data;
  }

 private:
  [[noreturn]] void refuse(const std::string& why) const {
    throw ConfigError(file_ + ", line " + std::to_string(line_) + ": " + why);
  }

  void header(const std::string& label) {
    if (!next_line()) refuse("is empty");
    names_ = fields_;
    if (std::all_of(names_.begin(), names_.end(), is_number))
      refuse("only numbers: the first line must name the columns");
    std::vector<std::string> sorted = names_;
    std::sort(sorted.begin(), sorted.end());
    const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
    if (twice != sorted.end()) refuse("column '" + *twice + "' is named twice");
    label_ = label_column(label);
    user_ = find("user");
    if (names_.size() < (user_ ? 3U : 2U)) refuse("no column of features");
  }

  [[nodiscard]] std::optional<std::size_t> find(const std::string& name) const {
    const auto at = std::find(names_.begin(), names_.end(), name);
    if (at == names_.end()) return {};
    return static_cast<std::size_t>(at - names_.begin());
  }

  [[nodiscard]] std::size_t label_column(const std::string& asked) const {
    if (!asked.empty()) {
      if (const auto at = find(asked)) return *at;
      refuse(unknown_name_message("column", asked, names_));
    }
    for (const char* name : {"label", "class", "target", "y"})
      if (const auto at = find(name)) return *at;
    refuse("no column is named label, class, target or y; say which one holds the labels");
  }

  bool next_line() {
    if (text_.empty()) return false;
    ++line_;
    const std::size_t end = std::min(text_.find('\n'), text_.size());
    std::string_view line = text_.substr(0, end);
    text_.remove_prefix(std::min(end + 1, text_.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.find('\0') != std::string_view::npos) refuse("a zero byte: this is no text");
    split(line);
    return true;
  }

  void split(std::string_view line) {
    fields_.clear();
    for (bool more = true; more;) {
      std::string field;
      if (line.starts_with('"')) {
        field = quoted(line);
      } else {
        const std::size_t end = std::min(line.find(','), line.size());
        field = line.substr(0, end);
        line.remove_prefix(end);
      }
      fields_.push_back(std::move(field));
      more = line.starts_with(',');
      if (!more && !line.empty()) refuse("something between a closing quote and the comma");
      if (more) line.remove_prefix(1);
    }
  }

  std::string quoted(std::string_view& line) const {
    std::string field;
    for (;;) {
      line.remove_prefix(1);
      const std::size_t end = line.find('"');
      if (end == std::string_view::npos) refuse("a quote that does not end on its line");
      field += line.substr(0, end);
      line.remove_prefix(end + 1);
      if (!line.starts_with('"')) return field;
      field += '"';
    }
  }

  void add_row() {
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      if (i == label_) {
        if (!labels_.add(fields_[i])) refuse("more than 65536 different labels");
      } else if (i == user_) {
        const auto number = static_cast<std::uint32_t>(users_.size());
        owners_.push_back(users_.emplace(fields_[i], number).first->second);
      } else {
        add_feature(fields_[i], names_[i]);
      }
    }
  }

  void add_feature(const std::string& text, const std::string& column) {
    float value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !(value - value == 0))
      refuse("column '" + column + "': '" + text.substr(0, 40) + "' is no finite number");
    features_.push_back(value);
  }

  std::string_view text_;
  const std::string& file_;
  std::size_t line_ = 0;
  std::vector<std::string> fields_, names_;
  ClassNames labels_;
  std::size_t label_ = 0;
  std::optional<std::size_t> user_;
  std::map<std::string, std::uint32_t> users_;  // in the order of their first rows
  std::vector<std::uint32_t> owners_;
  std::vector<float> features_;
};

}  // namespace

Dataset parse_csv(std::string_view text, const std::string& file, const std::string& label) {
  return CsvReader(text, file).read(label);
}

}  // namespace lastmile::learn
