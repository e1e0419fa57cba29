// The roofline's corners: bandwidth-bound below the ridge, compute-bound above, the knee in
// between.
#include <doctest/doctest.h>

#include "models/cost.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

// 1 GFLOP/s and 1 GB/s, 4 bytes an element: the ridge lies at 1 FLOP per byte.
Processor machine() {
  Processor p;
  p.peak = {FlopRate(1e9), ByteRate(1e9), 4, {Provenance::published, "invented"}};
  return p;
}

Duration time_of(const Graph& net, int batch) {
  return cost_model("roofline").layer(net, net.size() - 1, machine(), batch).mean;
}

// Times round up to a whole nanosecond, so a last binary digit may add one.
bool near(Duration got, std::int64_t expected_ns) {
  return got.count() == expected_ns || got.count() == expected_ns + 1;
}

}  // namespace

TEST_CASE("roofline: memory-bound layer takes bytes over bandwidth") {
  Graph net("pool", {1, 100, 100});
  net.add(max_pool(2, 2));
  const double bytes = 4.0 * (10000 + 2500);
  MESSAGE("expected " << bytes << " ns, got " << time_of(net, 1).count() << " ns");
  CHECK(near(time_of(net, 1), 50000));
  CHECK(near(time_of(net, 8), 400000));
}

TEST_CASE("roofline: compute-bound layer takes operations over peak, linear in the batch") {
  Graph net("conv", {64, 10, 10});
  net.add(conv(64, 3, 1, 1));
  const double flop = 2.0 * 64 * 64 * 9 * 100;
  MESSAGE("expected " << flop << " ns, got " << time_of(net, 1).count() << " ns");
  CHECK(near(time_of(net, 1), static_cast<std::int64_t>(flop)));
  CHECK(near(time_of(net, 3), static_cast<std::int64_t>(3 * flop)));
}

TEST_CASE("roofline: a dense layer is bound by its weights until the batch passes the ridge") {
  Graph net("dense", {1000, 1, 1});
  net.add(dense(1000, false));
  // memory: 4 (1e6 + 2000 B) ns; arithmetic: 2e6 B ns; they meet at B = 4e6 / (2e6 - 8000) = 2.008
  CHECK(near(time_of(net, 1), 4008000));
  CHECK(near(time_of(net, 2), 4016000));
  CHECK(near(time_of(net, 3), 6000000));
}

TEST_CASE("roofline: fused layers are free, no error is claimed") {
  Graph net("relu", {8, 10, 10});
  net.add(plain(LayerKind::relu));
  CHECK(time_of(net, 4) == Duration{0});
  const Cost cost = cost_model("roofline").layer(net, 1, machine(), 1);
  CHECK(cost.systematic_relative == 0);
  CHECK(cost.provenance == Provenance::published);
}
