#include "models/json_scanner.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "sim/error.hpp"

namespace lastmile::models {
namespace {

constexpr int kMostDepth = 64;

bool digit(char c) { return c >= '0' && c <= '9'; }

void append_utf8(std::string& text, unsigned code) {
  const auto byte = [&](unsigned bits) { text += static_cast<char>(bits); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0 | code >> 6), byte(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    byte(0xE0 | code >> 12), byte(0x80 | (code >> 6 & 0x3F)), byte(0x80 | (code & 0x3F));
  } else {
    byte(0xF0 | code >> 18), byte(0x80 | (code >> 12 & 0x3F)), byte(0x80 | (code >> 6 & 0x3F));
    byte(0x80 | (code & 0x3F));
  }
}

}  // namespace

void JsonScanner::refuse(const std::string& why) const {
  const std::string_view before = text_.substr(0, at_);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t start = before.rfind('\n') + 1;  // npos + 1 is 0
  throw ConfigError("JSON, line " + std::to_string(line) + ", column " + std::to_string(at_ - start + 1) + ": " +
                    why);
}

bool JsonScanner::take(char c) {
  if (at_ >= text_.size() || text_[at_] != c) return false;
  ++at_;
  return true;
}

void JsonScanner::expect(char c) {
  next();
  if (!take(c)) refuse(std::string("expected '") + c + "'");
}

char JsonScanner::next() {
  while (at_ < text_.size() && (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t')) ++at_;
  return peek();
}

void JsonScanner::open(char c) {
  if (++depth_ > kMostDepth) refuse("nested deeper than " + std::to_string(kMostDepth));
  expect(c);
}

void JsonScanner::close(char c) {
  expect(c);
  --depth_;
}

void JsonScanner::finish() {
  next();
  if (at_ < text_.size()) refuse("something after the value");
}

void JsonScanner::skip() {
  switch (next()) {
    case '{':
      return object([&](const std::string&) { skip(); });
    case '[':
      return list([&] { skip(); });
    case '"':
      return void(text());
    case 't':
      return word("true");
    case 'f':
      return word("false");
    case 'n':
      return word("null");
    default:
      return void(number());
  }
}

void JsonScanner::word(std::string_view wanted) {
  if (text_.substr(at_, wanted.size()) != wanted) refuse("no such value");
  at_ += wanted.size();
}

void JsonScanner::digits() {
  if (!digit(peek())) refuse("expected a digit");
  while (digit(peek())) ++at_;
}

double JsonScanner::number() {
  next();
  const std::size_t start = at_;
  take('-');
  if (!take('0')) digits();
  if (take('.')) digits();
  if (take('e') || take('E')) {
    if (!take('+')) take('-');
    digits();
  }
  double result = 0;
  const auto [end, error] = std::from_chars(text_.data() + start, text_.data() + at_, result);
  if (error != std::errc() || !std::isfinite(result)) refuse("a number that is too large or too small");
  return result;
}

std::string JsonScanner::text() {
  next();
  if (!take('"')) refuse("expected a value or a name in quotes");
  std::string result;
  while (!take('"')) {
    if (at_ >= text_.size()) refuse("a text without end");
    const char c = text_[at_];
    if (static_cast<unsigned char>(c) < 0x20) refuse("a control character in a text");
    ++at_;
    if (c == '\\') {
      escaped(result);
    } else {
      result += c;
    }
  }
  return result;
}

void JsonScanner::escaped(std::string& result) {
  constexpr std::string_view names = "\"\\/bfnrt", means = "\"\\/\b\f\n\r\t";
  const char c = peek();
  if (c == 'u') return ++at_, append_utf8(result, code_point());
  const std::size_t found = c == '\0' ? std::string_view::npos : names.find(c);
  if (found == std::string_view::npos) refuse("no such escape");
  ++at_;
  result += means[found];
}

unsigned JsonScanner::hex4() {
  unsigned code = 0;
  const std::string_view four = text_.substr(at_, 4);
  const auto [end, error] = std::from_chars(four.data(), four.data() + four.size(), code, 16);
  if (error != std::errc() || four.size() != 4 || end != four.data() + 4) refuse("expected four hex digits");
  at_ += 4;
  return code;
}

unsigned JsonScanner::code_point() {
  const unsigned high = hex4();
  if (high < 0xD800 || high > 0xDFFF) return high;
  if (high > 0xDBFF || !take('\\') || !take('u')) refuse("half a surrogate");
  const unsigned low = hex4();
  if (low < 0xDC00 || low > 0xDFFF) refuse("half a surrogate");
  return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

}  // namespace lastmile::models
