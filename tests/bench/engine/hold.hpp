// The hold model: N events pending; each, when it runs, schedules one more an exponential time
// ahead. The same increments on both sides. Source: Jones 1986, "An empirical comparison of
// priority-queue and event-set implementations", doi:10.1145/5684.5686. C++17-clean.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <string>
#include <vector>

#include "sim/random.hpp"

namespace lastmile::bench {

inline double cpu_s() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// Increments drawn before the clock is read.
class Increments {
 public:
  Increments() {
    RandomStream random(1, "hold");
    for (std::int64_t& ns : ns_) ns = 1 + static_cast<std::int64_t>(random.exponential(1e9));
  }
  std::int64_t next() { return ns_[next_++ % kSize]; }

 private:
  static constexpr std::size_t kSize = 1 << 17;
  std::vector<std::int64_t> ns_ = std::vector<std::int64_t>(kSize);
  std::size_t next_ = 0;
};

/// A side of the comparison: one queue filled with `pending` events.
class Hold {
 public:
  virtual ~Hold() = default;
  /// Runs `events` of them; returns a checksum of the times, equal on both sides.
  virtual std::uint64_t run(std::size_t events) = 0;
};

/// Names of ns-3's schedulers that are built in; empty without ns-3.
std::vector<std::string> ns3_schedulers();
/// `scheduler` is one of the above.
Hold* new_ns3_hold(const std::string& scheduler, std::size_t pending);

}  // namespace lastmile::bench
