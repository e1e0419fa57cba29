#include "scenarios/host/known_links.hpp"

#include "models/data_file.hpp"
#include "network/recorded/trace.hpp"
#include "scenarios/host/scenario_files.hpp"
#include "sim/error.hpp"
#include "sim/installation.hpp"

namespace lastmile::scenarios {

std::uint32_t load_trace(Scenario& scenario, const std::string& file, const Place& place) {
  const SourceFile& source = file_beside(scenario, file, "'trace' in recorded{}", place);
  std::vector<network::Trace>& traces = scenario.topology.traces;
  for (std::uint32_t i = 0; i < traces.size(); ++i) {
    if (traces[i].name == source.path) return i;
  }
  try {
    traces.push_back(network::read_trace(source.text, source.path));
  } catch (const ConfigError& error) {
    fail_at(place, error.what());
  }
  return static_cast<std::uint32_t>(traces.size() - 1);
}

network::NarrowLink narrow_profile(const std::string& profile, const Place& place) {
  const auto file = models::DataTable::read(home_folder() / "network" / "profiles.toml");
  std::vector<std::string> known;
  for (const models::DataTable& table : file.tables("profile")) {
    known.push_back(table.text("name"));
    if (known.back() != profile) continue;
    table.allow({"name", "description", "rate", "delay", "packets", "duty"});
    network::NarrowLink link;
    link.profile = profile;
    link.up = bits_per_second(table.table("rate").positive("up_bps"));
    link.down = bits_per_second(table.table("rate").positive("down_bps"));
    link.rtt = seconds(table.table("delay").number("rtt_s"));
    if (table.has("packets")) {
      const models::DataTable packets = table.table("packets");
      link.packets.payload_bytes = packets.positive("payload_bytes");
      link.packets.header_bytes = packets.number("header_bytes");
      link.packets.overhead = seconds(packets.number("overhead_s"));
    }
    if (table.has("duty")) {
      link.duty_cycle = table.table("duty").positive("share");
      link.duty_window = seconds(table.table("duty").positive("window_s"));
    }
    return link;
  }
  fail_at(place, "'profile' in narrow{}: " + unknown_name_message("profile", profile, known));
}

}  // namespace lastmile::scenarios
