#include "kernels/harness/peak.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "kernels/aligned.hpp"
#include "kernels/harness/probes.hpp"

using namespace lastmile::kernels;

TEST_CASE("probes: every set adds up what it reads, all of it, and does its multiply-adds") {
  Floats memory(1024);
  for (std::size_t i = 0; i < memory.size(); ++i) memory[i] = static_cast<float>(i % 64);
  for (const Isa isa : runnable_isas()) {
    CAPTURE(to_string(isa));
    const Probes& probe = probes(isa);
    CHECK(probe.read(memory.data(), memory.size()) == 16 * 64 * 63 / 2);
    double expected = 0;
    for (int i = 1; i <= 10; ++i) expected += 0.999 * 0.1 * i + 0.001;
    CHECK(probe.multiply_add(1) == doctest::Approx(expected * probe.lanes).epsilon(1e-5));
    CHECK(probe.multiply_add(100000) == doctest::Approx(10.0 * probe.lanes).epsilon(1e-3));  // fixed point 1
  }
}

TEST_CASE("peak: finite, and wider sets have more lanes") {
  CHECK(peak_flops() > 1e6);
  const Bandwidth one = bandwidth("l1", 10000);
  CHECK(one.bytes == 10240);
  CHECK(one.read_bytes_per_s > 1e6);
  CHECK(one.copy_bytes_per_s > 1e6);
  int lanes = 0;
  for (const Isa isa : runnable_isas()) {
    CHECK(probes(isa).lanes >= lanes);
    lanes = probes(isa).lanes;
  }
}
