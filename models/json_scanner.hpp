// Walks through JSON text without building it: for texts whose values outnumber the memory.
//
// Refused    what RFC 8259 does not allow, and numbers that are not finite in a double, control
//            characters in texts, half surrogates, nesting above 64
// Errors     ConfigError with line and column
// Tests      tests/unit/models/json_reader_test.cpp
#pragma once

#include <string>
#include <string_view>

namespace lastmile::models {

class JsonScanner {
 public:
  explicit JsonScanner(std::string_view text) : text_(text) {}

  /// Skips space and shows the first character of what comes; '\0' at the end of the text.
  char next();
  [[nodiscard]] double number();
  [[nodiscard]] std::string text();
  /// Takes the word `wanted` (true, false, null).
  void word(std::string_view wanted);
  /// member(name) must read the value of each member.
  template <class Member>
  void object(Member member) {
    open('{');
    if (next() != '}') do {
        next();
        std::string name = text();
        expect(':');
        member(std::move(name));
        next();
      } while (take(','));
    close('}');
  }
  /// item() must read each value.
  template <class Item>
  void list(Item item) {
    open('[');
    if (next() != ']') do {
        item();
        next();
      } while (take(','));
    close(']');
  }
  /// Reads over a value of any kind.
  void skip();
  /// Refuses anything but space up to the end.
  void finish();
  [[noreturn]] void refuse(const std::string& why) const;

 private:
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c);
  void expect(char c);
  void open(char c);
  void close(char c);
  void digits();
  void escaped(std::string& result);
  unsigned hex4();
  unsigned code_point();

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace lastmile::models
