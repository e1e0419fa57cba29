// Published series of mobile networks, turned into the canonical form of trace.hpp.
//
//   ghent4g   six columns without header: epoch [ms], time in the log [ms], latitude, longitude,
//             bytes received and ms passed since the line before. Goodput of an HTTP download.
//             van der Hooft et al. 2016, https://users.ugent.be/~jvdrhoof/dataset-4g/
//   ucc5g     G-NetTrack log with header: Timestamp (2019.11.28_07.00.05), DL_bitrate [kbit/s],
//             State (I idle, D download), PINGAVG [ms] ... Raca et al. 2020, "Beyond throughput,
//             the next generation: a 5G dataset with channel and context metrics", MMSys
//   lumos5g   header with run_num, seq_num [s], Throughput [Mbit/s] ... Several runs in a file.
//             Narayanan et al. 2020, doi:10.1145/3419394.3423629
// None measures the uplink's capacity, only ucc5g the round trip, none the loss: who imports says
// them. Idle seconds (ucc5g) are left out: they tell nothing of capacity.
// Checked: tests/unit/network/recorded_import_test.cpp
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/units.hpp"

namespace lastmile::network {

struct ImportOptions {
  std::optional<ByteRate> up;       ///< of the whole series
  std::optional<Duration> rtt;      ///< where the file has none
  std::optional<std::int64_t> run;  ///< lumos5g: which run_num
  double loss = 0;
  Duration longest_gap = std::chrono::seconds(5);  ///< between rows; a longer one is a hole
};

const std::vector<std::string>& trace_formats();

/// The canonical text, with comments that say where it comes from. Throws ConfigError
/// "NAME:LINE: column 'x': ..." or what must be said beside the file.
std::string import_trace(std::string_view text, const std::string& name, const std::string& format,
                         const ImportOptions& options);

}  // namespace lastmile::network
