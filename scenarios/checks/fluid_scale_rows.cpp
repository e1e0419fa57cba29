// The fluid network with many devices: `bench scale` beside this program says how many requests a second.
#include <cmath>
#include <cstdio>

#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/checks/network_rows.hpp"
#include "scenarios/checks/program_beside.hpp"

namespace lastmile::scenarios {
namespace {

constexpr double kGrowth = 1.0;  // time over n log n, against that of the smallest

struct Size {
  int devices = 0, smallest = 0;
  double requests_per_s = 0, growth = 0, bytes_per_device = 0;
};

// One item of the list that the benchmark prints.
bool read_size(const std::string& text, std::size_t& at, Size& size) {
  at = text.find("{\"name\": \"fluid: ", at);
  if (at == std::string::npos) return false;
  const int found = std::sscanf(
      text.c_str() + at,
      "{\"name\": \"fluid: %d devices\", \"ours\": %lf, \"peer\": null, \"peer_name\": \"n log n from %d "
      "devices\", \"ratio\": %lf, \"unit\": \"requests/CPU s\", \"bytes_per_device\": %lf}",
      &size.devices, &size.requests_per_s, &size.smallest, &size.growth, &size.bytes_per_device);
  ++at;
  return found == 5;
}

}  // namespace

std::vector<Claim> fluid_scale_rows(bool quick) {
  const auto text = output_of("tests/bench/bench_scale", quick ? "--json --quick" : "--json");
  if (!text) return {printed("devices", 0, "skipped: tests/bench/bench_scale is not built, or failed")};
  std::vector<Claim> claims;
  Size size;
  for (std::size_t at = 0; read_size(*text, at, size);) {
    const std::string name = std::to_string(size.devices) + " devices, 10 requests each, all answered: ";
    claims.push_back(printed(name + "requests per processor second", size.requests_per_s,
                             exact_number(size.bytes_per_device) + " bytes of memory a device"));
    if (size.devices == size.smallest) continue;
    claims.push_back(at_most(name + "time over n log n, against " + std::to_string(size.smallest),
                             size.growth, kGrowth));
  }
  if (claims.empty()) {
    claims.push_back({"devices", 0, "a result", false, "cannot read what bench_scale prints"});
  }
  return claims;
}

}  // namespace lastmile::scenarios
