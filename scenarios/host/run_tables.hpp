// The tables of one finished run, column by column.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/memory_tables.hpp"

namespace lastmile::scenarios {

struct RunTables {
  struct Requests {
    std::vector<double> latency_s, compute_s, transmit_s, calibration_error_s;
    std::vector<std::int64_t> frames, correct, early_exits, crossed, dropped;
    std::vector<std::string> cut, why;
  } requests;
  struct Rounds {
    std::vector<double> time_s, accuracy, loss, calibration_error_s;
  } rounds;
  struct Transfers {
    std::vector<std::string> purpose;
    std::vector<double> bytes;
    std::vector<std::int64_t> wan, ok;
  } transfers;
  struct Devices {
    std::vector<std::int64_t> asks;
    std::vector<double> training_compute_j, training_radio_j, inference_compute_j, inference_radio_j;
    std::vector<double> peak_memory_bytes, raw_bytes_out, feature_bytes_out;
    std::vector<double> training_calibration_error_j, inference_calibration_error_j;
  } devices;
};

RunTables read_run(const std::string& part_path);
RunTables read_run(const analysis::MemoryTables& tables);

}  // namespace lastmile::scenarios
