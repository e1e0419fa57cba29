#include "scenarios/host/kpis.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "models/cost.hpp"
#include "models/data_file.hpp"
#include "models/energy.hpp"
#include "models/network.hpp"
#include "policies/execute/radio_profiles.hpp"
#include "scenarios/host/compute_model.hpp"

namespace lastmile::scenarios {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

double sum(const std::vector<std::int64_t>& values) {
  return static_cast<double>(std::accumulate(values.begin(), values.end(), std::int64_t{0}));
}

double mean(const std::vector<double>& values) {
  return values.empty() ? kNone : sum(values) / static_cast<double>(values.size());
}

// Of the devices that ask.
template <class Value>
std::vector<double> of_askers(const RunTables& run, Value value) {
  std::vector<double> values;
  for (std::size_t i = 0; i < run.devices.asks.size(); ++i) {
    if (run.devices.asks[i] != 0) values.push_back(value(run.devices, i));
  }
  return values;
}

double training_energy(const KpiInput& in) {
  return mean(of_askers(in.run, [](const auto& d, std::size_t i) {
    return d.training_compute_j[i] + d.training_radio_j[i];
  }));
}

double inference_joules(const RunTables& run) {
  return sum(of_askers(run, [](const auto& d, std::size_t i) {
    return d.inference_compute_j[i] + d.inference_radio_j[i];
  }));
}

// Of devices that ask; equal devices err alike, so errors add up as the energies do.
double training_joules_error(const KpiInput& in) {
  return mean(of_askers(in.run, [](const auto& d, std::size_t i) { return d.training_calibration_error_j[i]; }));
}

double inference_joules_error(const RunTables& run) {
  return sum(of_askers(run, [](const auto& d, std::size_t i) { return d.inference_calibration_error_j[i]; }));
}

std::size_t askers(const RunTables& run) {
  return of_askers(run, [](const auto&, std::size_t) { return 1.0; }).size();
}

// What a column of the rounds says in the first one that reaches the bar.
double at_90(const KpiInput& in, const std::vector<double>& column) {
  if (in.reference == nullptr || in.reference->rounds.accuracy.empty()) return kNone;
  const double bar = 0.9 * in.reference->rounds.accuracy.back();
  for (std::size_t i = 0; i < in.run.rounds.accuracy.size(); ++i) {
    if (in.run.rounds.accuracy[i] >= bar) return column[i];
  }
  return kNone;
}

bool is_data(const std::string& purpose) {
  return purpose == "raw_training" || purpose == "raw_frames" || purpose == "features";
}

// Raw and feature bytes times the hops of the farthest place they reach: 1 the site, 2 the cloud.
double exposure(const KpiInput& in) {
  double total = 0;
  const auto& t = in.run.transfers;
  for (std::size_t i = 0; i < t.bytes.size(); ++i) {
    if (is_data(t.purpose[i])) total += t.bytes[i] * (t.wan[i] != 0 ? 2 : 1);
  }
  return total;
}

double wan_bytes(const KpiInput& in) {
  double total = 0;
  const auto& t = in.run.transfers;
  for (std::size_t i = 0; i < t.bytes.size(); ++i) total += t.wan[i] != 0 ? t.bytes[i] : 0;
  return total;
}

double share_of_frames(const RunTables& run, const std::vector<std::int64_t>& count) {
  return run.requests.frames.empty() ? kNone : sum(count) / sum(run.requests.frames);
}

// What a column says of the requests that were answered.
std::vector<double> of_answered(const RunTables& run, const std::vector<double>& column) {
  std::vector<double> values;
  for (std::size_t i = 0; i < column.size(); ++i) {
    if (run.requests.dropped[i] == 0) values.push_back(column[i]);
  }
  return values;
}

double out_of_memory(const KpiInput& in) {
  const auto& why = in.run.requests.why;
  return static_cast<double>(std::count(why.begin(), why.end(), "out of memory"));
}

// The weakest provenance behind the energies of the devices, and behind computing times.
struct Foundations {
  models::Provenance time = models::Provenance::calibrated;
  models::Provenance energy = models::Provenance::measured;
};

// Of every layer on every node's default processor: a single frame and a whole burst.
models::Provenance time_foundation(const Scenario& scenario, const models::DeviceLibrary& devices) {
  const auto model = compute_model(scenario, scenario.compute);
  const models::Graph graph = models::network(scenario.model);
  models::Provenance weakest = models::Provenance::measured;
  for (const std::string& profile : scenario.profiles) {
    if (profile.empty()) continue;
    for (const int batch : {1, static_cast<int>(scenario.workload->frames)}) {
      const models::Cost cost =
          models::forward_cost(*model, graph, models::all_layers(graph), devices.find(profile).processor(), batch);
      weakest = models::weaker(weakest, cost.provenance);
    }
  }
  return weakest;
}

Foundations foundations(const Scenario& scenario) {
  const auto devices = models::DeviceLibrary::load_default();
  const auto radios = models::RadioLibrary::load(models::default_data_folder() / "radios");
  Foundations result;
  result.time = time_foundation(scenario, devices);
  for (const std::string& radio : policies::radio_names(scenario.topology)) {
    result.energy = models::weaker(result.energy, models::radio_energy_provenance(radios.find(radio)));
  }
  for (const network::NodeId node : scenario.workload->sources) {
    const models::DeviceProfile& profile = devices.find(scenario.profiles[node]);
    result.energy =
        models::weaker(result.energy, models::compute_energy_provenance(profile, profile.processor()));
  }
  return result;
}

}  // namespace

