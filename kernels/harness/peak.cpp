#include "kernels/harness/peak.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "kernels/aligned.hpp"
#include "kernels/harness/call_run.hpp"
#include "kernels/harness/probes.hpp"

namespace lastmile::kernels {
namespace {

constexpr long kRounds = 200000;
constexpr int kAccumulators = 10;
constexpr std::size_t kUnit = 512;  // floats: 2 KiB, what the read loop's four streams and a line want

TimingOptions brief(double bytes) {
  TimingOptions options;
  options.warm_up = 1;
  options.repeats = bytes > 16e6 ? 6 : 20;
  options.shortest_s = 200e-6;
  return options;
}

}  // namespace

double peak_flops(Isa isa) {
  const Probes& probe = probes(isa);
  [[maybe_unused]] volatile float sink = 0;
  const Timing timing = time_one({"fma", [&] { sink = probe.multiply_add(kRounds); }, {}}, brief(0));
  return 2.0 * probe.lanes * kAccumulators * kRounds / timing.minimum_s;
}

Bandwidth bandwidth(std::string_view level, double bytes, Isa isa) {
  const auto units = static_cast<std::size_t>(std::ceil(std::max(bytes, 1.0) / (sizeof(float) * kUnit)));
  const Floats memory(units * kUnit, 1.0F);
  const std::size_t half = units * kUnit / 2;
  Floats target(half);
  const double size = static_cast<double>(memory.size() * sizeof(float));
  [[maybe_unused]] volatile float sink = 0;
  const Runnable read{"read", [&] { sink = probes(isa).read(memory.data(), memory.size()); }, {}};
  const Runnable copy{"copy", [&] { std::memcpy(target.data(), memory.data(), half * sizeof(float)); }, {}};
  const std::vector<Timing> timings = time_interleaved({read, copy}, brief(size));
  return {level, size, size / timings[0].minimum_s, size / timings[1].minimum_s};
}

std::vector<Bandwidth> bandwidths(Isa isa) {
  const CacheSizes caches = cache_sizes();
  const auto half = [](std::size_t bytes) { return static_cast<double>(bytes) / 2; };
  const double dram = std::max(4.0 * static_cast<double>(caches.l3), 64.0 * 1024 * 1024);
  return {bandwidth("l1", half(caches.l1), isa), bandwidth("l2", half(caches.l2), isa),
          bandwidth("l3", half(caches.l3), isa), bandwidth("dram", dram, isa)};
}

}  // namespace lastmile::kernels
