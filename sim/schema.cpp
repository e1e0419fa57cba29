#include "sim/schema.hpp"

#include <algorithm>
#include <cmath>

#include "sim/unit_text.hpp"

namespace lastmile {
namespace {

bool is_text_kind(ParameterKind kind) {
  return kind == ParameterKind::text || kind == ParameterKind::choice ||
         kind == ParameterKind::name;
}
bool is_number_kind(ParameterKind kind) {
  return kind == ParameterKind::count || kind == ParameterKind::integer ||
         kind == ParameterKind::number;
}
bool is_list_kind(ParameterKind kind) {
  return kind == ParameterKind::text_list || kind == ParameterKind::names ||
         kind == ParameterKind::number_list;
}

/// The quantity in base units; throws ConfigError without a place.
double base_units(ParameterKind kind, const std::string& text) {
  switch (kind) {
    case ParameterKind::duration: return to_seconds(parse_duration(text));
    case ParameterKind::bytes: return parse_bytes(text).value();
    case ParameterKind::byte_rate: return parse_byte_rate(text).value();
    case ParameterKind::flop_rate: return parse_flop_rate(text).value();
    case ParameterKind::event_rate: return parse_event_rate(text).value();
    case ParameterKind::frequency: return parse_frequency(text).value();
    case ParameterKind::energy: return parse_joules(text).value();
    case ParameterKind::power_watts: return parse_watts(text).value();
    case ParameterKind::power_dbm: return parse_dbm(text).value();
    case ParameterKind::distance: return parse_metres(text).value();
    case ParameterKind::speed: return parse_speed(text).value();
    case ParameterKind::decibels: return parse_decibels(text).value();
    default: break;
  }
  throw InternalError("not a dimensioned kind");
}

/// One parameter of one call: knows how to say what is wrong.
class Checker {
 public:
  Checker(const Schema& schema, const Parameter& parameter, const Value& value, const Place& where)
      : parameter_(parameter), value_(value), schema_(schema),
        place_(value.place.line > 0 ? value.place : where) {}

  Value checked() const {
    Value result = is_list_kind(parameter_.kind) ? checked_list() : checked_single();
    result.place = place_;
    return result;
  }

