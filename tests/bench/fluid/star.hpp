// The star that both sides simulate: devices compute first in, first out, send a request over a
// link that a group shares equally, and one server computes first in, first out. Open Poisson
// arrivals.
#pragma once

#include <cstdint>
#include <string>

#include "sim/random.hpp"

namespace lastmile::bench {

struct Star {
  int devices = 1000;
  int devices_per_link = 100;
  double requests_per_s = 1;       // of one device
  double simulated_s = 100;        // arrivals stop then; what has arrived is finished
  double request_bytes = 100e3;
  double wire_bytes = 100e3 + 68 * 30;  // 68 datagrams, 30 B of headers each
  double device_s = 0.1;
  double server_s = 0.0007;
  double link_load = 0.7;

  [[nodiscard]] int links() const { return devices / devices_per_link; }
  [[nodiscard]] double link_bytes_per_s() const {
    return devices_per_link * requests_per_s * wire_bytes / link_load;
  }
};

/// Arrival times at one device, the same on both sides.
class Arrivals {
 public:
  Arrivals(const Star& star, int device)
      : random_(1, "arrivals[" + std::to_string(device) + "]"), mean_s_(1 / star.requests_per_s) {}
  double next_s() { return at_s_ += random_.exponential(mean_s_); }

 private:
  RandomStream random_;
  double mean_s_;
  double at_s_ = 0;
};

struct StarResult {
  std::uint64_t requests = 0;
  double response_s = 0;  // sum over requests
  double cpu_s = 0;

  void add(double response) {
    ++requests;
    response_s += response;
  }
  [[nodiscard]] double mean_s() const { return response_s / static_cast<double>(requests); }
  [[nodiscard]] double speed() const { return static_cast<double>(requests) / cpu_s; }
};

}  // namespace lastmile::bench
