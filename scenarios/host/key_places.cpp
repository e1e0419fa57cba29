#include "scenarios/host/key_places.hpp"

#include <cctype>

namespace lastmile::scenarios {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Enough of Lua's tokens to walk a table constructor: words, strings, comments, brackets.
class Scanner {
 public:
  Scanner(std::string_view source, int first_line) : source_(source) {
    while (line_ < first_line && at_ < source_.size()) step();
  }

  [[nodiscard]] int line() const { return line_; }

  /// The next word or single character; empty at the end. Strings come out as "\"".
  std::string_view next() {
    while (at_ < source_.size()) {
      const char c = source_[at_];
      if (source_.substr(at_, 2) == "--") {
        skip_comment();
      } else if (c == '"' || c == '\'') {
        return quoted(c);
      } else if (is_word(c)) {
        return word();
      } else if (std::isspace(static_cast<unsigned char>(c)) != 0) {
        step();
      } else {
        step();
        return source_.substr(at_ - 1, 1);
      }
    }
    return {};
  }

 private:
  void step() {
    if (source_[at_] == '\n') ++line_;
    ++at_;
  }
  void skip_comment() {
    if (source_.substr(at_, 4) == "--[[") {
      const std::size_t end = source_.find("]]", at_);
      while (at_ < source_.size() && at_ < end) step();
      return;
    }
    while (at_ < source_.size() && source_[at_] != '\n') step();
  }
  std::string_view quoted(char mark) {
    step();
    while (at_ < source_.size() && source_[at_] != mark && source_[at_] != '\n') {
      if (source_[at_] == '\\') step();
      if (at_ < source_.size()) step();
    }
    if (at_ < source_.size()) step();
    return "\"";
  }
  std::string_view word() {
    const std::size_t start = at_;
    while (at_ < source_.size() && is_word(source_[at_])) step();
    return source_.substr(start, at_ - start);
  }

  std::string_view source_;
  std::size_t at_ = 0;
  int line_ = 1;
};

/// True when the scanner has passed `constructor {` or `constructor ( {`.
bool enter_call(Scanner& scanner, std::string_view constructor) {
  std::string_view token = scanner.next();
  while (!token.empty()) {
    if (token != constructor) {
      token = scanner.next();
      continue;
    }
    token = scanner.next();
    if (token == "(") token = scanner.next();
    if (token == "{") return true;
  }
  return false;
}

}  // namespace

int key_line(std::string_view source, int call_line, std::string_view constructor,
             std::string_view key) {
  Scanner scanner(source, call_line);
  if (!enter_call(scanner, constructor)) return call_line;
  int depth = 1, line_before = scanner.line();
  std::string_view before;
  for (std::string_view token = scanner.next(); !token.empty() && depth > 0;
       token = scanner.next()) {
    if (depth == 1 && token == "=" && before == key) return line_before;
    if (token == "{" || token == "(") ++depth;
    if (token == "}" || token == ")") --depth;
    before = token;
    line_before = scanner.line();
  }
  return call_line;
}

}  // namespace lastmile::scenarios