double time_to_90(const KpiInput& in) { return at_90(in, in.run.rounds.time_s); }
double time_to_90_error(const KpiInput& in) { return at_90(in, in.run.rounds.calibration_error_s); }

double quantile(std::vector<double> values, double share) {
  return at_quantile(values, values, share);
}

double at_quantile(const std::vector<double>& values, const std::vector<double>& belonging, double share) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  const double position = share * static_cast<double>(values.size() - 1);
  const auto low = static_cast<std::size_t>(position);
  const std::size_t high = std::min(low + 1, values.size() - 1);
  const double first = belonging[order[low]], second = belonging[order[high]];
  return first + (position - static_cast<double>(low)) * (second - first);
}

namespace {

std::vector<Kpi> kpis_on(const Foundations& base) {
  using models::Provenance;
  const auto latency = [](double share) {
    return [share](const KpiInput& in) {
      const auto values = of_answered(in.run, in.run.requests.latency_s);
      return values.empty() ? kNone : quantile(values, share);
    };
  };
  const auto latency_error = [](double share) {
    return [share](const KpiInput& in) {
      const auto values = of_answered(in.run, in.run.requests.latency_s);
      const auto errors = of_answered(in.run, in.run.requests.calibration_error_s);
      return values.empty() ? kNone : at_quantile(values, errors, share);
    };
  };
  const auto askers_max = [](const KpiInput& in) {
    const auto values = of_askers(in.run, [](const auto& d, std::size_t i) { return d.peak_memory_bytes[i]; });
    return values.empty() ? kNone : *std::max_element(values.begin(), values.end());
  };
  return {
      {"accuracy", "final accuracy", "1", Provenance::measured,
       [](const KpiInput& in) { return in.run.rounds.accuracy.empty() ? kNone : in.run.rounds.accuracy.back(); }},
      {"loss", "final loss", "nat", Provenance::measured,
       [](const KpiInput& in) { return in.run.rounds.loss.empty() ? kNone : in.run.rounds.loss.back(); }},
      {kTimeTo90, "time to 90 % of cloud", "s", base.time, time_to_90, true, time_to_90_error},
      {"training_energy", "training energy/device", "J", base.energy, training_energy, true,
       training_joules_error},
      {"latency_p50", "request latency p50", "s", base.time, latency(0.50), true, latency_error(0.50)},
      {"latency_p99", "request latency p99", "s", base.time, latency(0.99), true, latency_error(0.99)},
      {"inference_energy", "energy/inference/device", "J", base.energy,
       [](const KpiInput& in) { return inference_joules(in.run) / sum(in.run.requests.frames); }, true,
       [](const KpiInput& in) { return inference_joules_error(in.run) / sum(in.run.requests.frames); }},
      {"raw_bytes", "raw data off devices", "B", Provenance::measured,
       [](const KpiInput& in) {
         return sum(of_askers(in.run, [](const auto& d, std::size_t i) { return d.raw_bytes_out[i]; }));
       }},
      {"wan_bytes", "WAN traffic", "B", Provenance::measured, wan_bytes},
      {"peak_memory", "peak memory of a device", "B", Provenance::measured, askers_max},
      {"request_accuracy", "accuracy of answers", "1", Provenance::measured,
       [](const KpiInput& in) { return share_of_frames(in.run, in.run.requests.correct); }},
      {"early_share", "frames that exit early", "1", Provenance::measured,
       [](const KpiInput& in) { return share_of_frames(in.run, in.run.requests.early_exits); }},
      {"offloaded_bytes", "raw+features off devices", "B", Provenance::measured,
       [](const KpiInput& in) {
         return sum(of_askers(in.run, [](const auto& d, std::size_t i) {
           return d.raw_bytes_out[i] + d.feature_bytes_out[i];
         }));
       }, false},
      {"exposure", "exposure (bytes x hops)", "B", Provenance::measured, exposure, false},
      {"transmission_latency", "transmission latency", "s", base.time,
       [](const KpiInput& in) { return mean(of_answered(in.run, in.run.requests.transmit_s)); }, false},
      {"computation_latency", "computation latency", "s", base.time,
       [](const KpiInput& in) { return mean(of_answered(in.run, in.run.requests.compute_s)); }, false},
      {"device_energy", "energy/device, idle apart", "J", base.energy,
       [](const KpiInput& in) {
         return training_energy(in) + inference_joules(in.run) / static_cast<double>(askers(in.run));
       }, false,
       [](const KpiInput& in) {
         return training_joules_error(in) + inference_joules_error(in.run) / static_cast<double>(askers(in.run));
       }},
      {"dropped", "requests dropped", "1", Provenance::measured,
       [](const KpiInput& in) { return sum(in.run.requests.dropped); }},
      {"out_of_memory", "  of them out of memory", "1", Provenance::measured, out_of_memory, false},
  };
}

}  // namespace

std::vector<Kpi> all_kpis() { return kpis_on({}); }

std::vector<Kpi> kpis(const Scenario& scenario) {
  std::vector<Kpi> all = kpis_on(foundations(scenario));
  const bool has_reference = std::any_of(scenario.strategies.begin(), scenario.strategies.end(),
                                         [](const Strategy& strategy) { return strategy.level == 0; });
  if (!has_reference) std::erase_if(all, [](const Kpi& kpi) { return kpi.name == kTimeTo90; });
  return all;
}

}  // namespace lastmile::scenarios
