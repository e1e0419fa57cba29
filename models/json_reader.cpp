#include "models/json_reader.hpp"

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

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Json document() {
    Json value = this->value("");
    skip_space();
    if (at_ < text_.size()) refuse("something after the value");
    return value;
  }

 private:
  [[noreturn]] void refuse(const std::string& why) const {
    const std::string_view before = text_.substr(0, at_);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t start = before.rfind('\n') + 1;  // npos + 1 is 0
    throw ConfigError("JSON, line " + std::to_string(line) + ", column " + std::to_string(at_ - start + 1) + ": " +
                      why);
  }
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void expect(char c) {
    skip_space();
    if (!take(c)) refuse(std::string("expected '") + c + "'");
  }
  void skip_space() {
    while (at_ < text_.size() && (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t')) ++at_;
  }

  Json value(const std::string& place) {
    skip_space();
    switch (peek()) {
      case '{':
        return {deeper([&] { return Json::Value(members(place)); }), place};
      case '[':
        return {deeper([&] { return Json::Value(list(place)); }), place};
      case '"':
        return {quoted(), place};
      case 't':
        return {word("true", true), place};
      case 'f':
        return {word("false", false), place};
      case 'n':
        return {word("null", nullptr), place};
      default:
        return {number(), place};
    }
  }

  template <class Read>
  Json::Value deeper(Read read) {
    if (++depth_ > kMostDepth) refuse("nested deeper than " + std::to_string(kMostDepth));
    Json::Value value = read();
    --depth_;
    return value;
  }

  Json::Members members(const std::string& place) {
    Json::Members found;
    expect('{');
    skip_space();
    if (take('}')) return found;
    do {
      skip_space();
      std::string name = quoted();
      const auto same = [&](const auto& member) { return member.first == name; };
      if (std::any_of(found.begin(), found.end(), same)) refuse("'" + name + "' is given twice");
      expect(':');
      Json one = value(place.empty() ? name : place + "." + name);
      found.emplace_back(std::move(name), std::move(one));
      skip_space();
    } while (take(','));
    expect('}');
    return found;
  }

  Json::List list(const std::string& place) {
    Json::List found;
    expect('[');
    skip_space();
    if (take(']')) return found;
    do {
      found.push_back(value(place + "[" + std::to_string(found.size()) + "]"));
      skip_space();
    } while (take(','));
    expect(']');
    return found;
  }

  Json::Value word(std::string_view wanted, Json::Value value) {
    if (text_.substr(at_, wanted.size()) != wanted) refuse("no such value");
    at_ += wanted.size();
    return value;
  }

  void digits() {
    if (!digit(peek())) refuse("expected a digit");
    while (digit(peek())) ++at_;
  }

  double number() {
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

  std::string quoted() {
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

  void escaped(std::string& result) {
    constexpr std::string_view names = "\"\\/bfnrt", means = "\"\\/\b\f\n\r\t";
    const char c = peek();
    if (c == 'u') return ++at_, append_utf8(result, code_point());
    const std::size_t found = c == '\0' ? std::string_view::npos : names.find(c);
    if (found == std::string_view::npos) refuse("no such escape");
    ++at_;
    result += means[found];
  }

  unsigned hex4() {
    unsigned code = 0;
    const std::string_view four = text_.substr(at_, 4);
    const auto [end, error] = std::from_chars(four.data(), four.data() + four.size(), code, 16);
    if (error != std::errc() || four.size() != 4 || end != four.data() + 4) refuse("expected four hex digits");
    at_ += 4;
    return code;
  }

  unsigned code_point() {
    const unsigned high = hex4();
    if (high < 0xD800 || high > 0xDFFF) return high;
    if (high > 0xDBFF || !take('\\') || !take('u')) refuse("half a surrogate");
    const unsigned low = hex4();
    if (low < 0xDC00 || low > 0xDFFF) refuse("half a surrogate");
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

std::string named(const std::string& place) { return place.empty() ? "the document" : "'" + place + "'"; }

}  // namespace

Json Json::parse(std::string_view text) { return Parser(text).document(); }

template <class Kind>
const Kind& Json::get(const char* name) const {
  if (const Kind* value = std::get_if<Kind>(&value_)) return *value;
  throw ConfigError("JSON: " + named(place_) + " must be " + name);
}

bool Json::boolean() const { return get<bool>("true or false"); }
double Json::number() const { return get<double>("a number"); }
const std::string& Json::text() const { return get<std::string>("a text"); }
const Json::List& Json::list() const { return get<List>("a list"); }
const Json::Members& Json::members() const { return get<Members>("an object"); }

const Json* Json::find(std::string_view name) const {
  for (const auto& [key, value] : members())
    if (key == name) return &value;
  return nullptr;
}

const Json& Json::at(std::string_view name) const {
  if (const Json* found = find(name)) return *found;
  throw ConfigError("JSON: " + named(place_) + " has no member '" + std::string(name) + "'");
}

}  // namespace lastmile::models
