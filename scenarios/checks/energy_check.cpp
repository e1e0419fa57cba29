// Joules that a run reports are powers times times; airtime agrees with the packet level; where
// powers come from.
#include "models/data_file.hpp"
#include "models/energy.hpp"
#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/checks/recorded_rows.hpp"
#include "scenarios/checks/two_hops.hpp"

namespace lastmile::scenarios {
namespace {

constexpr double kAirtimeAgreement = 0.15;  // of fluid and packet level

double relative_difference(double a, double b) {
  return std::abs(a - b) / std::max(std::abs(b), 1e-300);
}

const models::DeviceLibrary& devices() {
  static const auto library =
      models::DeviceLibrary::load(models::default_data_folder() / "devices");
  return library;
}

void add_run(std::vector<Claim>& claims, const Strategy& strategy) {
  const RecordedRows rows = simulated(strategy);
  double busy_s = 0, asked_s = 0, idle = 0;
  for (const Row& row : rows.of("devices")) {
    const auto& profile =
        devices().find(std::get<std::string>(rows.cell("devices", row, "profile")));
    const double above_w = profile.processor().load.value() - profile.idle.value();
    busy_s += rows.real("devices", row, "inference_compute_j") / above_w;
    const double length_s =
        rows.real("devices", row, "training_s") + rows.real("devices", row, "inference_s");
    idle = std::max(idle, relative_difference(rows.real("devices", row, "idle_j"),
                                              profile.idle.value() * length_s));
  }
  for (const Row& row : rows.of("requests")) asked_s += rows.real("requests", row, "compute_s");
  claims.push_back(at_most(
      "'" + strategy.name + "': joules of inference against power times seconds of requests",
      relative_difference(busy_s, asked_s), 1e-9));
  claims.push_back(
      at_most("'" + strategy.name + "': idle joules against idle power times the run's length",
              idle, 1e-9));
}

// What the radio energy is made of.
void add_airtime(std::vector<Claim>& claims) {
  const std::vector<Message> messages{{0, 1, network::Transport::tcp, Bytes(1e6)},
                                      {1, 0, network::Transport::tcp, Bytes(1e6)}};
  const auto radio =
      models::RadioLibrary::load(models::default_data_folder() / "radios").find("wifi");
  const auto joules = [&](const Seen& seen) {
    return models::radio_energy(radio, to_seconds(seen.station.wifi_transmit),
                                to_seconds(seen.station.wifi_receive), Bytes(0), Bytes(0))
        .value();
  };
  const Seen fluid = send_all("fluid", messages);
  const std::string name = "radio joules of 1 MB up and down over Wi-Fi, fluid over packet level";
  if (const auto packets = at_packet_level(messages)) {
    claims.push_back(
        near(name, joules(fluid) / joules(*packets), 1, kAirtimeAgreement, radio.origin.source));
  } else {
    claims.push_back(printed(name, 0, "skipped: built without ns-3"));
  }
}

void add_powers(std::vector<Claim>& claims) {
  for (const std::string& name : devices().names()) {
    const models::DeviceProfile& profile = devices().find(name);
    const models::Processor& processor = profile.processor();
    claims.push_back(printed(
        name + ": watts at load above idle", processor.load.value() - profile.idle.value(),
        std::string(models::to_string(models::compute_energy_provenance(profile, processor))) +
            ": " + processor.load_origin.source));
  }
}

std::vector<Claim> run(const CheckOptions&) {
  std::vector<Claim> claims;
  for (const Strategy& strategy : smallest_scenario().strategies) add_run(claims, strategy);
  add_airtime(claims);
  add_powers(claims);
  return claims;
}

const CheckRegistration registration{
    {"energy",
     "joules are powers times times; airtime at packet level; where powers come from",
     {},
     run}};

}  // namespace
}  // namespace lastmile::scenarios
