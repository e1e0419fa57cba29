#include "scenarios/checks/packed_claims.hpp"

#include "scenarios/host/forked_jobs.hpp"

namespace lastmile::scenarios {
namespace {

constexpr char kEnd = '\x1f';  // of a field; in no text that people read

std::string holds_text(const std::optional<bool>& holds) {
  return holds ? (*holds ? "yes" : "no") : "";
}

std::string next(const std::string& text, std::size_t& at) {
  const std::size_t end = text.find(kEnd, at);
  std::string field = text.substr(at, end - at);
  at = end + 1;
  return field;
}

}  // namespace

std::string packed_claims(const std::vector<Claim>& claims) {
  std::string text;
  for (const Claim& claim : claims) {
    text += packed({claim.value});
    for (const std::string& field : {claim.name, claim.bar, holds_text(claim.holds), claim.reason}) {
      text += field + kEnd;
    }
  }
  return text;
}

std::vector<Claim> unpacked_claims(const std::string& text) {
  std::vector<Claim> claims;
  for (std::size_t at = 0; at < text.size();) {
    Claim claim;
    claim.value = unpacked(text.substr(at, sizeof(double))).front();
    at += sizeof(double);
    claim.name = next(text, at);
    claim.bar = next(text, at);
    const std::string holds = next(text, at);
    if (!holds.empty()) claim.holds = holds == "yes";
    claim.reason = next(text, at);
    claims.push_back(claim);
  }
  return claims;
}

}  // namespace lastmile::scenarios
