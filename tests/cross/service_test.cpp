// The service around the packet level and around the fluid network: the same promises, and the same waits.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "tests/cross/program.hpp"

using namespace lastmile::cross;

namespace {

struct Message {
  bool ok = false;
  int why = 0;  // of Failure
  double delivered = 0;
  std::int64_t queued_ns = 0, finished_ns = 0;
  unsigned retransmissions = 0;
};

struct Seen {
  std::string text;
  std::map<int, Message> messages;
  double carried = 0;
  unsigned promotions = 0;
  std::int64_t promotion_ns = 0, on_ns = 0;
  std::size_t in_flight = 1;
};

Seen run_case(const std::string& backend, const std::string& name, int seed = 1) {
  const Printed printed = run_program("cross_service", backend + " " + name + " " + std::to_string(seed));
  REQUIRE(printed.status == 0);
  Seen seen;
  seen.text = printed.text;
  std::istringstream in(printed.text);
  for (std::string word; in >> word;) {
    if (word == "message") {
      int index = 0;
      in >> index;
      REQUIRE(seen.messages.count(index) == 0);  // each completes once
      Message& m = seen.messages[index];
      in >> m.ok >> m.why >> m.delivered >> m.queued_ns >> m.finished_ns >> m.retransmissions;
    } else if (word == "carried") {
      in >> seen.carried;
    } else if (word == "states") {
      in >> seen.promotions >> seen.promotion_ns >> seen.on_ns;
    } else if (word == "in_flight") {
      in >> seen.in_flight;
    }
  }
  CHECK(seen.in_flight == 0);
  return seen;
}

constexpr int kConnection = 1, kNodeDown = 3;

// What each message of a case waited more than with radios that are always on: the service's part of
// `queued`, whatever the backend adds.
std::vector<std::int64_t> waits(const std::string& backend, const Seen& asleep, const std::string& always_on) {
  const Seen awake = run_case(backend, always_on);
  std::vector<std::int64_t> more;
  for (const auto& [index, m] : asleep.messages) more.push_back(m.queued_ns - awake.messages.at(index).queued_ns);
  return more;
}

}  // namespace

TEST_CASE("arq: every byte arrives over a link that loses 5 % of its packets, and over Wi-Fi") {
  for (const char* name : {"arq-loss", "arq-wifi"}) {
    for (const char* backend : {"ns3", "fluid"}) {
      CAPTURE(std::string(name));
      CAPTURE(std::string(backend));
      const Seen seen = run_case(backend, name);
      REQUIRE(seen.messages.size() == 6);
      unsigned repeated = 0;
      for (const auto& [index, m] : seen.messages) {
        CHECK(m.ok);
        CHECK(m.delivered == (index < 2 ? 1000 : index < 4 ? 100'000 : 700'000));
        repeated += m.retransmissions;
      }
      if (backend == std::string("ns3") && name == std::string("arq-loss")) {
        CHECK(repeated > 40);   // 1088 datagrams, 5 % and 5 % of those
        CHECK(repeated < 110);
      }
      MESSAGE(std::string(name) << " " << std::string(backend) << ": 700 kB up in "
                   << static_cast<double>(seen.messages.at(4).finished_ns) * 1e-9 << " s, " << repeated
                   << " datagrams of all repeated");
    }
  }
}

TEST_CASE("a node that goes down fails its messages at once and works when it is back") {
  for (const char* backend : {"ns3", "fluid"}) {
    CAPTURE(std::string(backend));
    const Seen seen = run_case(backend, "presence");
    REQUIRE(seen.messages.size() == 6);
    for (const int lost : {0, 1}) {
      CHECK_FALSE(seen.messages.at(lost).ok);
      CHECK(seen.messages.at(lost).why == kNodeDown);
      CHECK(seen.messages.at(lost).finished_ns == 100'000'000);
    }
    CHECK(seen.messages.at(2).ok);
    CHECK(seen.messages.at(3).why == kNodeDown);
    CHECK(seen.messages.at(3).finished_ns == 500'000'000);
    CHECK(seen.messages.at(4).ok);
    CHECK(seen.messages.at(4).finished_ns < 3'000'000'000);
    CHECK(seen.messages.at(5).ok);
    CHECK(seen.messages.at(5).finished_ns < 5'000'000'000);
  }
}

TEST_CASE("churn: the same nodes are away at the same times on both backends") {
  const Seen ns3 = run_case("ns3", "churn"), fluid = run_case("fluid", "churn");
  REQUIRE(ns3.messages.size() == 30);
  REQUIRE(fluid.messages.size() == 30);
  int failed = 0;
  for (int i = 0; i < 30; ++i) {
    const Message &a = ns3.messages.at(i), &b = fluid.messages.at(i);
    CHECK(a.why != kConnection);
    failed += a.ok ? 0 : 1;
    if (!a.ok && !b.ok) CHECK(a.finished_ns == b.finished_ns);
  }
  CHECK(failed > 3);
  CHECK(failed < 27);
  CHECK(run_case("ns3", "churn").text == ns3.text);
}

TEST_CASE("rrc: both backends wait alike, and a message is later by what it waited") {
  const Seen ns3 = run_case("ns3", "rrc"), fluid = run_case("fluid", "rrc");
  const std::vector<std::int64_t> waited = waits("ns3", ns3, "always-on");
  REQUIRE(waited.size() == 3);
  const std::vector<std::int64_t> on_fluid = waits("fluid", fluid, "always-on");
  for (const std::size_t idle : {0u, 1u}) CHECK(waited[idle] == on_fluid[idle]);
  CHECK(waited[0] == 260'000'000);
  CHECK(waited[1] >= 260'000'000);
  CHECK(waited[1] < 1'540'000'000);
  // In DRX: the cycles count from the end of the message before, which is the backend's.
  CHECK(std::max(waited[2], on_fluid[2]) < 40'000'000);
  for (const Seen* seen : {&ns3, &fluid}) {
    CHECK(seen->promotions == 2);
    CHECK(seen->promotion_ns == 520'000'000);
  }
  const Seen awake = run_case("ns3", "always-on");
  for (int i = 0; i < 3; ++i) {
    const std::int64_t later = ns3.messages.at(i).finished_ns - awake.messages.at(i).finished_ns;
    CHECK(later - waited[static_cast<std::size_t>(i)] < 10'000'000);  // LTE's frames fall differently
    CHECK(later - waited[static_cast<std::size_t>(i)] > -10'000'000);
  }
}

TEST_CASE("psm: what comes for a dozing station waits for a beacon, at most its interval") {
  const Seen ns3 = run_case("ns3", "psm"), fluid = run_case("fluid", "psm");
  const std::vector<std::int64_t> waited = waits("ns3", ns3, "wifi-always-on");
  REQUIRE(waited.size() == 3);
  CHECK(waited == waits("fluid", fluid, "wifi-always-on"));
  CHECK(waited[0] == 0);
  for (const std::size_t down : {1u, 2u}) CHECK(waited[down] < 102'400'000);
  CHECK(ns3.on_ns > 600'000'000);  // three times at least the 200 ms after a message
  CHECK(ns3.on_ns < 800'000'000);
}

TEST_CASE("multicast: every receiver has every byte") {
  for (const char* backend : {"ns3", "fluid"}) {
    CAPTURE(std::string(backend));
    const Seen seen = run_case(backend, "multicast");
    REQUIRE(seen.messages.size() == 3);
    for (const auto& [index, m] : seen.messages) {
      CHECK(m.ok);
      CHECK(m.delivered == 200'000);
    }
    MESSAGE(std::string(backend) << ": link carried " << seen.carried << " B for 3 x 200 kB");
  }
}
