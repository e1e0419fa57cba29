#include "scenarios/host/json_claims.hpp"

#include <limits>

#include "models/json_reader.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

Claim claim_of(const models::Json& item) {
  Claim claim;
  claim.name = item.at("name").text();
  claim.value = item.at("value").is_null() ? kNoNumber : item.at("value").number();
  for (const auto& [name, value] : item.members()) {
    if (name == "bar")
      claim.bar = value.text();
    else if (name == "reason")
      claim.reason = value.text();
    else if (name == "holds")
      claim.holds = value.is_null() ? std::nullopt : std::optional(value.boolean());
    else if (name != "name" && name != "value") {
      throw ConfigError(unknown_name_message("member of a claim", name,
                                             {"name", "value", "bar", "holds", "reason"}));
    }
  }
  return claim;
}

}  // namespace

std::vector<Claim> claims_of_json(std::string_view text, const std::string& source) {
  try {
    std::vector<Claim> claims;
    const models::Json document = models::Json::parse(text);
    for (const models::Json& item : document.list()) claims.push_back(claim_of(item));
    return claims;
  } catch (const ConfigError& error) {
    throw ConfigError(source + ": no list of claims in JSON: " + error.what());
  }
}

}  // namespace lastmile::scenarios
