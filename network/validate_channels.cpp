// Wi-Fi channels of different links and access points.
#include <map>
#include <utility>

#include "network/validate.hpp"

namespace lastmile::network {
namespace {

/// Channel numbers of its lowest and its last 20 MHz.
struct Band {
  int first = 0, last = 0;
  [[nodiscard]] int width_mhz() const { return (last - first) * 5 + 20; }
};

bool operator<(const Band& a, const Band& b) {
  return a.first != b.first ? a.first < b.first : a.last < b.last;
}

class Channels {
 public:
  void use(const std::string& link, int channel, int width_mhz) {
    const Band band{channel, channel + (width_mhz - 20) / 5};
    for (const auto& [other, name] : used_) {
      const bool apart = band.last < other.first || other.last < band.first;
      const bool same = band.first == other.first && band.last == other.last;
      if (apart || same) continue;
      throw ConfigError(
          "link '" + link + "' on channel " + text(band) + " overlaps link '" + name +
          "' on channel " + text(other) +
          " in part, which no backend can model: give both the same channel and width, "
          "or channels apart");
    }
    used_.emplace(band, link);
  }

 private:
  static std::string text(const Band& band) {
    return std::to_string(band.first) + " (" + std::to_string(band.width_mhz()) +
           " MHz: " + std::to_string(band.first) + "-" + std::to_string(band.last) + ")";
  }
  std::map<Band, std::string> used_;
};

}  // namespace

void validate_channels(const Topology& topology) {
  Channels channels;
  for (const Link& link : topology.links) {
    if (const auto* wifi = std::get_if<WifiLink>(&link)) {
      for (const int channel : wifi->channels) channels.use(wifi->name, channel, wifi->width_mhz);
    }
    if (const auto* adhoc = std::get_if<AdhocLink>(&link)) {
      channels.use(adhoc->name, adhoc->channel, adhoc->width_mhz);
    }
  }
}

}  // namespace lastmile::network
