#include "models/learn/read/leaf.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "models/json_scanner.hpp"
#include "models/learn/characters.hpp"
#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

class LeafReader {
 public:
  LeafReader(std::string_view text, const std::string& file) : scan_(text), file_(file) {}

  Dataset read() {
    scan_.object([&](const std::string& name) {
      if (name == "users") {
        scan_.list([&] { users_.push_back(scan_.text()); });
      } else if (name == "num_samples") {
        scan_.list([&] { counts_.push_back(scan_.number()); });
      } else if (name == "user_data") {
        scan_.object([&](const std::string& user) { read_user(user); });
      } else {
        scan_.skip();
      }
    });
    scan_.finish();
    check_users();
    if (labels_.empty()) throw ConfigError("no samples in 'user_data'");
    return made();
  }

 private:
  void read_user(const std::string& user) {
    const auto number = static_cast<std::uint32_t>(samples_.size());
    std::size_t xs = 0;
    const std::size_t before = labels_.size();
    scan_.object([&](const std::string& name) {
      if (name == "x") {
        scan_.list([&] { read_sample(), ++xs; });
      } else if (name == "y") {
        scan_.list([&] { read_label(); });
      } else {
        scan_.skip();
      }
    });
    const std::size_t ys = labels_.size() - before;
    if (xs != ys)
      scan_.refuse("user '" + user + "' has " + std::to_string(xs) + " x, but " +
                   std::to_string(ys) + " y");
    if (!samples_.emplace(user, ys).second) scan_.refuse("user '" + user + "' is given twice");
    owners_.insert(owners_.end(), ys, number);
  }

  void read_sample() {
    const char kind = scan_.next();
    if (kind != '[' && kind != '"') scan_.refuse("x must hold lists of numbers or texts");
    if (kind_ == '\0') kind_ = kind;
    if (kind_ != kind) scan_.refuse("x holds both texts and lists");
    const std::size_t before = floats_.size() + tokens_.size();
    kind == '[' ? read_numbers() : read_text();
    const std::size_t length = floats_.size() + tokens_.size() - before;
    if (length_ == 0) length_ = length;
    if (length == 0 || length != length_)
      scan_.refuse("an x of length " + std::to_string(length) + "; the first has " +
                   std::to_string(length_));
  }

  void read_numbers() {
    scan_.list([&] {
      const auto value = static_cast<float>(scan_.number());
      if (!std::isfinite(value)) scan_.refuse("a number too large for 32 bits");
      floats_.push_back(value);
    });
  }

  void read_text() {
    for (const char c : scan_.text()) tokens_.push_back(token(c));
  }

  [[nodiscard]] std::uint8_t token(char c) const {
    const auto known = token_of(c);
    if (!known)
      scan_.refuse("byte " + std::to_string(static_cast<unsigned char>(c)) +
                   " of a text is none of LEAF's 80 characters");
    return *known;
  }

  void read_label() {
    const bool character = scan_.next() == '"';
    if (labels_.empty()) characters_ = character;
    if (character != characters_) scan_.refuse("y holds both numbers and characters");
    if (character) {
      const std::string text = scan_.text();
      if (text.size() != 1) scan_.refuse("a y must be one character or a number");
      return labels_.push_back(token(text[0]));
    }
    const double label = scan_.number();
    if (!(label >= 0 && label < kMostClasses) || label != std::floor(label))
      scan_.refuse("a y must be a whole number 0..65535");
    labels_.push_back(static_cast<Label>(label));
  }

  void check_users() const {
    for (std::size_t i = 0; i < users_.size(); ++i) {
      const auto user = samples_.find(users_[i]);
      if (user == samples_.end()) throw ConfigError("user '" + users_[i] + "' has no user_data");
      if (counts_.size() == users_.size() && counts_[i] != static_cast<double>(user->second))
        throw ConfigError("user '" + users_[i] + "' has " + std::to_string(user->second) +
                          " samples, but num_samples says " + std::to_string(counts_[i]));
    }
    if (!users_.empty() && users_.size() != samples_.size())
      throw ConfigError(std::to_string(users_.size()) + " users, but user_data of " +
                        std::to_string(samples_.size()));
    if (!counts_.empty() && counts_.size() != samples_.size())
      throw ConfigError(std::to_string(counts_.size()) + " num_samples for " +
                        std::to_string(samples_.size()) + " users");
  }

  Dataset made() {
    const int classes = characters_ ? static_cast<int>(kCharacters.size())
                                    : *std::max_element(labels_.begin(), labels_.end()) + 1;
    if (kind_ == '[')
      return Dataset::of_features(file_, {static_cast<std::int64_t>(length_), 1, 1}, classes,
                                  std::move(floats_), std::move(labels_))
          .owned_by(std::move(owners_));
    return Dataset::sequences(file_, length_, static_cast<int>(kCharacters.size()), classes,
                              std::move(tokens_), std::move(labels_))
        .owned_by(std::move(owners_));
  }

  models::JsonScanner scan_;
  const std::string& file_;
  std::vector<std::string> users_;
  std::vector<double> counts_;
  std::map<std::string, std::size_t> samples_;  // of each user
  char kind_ = '\0';                            // '[' numbers, '"' texts
  bool characters_ = false;                     // labels are characters
  std::size_t length_ = 0;
  std::vector<float> floats_;
  std::vector<std::uint8_t> tokens_;
  std::vector<Label> labels_;
  std::vector<std::uint32_t> owners_;
};

}  // namespace

Dataset parse_leaf(std::string_view text, const std::string& file) {
  try {
    return LeafReader(text, file).read();
  } catch (const ConfigError& error) {
    throw ConfigError("LEAF file " + file + ": " + error.what());
  }
}

}  // namespace lastmile::learn
