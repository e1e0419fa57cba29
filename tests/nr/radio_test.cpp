// ns-3's 38.901 path loss against values worked out from the standard's formulas, and our own use
// of it.
#include "network/ns3/nr/radio.hpp"

#include <doctest/doctest.h>
#include <ns3/constant-position-mobility-model.h>

#include <cmath>
#include <cstdio>

#include "network/ns3/nr/link_abstraction.hpp"
#include "network/ns3/nr/small_ran.hpp"

using namespace lastmile;
using namespace lastmile::network;
using namespace lastmile::network::nr;

namespace {

ns3::Ptr<ns3::MobilityModel> stand(double x, double z) {
  const auto node = ns3::CreateObject<ns3::Node>();
  const auto model = ns3::CreateObject<ns3::ConstantPositionMobilityModel>();
  node->AggregateObject(model);
  model->SetPosition(ns3::Vector(x, 0, z));
  return model;
}

}  // namespace

TEST_CASE("path loss of TR 38.901") {
  struct Row {
    NrEnvironment environment;
    double hz, base_m, ue_m, distance_m;
    bool sight;
    double loss_db;
  };
  const Row rows[] = {{NrEnvironment::uma, 3.5e9, 25, 1.5, 100, true, 83.1382},
                      {NrEnvironment::uma, 3.5e9, 25, 1.5, 1000, true, 109.4119},
                      {NrEnvironment::uma, 3.5e9, 25, 1.5, 500, false, 129.9158},
                      {NrEnvironment::umi, 28e9, 10, 1.5, 100, true, 103.3760},
                      {NrEnvironment::umi, 28e9, 10, 1.5, 200, false, 134.4647},
                      {NrEnvironment::umi, 3.5e9, 10, 1.5, 500, true, 107.1138},
                      {NrEnvironment::inh_office, 30e9, 3, 1, 20, true, 84.4876},
                      {NrEnvironment::inh_office, 30e9, 3, 1, 20, false, 103.9925},
                      {NrEnvironment::inh_office, 30e9, 3, 1, 50, false, 119.1642},
                      {NrEnvironment::rma, 0.7e9, 35, 1.5, 1000, true, 93.3816},
                      {NrEnvironment::rma, 0.7e9, 35, 1.5, 5000, true, 121.3311},
                      {NrEnvironment::rma, 0.7e9, 35, 1.5, 2000, false, 128.0677}};
  for (const Row& row : rows) {
    NrOptions options;
    options.environment = row.environment;
    options.sight = row.sight ? NrSight::always : NrSight::never;
    options.shadowing = false;
    const auto model = path_loss_model(options, row.hz, 1);
    const double db = -model->CalcRxPower(0, stand(0, row.base_m), stand(row.distance_m, row.ue_m));
    CHECK(std::abs(db - row.loss_db) < 1e-3);
  }
}

TEST_CASE("signal, noise and interference by hand") {
  NrOptions options = clear_sky("n78", 100, 1);
  const SmallRan net(options, {{0, 0, 25}, {2000, 0, 25}}, {{100, 0, 1.5}});
  const Radio& radio = net.ran->radio();
  const double gain_db = linear_to_db(radio.gain(0, 0));
  CHECK(net.ran->serving_cell(0) == 0);
  const double signal_db = 44 - 10 * std::log10(273) + gain_db + 8 + 10 * std::log10(64);
  CHECK(linear_to_db(radio.down(0, 0, 0)) == doctest::Approx(signal_db).epsilon(1e-9));
  CHECK(linear_to_db(radio.noise_down()) ==
        doctest::Approx(-174 + 10 * std::log10(360e3) + 9).epsilon(1e-9));
  CHECK(linear_to_db(radio.up(0, 0, 10, 0)) ==
        doctest::Approx(23 - 10 + gain_db + 8 + 10 * std::log10(64)).epsilon(1e-9));
  CHECK(linear_to_db(radio.cross_down(0, 1)) ==
        doctest::Approx(44 - 10 * std::log10(273) + linear_to_db(radio.gain(0, 1)) + 8)
            .epsilon(1e-9));
}

TEST_CASE("shadowing is drawn once and does not change with looking") {
  NrOptions options;
  options.environment = NrEnvironment::umi;
  options.sight = NrSight::always;
  const auto gain = [&](std::uint64_t) {
    const SmallRan net(options, {{0, 0, 10}}, {{80, 0, 1.5}});
    return net.ran->radio().gain(0, 0);
  };
  CHECK(gain(1) == gain(2));
  options.shadowing = false;
  const double plain = gain(1);
  options.shadowing = true;
  CHECK(gain(1) != plain);
}

TEST_CASE("Rayleigh fading has mean one and holds for a coherence time") {
  NrOptions options = clear_sky("n78", 100, 1);
  options.fading = NrFading::rayleigh_blocks;
  const SmallRan net(options, {{0, 0, 25}}, {{100, 0, 1.5}});
  const Radio& radio = net.ran->radio();
  options.fading = NrFading::none;
  double sum = 0, square = 0;
  constexpr int count = 20000;
  for (int i = 0; i < count; ++i) {
    const std::int64_t at = i * options.coherence.count();
    const double x = radio.down(0, 0, at);
    CHECK(x == radio.down(0, 0, at + options.coherence.count() - 1));
    sum += x / count;
    square += x * x / count;
  }
  CHECK(square / (sum * sum) == doctest::Approx(2).epsilon(0.05));
}

TEST_CASE("a UE that nobody reaches is an error that names it") {
  NrOptions options;
  options.band = "n257";
  options.bandwidth_mhz = 400;
  options.numerology = 3;
  options.sight = NrSight::never;
  CHECK_THROWS_WITH_AS(SmallRan(options, {{0, 0, 25}}, {{4000, 0, 1.5}}),
                       doctest::Contains("'ue0' is out of every"), ConfigError);
}
