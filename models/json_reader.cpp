#include "models/json_reader.hpp"

#include <algorithm>

#include "models/json_scanner.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace {

class Builder {
 public:
  explicit Builder(std::string_view text) : scan_(text) {}

  Json document() {
    Json value = this->value("");
    scan_.finish();
    return value;
  }

 private:
  Json value(const std::string& place) {
    switch (scan_.next()) {
      case '{':
        return {members(place), place};
      case '[':
        return {list(place), place};
      case '"':
        return {scan_.text(), place};
      case 't':
        return {word("true", true), place};
      case 'f':
        return {word("false", false), place};
      case 'n':
        return {word("null", nullptr), place};
      default:
        return {scan_.number(), place};
    }
  }

  Json::Value word(std::string_view wanted, Json::Value value) {
    scan_.word(wanted);
    return value;
  }

  Json::Members members(const std::string& place) {
    Json::Members found;
    scan_.object([&](std::string name) {
      const auto same = [&](const auto& member) { return member.first == name; };
      if (std::any_of(found.begin(), found.end(), same)) scan_.refuse("'" + name + "' is given twice");
      Json one = value(place.empty() ? name : place + "." + name);
      found.emplace_back(std::move(name), std::move(one));
    });
    return found;
  }

  Json::List list(const std::string& place) {
    Json::List found;
    scan_.list([&] { found.push_back(value(place + "[" + std::to_string(found.size()) + "]")); });
    return found;
  }

  JsonScanner scan_;
};

std::string named(const std::string& place) { return place.empty() ? "the document" : "'" + place + "'"; }

}  // namespace

Json Json::parse(std::string_view text) { return Builder(text).document(); }

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