 private:
  [[noreturn]] void fail(const std::string& message) const {
    fail_at(place_, "'" + parameter_.name + "' in " + schema_.name + "{}: " + message);
  }
  [[noreturn]] void fail_kind() const {
    fail("expected " + kind_name(parameter_.kind) + ", got " + describe(value_));
  }
  void check_range(double number) const {
    if ((!parameter_.low || number >= *parameter_.low) &&
        (!parameter_.high || number <= *parameter_.high)) {
      return;
    }
    std::string allowed;
    if (parameter_.low) allowed += " at least " + exact_number(*parameter_.low);
    if (parameter_.high) {
      allowed += std::string(parameter_.low ? " and" : "") + " at most " +
                 exact_number(*parameter_.high);
    }
    const bool text = value_.kind == Value::Kind::text;
    fail((text ? "'" + value_.text + "'" : exact_number(number)) + " is out of range: must be" +
         allowed + (text ? " (in base units)" : ""));
  }
  Value checked_single() const {
    if (parameter_.kind == ParameterKind::any) return checked_object();
    if (parameter_.kind == ParameterKind::flag) {
      if (value_.kind != Value::Kind::boolean) fail_kind();
      return value_;
    }
    if (is_number_kind(parameter_.kind)) return checked_number();
    if (is_text_kind(parameter_.kind)) return checked_text();
    return checked_quantity();
  }
  Value checked_object() const {
    const std::vector<std::string>& makers = parameter_.choices;
    const bool known = std::find(makers.begin(), makers.end(), value_.tag) != makers.end();
    if (makers.empty() || (value_.kind == Value::Kind::object && known)) return value_;
    std::string allowed;
    for (const std::string& maker : makers) allowed += (allowed.empty() ? "" : ", ") + maker + "{}";
    fail("expected " + allowed + ", got " + describe(value_));
  }
  Value checked_number() const {
    if (value_.kind != Value::Kind::number || std::isnan(value_.number)) fail_kind();
    const bool whole = parameter_.kind != ParameterKind::number;
    if (whole && (value_.number != std::floor(value_.number) || std::fabs(value_.number) > 9e15)) {
      fail_kind();
    }
    if (parameter_.kind == ParameterKind::count && value_.number < 0) fail_kind();
    check_range(value_.number);
    return value_;
  }
  Value checked_text() const {
    if (value_.kind != Value::Kind::text) fail_kind();
    const std::vector<std::string>& allowed = parameter_.choices;
    if (parameter_.kind == ParameterKind::choice &&
        std::find(allowed.begin(), allowed.end(), value_.text) == allowed.end()) {
      fail(unknown_name_message("value", value_.text, allowed));
    }
    return value_;
  }
  Value checked_quantity() const {
    if (value_.kind != Value::Kind::text && value_.kind != Value::Kind::number) fail_kind();
    check_range(quantity());
    return value_;
  }
  double quantity() const {
    const bool bare = value_.kind == Value::Kind::number;
    try {
      return base_units(parameter_.kind, bare ? exact_number(value_.number) : value_.text);
    } catch (const ConfigError& error) {
      fail(error.what());
    }
  }
  Value checked_list() const {
    if (value_.kind == Value::Kind::text && parameter_.kind == ParameterKind::names) {
      return Value(std::vector<Value>{value_});
    }
    if (value_.kind != Value::Kind::list) fail_kind();
    const auto wanted =
        parameter_.kind == ParameterKind::number_list ? Value::Kind::number : Value::Kind::text;
    for (const Value& item : value_.list) {
      if (item.kind != wanted) {
        fail("expected " + kind_name(parameter_.kind) + ", got a list with " + describe(item));
      }
    }
    return value_;
  }

