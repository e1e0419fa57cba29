#include <algorithm>

#include "sim/schema.hpp"
#include "sim/unit_text.hpp"

namespace lastmile {
namespace {

std::vector<Value> split_at_commas(const std::string& text) {
  std::vector<Value> items;
  std::size_t start = 0;
  while (start <= text.size()) {
    const std::size_t end = std::min(text.find(',', start), text.size());
    items.emplace_back(text.substr(start, end - start));
    start = end + 1;
  }
  return items;
}

Value flag_from_text(const std::string& text) {
  if (text == "true") return Value(true);
  if (text == "false") return Value(false);
  throw ConfigError("'" + text + "' is neither true nor false");
}

}  // namespace

Parameter required(std::string name, ParameterKind kind, std::string doc) {
  Parameter result{std::move(name), kind, std::move(doc)};
  result.required = true;
  return result;
}
Parameter optional(std::string name, ParameterKind kind, std::string doc) {
  return Parameter{std::move(name), kind, std::move(doc)};
}
Parameter optional(std::string name, ParameterKind kind, Value fallback, std::string doc) {
  return Parameter{std::move(name), kind, std::move(doc), std::move(fallback)};
}
Parameter choice(std::string name, std::vector<std::string> choices, std::string doc) {
  Parameter result = required(std::move(name), ParameterKind::choice, std::move(doc));
  result.choices = std::move(choices);
  return result;
}
Parameter choice(std::string name, std::vector<std::string> choices, Value fallback,
                 std::string doc) {
  Parameter result =
      optional(std::move(name), ParameterKind::choice, std::move(fallback), std::move(doc));
  result.choices = std::move(choices);
  return result;
}

Parameter made_by(std::string name, std::vector<std::string> constructors, std::string doc) {
  Parameter result = optional(std::move(name), ParameterKind::any, std::move(doc));
  result.choices = std::move(constructors);
  return result;
}

Value value_from_text(ParameterKind kind, const std::string& text) {
  switch (kind) {
    case ParameterKind::flag: return flag_from_text(text);
    case ParameterKind::count:
    case ParameterKind::integer:
    case ParameterKind::number: return Value(parse_number(text));
    case ParameterKind::text_list:
    case ParameterKind::names: return Value(split_at_commas(text));
    case ParameterKind::number_list: {
      std::vector<Value> numbers;
      for (const Value& item : split_at_commas(text)) numbers.emplace_back(parse_number(item.text));
      return Value(std::move(numbers));
    }
    default: return Value(text);
  }
}

std::string kind_name(ParameterKind kind) {
  switch (kind) {
    case ParameterKind::flag: return "true or false";
    case ParameterKind::count: return "whole number from 0 on";
    case ParameterKind::integer: return "whole number";
    case ParameterKind::number: return "number";
    case ParameterKind::text:
    case ParameterKind::choice: return "text";
    case ParameterKind::name: return "name of a node or group";
    case ParameterKind::text_list: return "list of texts";
    case ParameterKind::names: return "name of a node or group, or a list of them";
    case ParameterKind::number_list: return "list of numbers";
    case ParameterKind::duration: return "duration like \"20ms\"";
    case ParameterKind::bytes: return "number of bytes like \"1.5MiB\"";
    case ParameterKind::byte_rate: return "data rate like \"8Mbps\"";
    case ParameterKind::flop_rate: return "computing rate like \"3.2TFLOP/s\"";
    case ParameterKind::event_rate: return "rate of events like \"2/s\"";
    case ParameterKind::frequency: return "frequency like \"20MHz\"";
    case ParameterKind::energy: return "energy like \"5J\"";
    case ParameterKind::power_watts: return "power like \"5W\"";
    case ParameterKind::power_dbm: return "power like \"20dBm\"";
    case ParameterKind::distance: return "distance like \"60m\"";
    case ParameterKind::speed: return "speed like \"1.4m/s\"";
    case ParameterKind::decibels: return "ratio like \"3dB\"";
    case ParameterKind::any: return "value";
  }
  return "";
}

}  // namespace lastmile
