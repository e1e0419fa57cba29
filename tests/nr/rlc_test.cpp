#include "network/ns3/nr/rlc.hpp"

#include <doctest/doctest.h>

#include "sim/random.hpp"

using namespace lastmile;
using namespace lastmile::network::nr;

namespace {
struct Bench {
  std::vector<std::uint32_t> got;
  Rlc rlc;
  explicit Bench(std::int64_t capacity = 1 << 20)
      : rlc(capacity, [this](const ns3::Ptr<ns3::Packet>& p) { got.push_back(p->GetSize()); }) {}
  void push(std::uint32_t bytes) { rlc.push(ns3::Create<ns3::Packet>(bytes)); }
};
}  // namespace

TEST_CASE("a packet cut into three arrives once, when its last part has") {
  Bench bench;
  bench.push(1000);
  CHECK(bench.rlc.backlog() == 1009);
  const auto a = bench.rlc.take(405), b = bench.rlc.take(405), c = bench.rlc.take(405);
  CHECK(bench.rlc.backlog() == 0);
  bench.rlc.received(c);
  bench.rlc.received(a);
  CHECK(bench.got.empty());
  bench.rlc.received(b);
  CHECK(bench.got == std::vector<std::uint32_t>{1000});
}

TEST_CASE("order is kept; a lost packet is skipped and its rest is not sent") {
  Bench bench;
  for (const std::uint32_t bytes : {100u, 200u, 300u}) bench.push(bytes);
  const auto first = bench.rlc.take(60);
  const auto rest = bench.rlc.take(5000);
  bench.rlc.received(rest);
  CHECK(bench.got.empty());
  bench.rlc.given_up(first);
  CHECK(bench.got == std::vector<std::uint32_t>{200, 300});
  bench.push(400);
  const auto part = bench.rlc.take(100);
  bench.rlc.given_up(part);
  CHECK(bench.rlc.backlog() <= 0);
  CHECK(bench.rlc.take(1000).empty());
}

TEST_CASE("what does not fit is dropped and counted") {
  Bench bench(2000);
  for (int i = 0; i < 5; ++i) bench.push(900);
  CHECK(bench.rlc.dropped() == 3);
}

TEST_CASE("conservation under random sizes, reordering, loss and handover") {
  Bench bench;
  RandomStream draw(1, "rlc");
  std::vector<std::vector<Segment>> air;
  std::uint64_t sent = 0, sure = 0;
  for (int step = 0; step < 20000; ++step) {
    if (draw.uniform() < 0.4) {
      bench.push(static_cast<std::uint32_t>(40 + draw.below(1460)));
      ++sent;
    }
    if (draw.uniform() < 0.5)
      air.push_back(bench.rlc.take(static_cast<std::int64_t>(10 + draw.below(3000))));
    if (air.empty() || draw.uniform() < 0.5) continue;
    const auto pick = static_cast<std::ptrdiff_t>(draw.below(air.size()));
    const double fate = draw.uniform();
    if (fate < 0.05)
      bench.rlc.again(air[static_cast<std::size_t>(pick)]);
    else if (fate < 0.06)
      bench.rlc.given_up(air[static_cast<std::size_t>(pick)]);
    else
      bench.rlc.received(air[static_cast<std::size_t>(pick)]);
    air.erase(air.begin() + pick);
  }
  while (bench.rlc.backlog() > 0 || !air.empty()) {
    if (bench.rlc.backlog() > 0) air.push_back(bench.rlc.take(4000));
    bench.rlc.received(air.back());
    air.pop_back();
  }
  sure = bench.got.size();
  CHECK(sure <= sent);
  CHECK(sure > sent * 9 / 10);
  CHECK(bench.rlc.backlog() == 0);
  bench.push(77);
  bench.rlc.received(bench.rlc.take(1000));
  CHECK(bench.got.back() == 77);
  CHECK(bench.got.size() == sure + 1);
}
