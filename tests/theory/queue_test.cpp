// One server and a queue of processes, against queueing theory.
//
//   M/M/1  W_q = rho / (mu - lambda)          M/D/1  W_q = rho / (2 (mu - lambda))
//   Little L_q = lambda W_q (over a busy period exactly: both are the same area)
// lambda arrivals, mu services per second, rho = lambda / mu, W_q mean wait [s], L_q mean queue
// length. Source:  Kleinrock 1975, "Queueing Systems", volume 1 (formulae derivable from
// Pollaczek-Khinchine). The bar is 4 standard errors of the mean over independent seeds.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdio>
#include <vector>

#include "sim/process.hpp"
#include "sim/resource.hpp"

using namespace lastmile;

namespace {

struct Station {
  Station(Engine& e, double arrivals_per_s, double services_per_s, bool exponential_service)
      : engine(e),
        server(e, 1),
        arrivals(e.random("arrivals")),
        services(e.random("services")),
        gap_s(1 / arrivals_per_s),
        service_s(1 / services_per_s),
        exponential(exponential_service) {}
  Duration next_service() {
    return seconds(exponential ? services.exponential(service_s) : service_s);
  }
  void note_queue() {
    area_s += static_cast<double>(server.waiting()) * to_seconds(engine.now() - changed);
    changed = engine.now();
  }
  Engine& engine;
  Resource server;
  RandomStream arrivals, services;
  double gap_s, service_s;
  bool exponential;
  double waited_s = 0, area_s = 0;  // sum of waits; integral of the queue's length
  int served = 0;
  SimTime changed{};
};

Task<void> customer(Station& station) {
  const Duration service = station.next_service();
  const SimTime came = station.engine.now();
  station.note_queue();
  Lease lease = co_await station.server.acquire();
  station.waited_s += to_seconds(station.engine.now() - came);
  station.note_queue();
  co_await delay(station.engine, service);
  station.note_queue();
  ++station.served;
}

Task<void> source(Station& station, Processes& processes, int customers) {
  for (int i = 0; i < customers; ++i) {
    co_await delay(station.engine, seconds(station.arrivals.exponential(station.gap_s)));
    processes.spawn(customer(station));
  }
}

struct Observation {
  double mean_wait_s, mean_queue, arrival_rate;
};

Observation simulate(std::uint64_t seed, double arrivals_per_s, double services_per_s,
                     bool exponential, int customers) {
  Engine engine(seed);
  Processes processes(engine);
  Station station(engine, arrivals_per_s, services_per_s, exponential);
  processes.spawn(source(station, processes, customers));
  engine.run();
  CHECK(station.served == customers);
  const double length_s = to_seconds(engine.now());
  return {station.waited_s / customers, station.area_s / length_s, customers / length_s};
}

struct Mean {
  double value, standard_error;
};

Mean mean_of(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  double mean = 0, squares = 0;
  for (const double v : values) mean += v / n;
  for (const double v : values) squares += (v - mean) * (v - mean);
  return {mean, std::sqrt(squares / (n - 1) / n)};
}

void check_wait(const char* name, double rho, bool exponential) {
  constexpr double services_per_s = 100;
  const double arrivals_per_s = rho * services_per_s;
  const double expected = rho / (services_per_s - arrivals_per_s) / (exponential ? 1 : 2);
  std::vector<double> waits;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    waits.push_back(simulate(seed, arrivals_per_s, services_per_s, exponential, 20000).mean_wait_s);
  }
  const Mean mean = mean_of(waits);
  std::printf(
      "%s, load %.2f: mean wait\n  Expectation %.6g s\n  Actual      %.6g s (standard error "
      "%.2g)\n",
      name, rho, expected, mean.value, mean.standard_error);
  CHECK(std::abs(mean.value - expected) < 4 * mean.standard_error);
  CHECK(mean.standard_error < 0.05 * expected);  // or the test would say nothing
}

}  // namespace

TEST_CASE("M/M/1: mean wait") {
  check_wait("M/M/1", 0.5, true);
  check_wait("M/M/1", 0.8, true);
}

TEST_CASE("M/D/1: mean wait is half of M/M/1's") {
  check_wait("M/D/1", 0.5, false);
  check_wait("M/D/1", 0.8, false);
}

TEST_CASE("Little's law: queue length is arrival rate times wait, sample by sample") {
  for (const bool exponential : {true, false}) {
    const Observation seen = simulate(7, 70, 100, exponential, 5000);
    std::printf("Little, load 0.7: mean queue\n  Expectation %.10g\n  Actual      %.10g\n",
                seen.arrival_rate * seen.mean_wait_s, seen.mean_queue);
    CHECK(seen.mean_queue == doctest::Approx(seen.arrival_rate * seen.mean_wait_s).epsilon(1e-9));
  }
}
