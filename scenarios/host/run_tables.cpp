#include "scenarios/host/run_tables.hpp"

#include <algorithm>

#include "analysis/hdf5_reader.hpp"

namespace lastmile::scenarios {
namespace {

template <class Tables>
RunTables run_in(const Tables& file) {
  const std::vector<std::string> present = file.tables();  // a table without rows is not in the file
  const auto has = [&](const char* table) {
    return std::find(present.begin(), present.end(), table) != present.end();
  };
  RunTables run;
  if (has("requests")) {
    auto& t = run.requests;
    t.latency_s = file.reals("requests", "latency_s");
    t.compute_s = file.reals("requests", "compute_s");
    t.transmit_s = file.reals("requests", "transmit_s");
    t.calibration_error_s = file.reals("requests", "calibration_error_s");
    t.frames = file.integers("requests", "frames");
    t.correct = file.integers("requests", "correct");
    t.early_exits = file.integers("requests", "early_exits");
    t.crossed = file.integers("requests", "crossed");
    t.dropped = file.integers("requests", "dropped");
    t.cut = file.texts("requests", "cut");
    t.why = file.texts("requests", "why");
  }
  if (has("rounds")) {
    run.rounds = {file.reals("rounds", "time_s"), file.reals("rounds", "accuracy"), file.reals("rounds", "loss"),
                  file.reals("rounds", "calibration_error_s")};
  }
  if (has("transfers")) {
    run.transfers = {file.texts("transfers", "purpose"), file.reals("transfers", "bytes"),
                     file.integers("transfers", "wan"), file.integers("transfers", "ok")};
  }
  if (has("devices")) {
    auto& t = run.devices;
    t.asks = file.integers("devices", "asks");
    t.training_compute_j = file.reals("devices", "training_compute_j");
    t.training_radio_j = file.reals("devices", "training_radio_j");
    t.inference_compute_j = file.reals("devices", "inference_compute_j");
    t.inference_radio_j = file.reals("devices", "inference_radio_j");
    t.peak_memory_bytes = file.reals("devices", "peak_memory_bytes");
    t.raw_bytes_out = file.reals("devices", "raw_bytes_out");
    t.feature_bytes_out = file.reals("devices", "feature_bytes_out");
    t.training_calibration_error_j = file.reals("devices", "training_calibration_error_j");
    t.inference_calibration_error_j = file.reals("devices", "inference_calibration_error_j");
  }
  return run;
}

}  // namespace

RunTables read_run(const std::string& part_path) { return run_in(analysis::Hdf5Reader(part_path)); }

RunTables read_run(const analysis::MemoryTables& tables) { return run_in(tables); }

}  // namespace lastmile::scenarios
