#include "scenarios/host/known_links.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "models/data_file.hpp"
#include "network/recorded/trace.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

constexpr std::uintmax_t kLargestTrace = 64u << 20;

std::filesystem::path below(const Scenario& scenario, const std::string& file, const Place& place) {
  const std::filesystem::path wanted = std::filesystem::path(file).lexically_normal();
  if (file.empty() || wanted.is_absolute() || *wanted.begin() == "..") {
    fail_at(place, "'trace' in recorded{}: '" + file +
                       "' is not below the scenario's folder; name a file there, e.g. 'bus.csv'");
  }
  return std::filesystem::path(scenario.sources.front().path).parent_path() / wanted;
}

std::string text_of(const std::filesystem::path& path, const Place& place) {
  std::error_code error;
  const bool file = std::filesystem::is_regular_file(path, error);
  std::ifstream in(path, std::ios::binary);
  if (!file || !in) fail_at(place, "'trace' in recorded{}: cannot read '" + path.string() + "'");
  if (std::filesystem::file_size(path, error) > kLargestTrace) {
    fail_at(place, "'trace' in recorded{}: '" + path.string() + "' is larger than 64 MiB");
  }
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

std::uint32_t load_trace(Scenario& scenario, const std::string& file, const Place& place) {
  const std::filesystem::path path = below(scenario, file, place);
  std::vector<network::Trace>& traces = scenario.topology.traces;
  for (std::uint32_t i = 0; i < traces.size(); ++i) {
    if (traces[i].name == path.string()) return i;
  }
  std::string text = text_of(path, place);
  try {
    traces.push_back(network::read_trace(text, path.string()));
  } catch (const ConfigError& error) {
    fail_at(place, error.what());
  }
  scenario.sources.push_back({path.string(), std::move(text)});
  return static_cast<std::uint32_t>(traces.size() - 1);
}

network::NarrowLink narrow_profile(const std::string& profile, const Place& place) {
  const auto file = models::DataTable::read(LASTMILE_SCENARIOS_FOLDER "/../network/profiles.toml");
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
