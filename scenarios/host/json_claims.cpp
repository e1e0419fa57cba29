#include "scenarios/host/json_claims.hpp"

#include <cstdlib>
#include <limits>

#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

class Reader {
 public:
  Reader(std::string_view text, const std::string& source) : text_(text), source_(source) {}

  std::vector<Claim> list() {
    std::vector<Claim> claims;
    expect('[');
    if (!take(']')) {
      do claims.push_back(object());
      while (take(','));
      expect(']');
    }
    skip_space();
    if (at_ != text_.size()) refuse("something after the list");
    return claims;
  }

 private:
  Claim object() {
    Claim claim;
    bool named = false, valued = false;
    expect('{');
    do {
      const std::string key = string();
      expect(':');
      member(claim, key);
      named |= key == "name";
      valued |= key == "value";
    } while (take(','));
    expect('}');
    if (!named || !valued) refuse("a claim without name or value");
    return claim;
  }

  void member(Claim& claim, const std::string& key) {
    if (key == "name")
      claim.name = string();
    else if (key == "bar")
      claim.bar = string();
    else if (key == "reason")
      claim.reason = string();
    else if (key == "value")
      claim.value = number();
    else if (key == "holds")
      claim.holds = truth();
    else
      throw ConfigError(source_ + ": " +
                        unknown_name_message("member of a claim", key,
                                             {"name", "value", "bar", "holds", "reason"}));
  }

  std::string string() {
    std::string result;
    expect('"');
    while (at_ < text_.size() && text_[at_] != '"') {
      const char c = text_[at_++];
      result += c == '\\' ? escaped() : c;
    }
    expect('"');
    return result;
  }

  char escaped() {
    const char c = at_ < text_.size() ? text_[at_++] : '\0';
    if (c == 'n') return '\n';
    if (c == 't') return '\t';
    if (c == '"' || c == '\\' || c == '/') return c;
    refuse("an escape other than \\n \\t \\\" \\\\ \\/");
  }

  double number() {
    if (word("null")) return kNoNumber;
    skip_space();
    const std::string rest(text_.substr(at_, 40));
    char* end = nullptr;
    const double value = std::strtod(rest.c_str(), &end);
    if (end == rest.c_str()) refuse("no number");
    at_ += static_cast<std::size_t>(end - rest.c_str());
    return value;
  }

  std::optional<bool> truth() {
    if (word("null")) return std::nullopt;
    if (word("true")) return true;
    if (word("false")) return false;
    refuse("neither true nor false nor null");
  }

  bool word(std::string_view what) {
    skip_space();
    if (text_.substr(at_, what.size()) != what) return false;
    at_ += what.size();
    return true;
  }

  bool take(char c) { return word(std::string_view(&c, 1)); }
  void expect(char c) {
    if (!take(c)) refuse(std::string("no '") + c + "'");
  }
  void skip_space() {
    while (at_ < text_.size() &&
           std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
      ++at_;
  }
  [[noreturn]] void refuse(const std::string& why) const {
    throw ConfigError(source_ + ": not a list of claims in JSON: " + why + " at byte " +
                      std::to_string(at_));
  }

  std::string_view text_;
  std::string source_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<Claim> claims_of_json(std::string_view text, const std::string& source) {
  return Reader(text, source).list();
}

}  // namespace lastmile::scenarios