  const Parameter& parameter_;
  const Value& value_;
  const Schema& schema_;
  Place place_;
};

void refuse_unknown_keys(const Schema& schema, const Value& values, const Place& where) {
  std::vector<std::string> known;
  for (const Parameter& parameter : schema.parameters) known.push_back(parameter.name);
  for (const Member& member : values.members) {
    if (std::find(known.begin(), known.end(), member.name) != known.end()) continue;
    std::string message = unknown_name_message("key", member.name, known);
    message.insert(std::string("unknown key ''").size() + member.name.size(),
                   " in " + schema.name + "{}");
    fail_at(member.value.place.line > 0 ? member.value.place : where, message);
  }
  if (!values.list.empty()) {
    fail_at(where, schema.name + "{} takes named values only, got " + describe(values.list[0]) +
                       " without a key");
  }
}

}  // namespace

Parameters parse(const Schema& schema, const Value& values, const Place& where) {
  SIM_CHECK(values.kind == Value::Kind::object || values.kind == Value::Kind::nil,
            "parameters of " + schema.name + " are not an object");
  refuse_unknown_keys(schema, values, where);
  Parameters result;
  result.place_ = where;
  for (const Parameter& parameter : schema.parameters) {
    const Value* given = values.find(parameter.name);
    if (given == nullptr && parameter.required) {
      fail_at(where, "'" + parameter.name + "' is missing in " + schema.name + "{}: " +
                         kind_name(parameter.kind) + ", " + parameter.doc);
    }
    if (given == nullptr && !parameter.fallback) continue;
    const Value& value = given != nullptr ? *given : *parameter.fallback;
    result.entries_.push_back(
        {parameter.kind, {parameter.name, Checker(schema, parameter, value, where).checked()}});
  }
  return result;
}

const Parameters::Entry* Parameters::find(std::string_view name) const {
  for (const Entry& entry : entries_) {
    if (entry.member.name == name) return &entry;
  }
  return nullptr;
}

const Value& Parameters::get(std::string_view name, ParameterKind kind) const {
  const Entry* entry = find(name);
  SIM_CHECK(entry != nullptr, "no parameter '" + std::string(name) + "'");
  SIM_CHECK(entry->kind == kind, "parameter '" + std::string(name) + "' is of another kind");
  return entry->member.value;
}

bool Parameters::has(std::string_view name) const { return find(name) != nullptr; }
bool Parameters::flag(std::string_view name) const {
  return get(name, ParameterKind::flag).boolean;
}
std::int64_t Parameters::count(std::string_view name) const {
  return static_cast<std::int64_t>(get(name, ParameterKind::count).number);
}
std::int64_t Parameters::integer(std::string_view name) const {
  return static_cast<std::int64_t>(get(name, ParameterKind::integer).number);
}
double Parameters::number(std::string_view name) const {
  return get(name, ParameterKind::number).number;
}
const std::string& Parameters::text(std::string_view name) const {
  const Value& value = raw(name);
  SIM_CHECK(is_text_kind(find(name)->kind), "parameter '" + std::string(name) + "' is no text");
  return value.text;
}
std::vector<std::string> Parameters::texts(std::string_view name) const {
  const Value& value = raw(name);
  SIM_CHECK(is_list_kind(find(name)->kind), "parameter '" + std::string(name) + "' is no list");
  std::vector<std::string> result;
  for (const Value& item : value.list) result.push_back(item.text);
  return result;
}
std::vector<double> Parameters::numbers(std::string_view name) const {
  std::vector<double> result;
  for (const Value& item : get(name, ParameterKind::number_list).list)
    result.push_back(item.number);
  return result;
}
Duration Parameters::duration(std::string_view name) const {
  return parse_duration(get(name, ParameterKind::duration).text);
}
Bytes Parameters::bytes(std::string_view name) const {
  return parse_bytes(get(name, ParameterKind::bytes).text);
}
ByteRate Parameters::byte_rate(std::string_view name) const {
  return parse_byte_rate(get(name, ParameterKind::byte_rate).text);
}
FlopRate Parameters::flop_rate(std::string_view name) const {
  return parse_flop_rate(get(name, ParameterKind::flop_rate).text);
}
Hertz Parameters::event_rate(std::string_view name) const {
  return parse_event_rate(get(name, ParameterKind::event_rate).text);
}
Hertz Parameters::frequency(std::string_view name) const {
  return parse_frequency(get(name, ParameterKind::frequency).text);
}
Joules Parameters::energy(std::string_view name) const {
  return parse_joules(get(name, ParameterKind::energy).text);
}
Watts Parameters::watts(std::string_view name) const {
  return parse_watts(get(name, ParameterKind::power_watts).text);
}
Dbm Parameters::dbm(std::string_view name) const {
  return parse_dbm(get(name, ParameterKind::power_dbm).text);
}
Metres Parameters::distance(std::string_view name) const {
  return parse_metres(get(name, ParameterKind::distance).text);
}
Speed Parameters::speed(std::string_view name) const {
  return parse_speed(get(name, ParameterKind::speed).text);
}
Decibels Parameters::decibels(std::string_view name) const {
  return parse_decibels(get(name, ParameterKind::decibels).text);
}
const Value& Parameters::raw(std::string_view name) const {
  const Entry* entry = find(name);
  SIM_CHECK(entry != nullptr, "no parameter '" + std::string(name) + "'");
  return entry->member.value;
}
const Place& Parameters::place(std::string_view name) const { return raw(name).place; }

Parameter Parameter::between(double least, double most) const {
  Parameter result = *this;
  result.low = least;
  result.high = most;
  return result;
}
Parameter Parameter::at_least(double least) const {
  Parameter result = *this;
  result.low = least;
  return result;
}

std::string Parameters::canonical() const {
  std::string text;
  for (const Entry& entry : entries_) {
    text += (text.empty() ? "" : ", ") + entry.member.name + " = " +
            canonical_text(entry.member.value);
  }
  return "{" + text + "}";
}

}  // namespace lastmile
