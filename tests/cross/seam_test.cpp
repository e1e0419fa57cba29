// The contract of network/network.hpp on the packet-level backend. run_traffic() itself requires
// that no completion came from inside start() or cancel().
#include <doctest/doctest.h>

#include "tests/cross/program.hpp"

using namespace lastmile::cross;

namespace {
const std::vector<std::string> kThree = {"1,0,100000,0", "2,0,100000,0", "0,3,50000,3000"};
}

TEST_CASE("every byte of a tcp message arrives, and links and radios count it") {
  for (const char* topology : {"wifi:3", "adhoc:3", "lte:3"}) {
    CAPTURE(topology);
    const Traffic t = run_traffic({"ns3", topology}, kThree);
    REQUIRE(t.ended.size() == 3);
    for (const Ended& e : t.ended) CHECK(e.ok);
    CHECK(t.of(0)->delivered == 100'000);
    CHECK(t.of(1)->delivered == 100'000);
    CHECK(t.of(2)->delivered == 50'000);
    CHECK(t.carried == std::vector<double>{250'000});
    CHECK(t.in_flight == 0);
  }
}

TEST_CASE("airtime is counted at the sender and at the node that is addressed, nowhere else") {
  const Traffic t = run_traffic({"ns3", "wifi:4"}, {"1,0,200000,0"});
  std::int64_t sent = 0, received = 0;
  for (const Radio& r : t.radios) {
    sent += r.transmit_ns;
    received += r.receive_ns;
  }
  CHECK(sent == received);
  CHECK(t.radios[1].transmit_ns > 5'000'000);
  CHECK(t.radios[0].receive_ns == t.radios[1].transmit_ns);
  for (const std::size_t bystander : {2u, 3u, 4u}) {
    CHECK(t.radios[bystander].receive_ns == 0);
    CHECK(t.radios[bystander].transmit_ns == 0);
  }
}

TEST_CASE("lte counts payload at both ends") {
  const Traffic t = run_traffic({"ns3", "lte:2"}, {"1,0,30000,0", "0,2,20000,0"});
  CHECK(t.radios[1].lte_sent == 30'000);
  CHECK(t.radios[0].lte_received == 30'000);
  CHECK(t.radios[2].lte_received == 20'000);
  CHECK(t.radios[1].lte_received == 0);
}

TEST_CASE("messages of a pair arrive in the order of their start") {
  for (const char* topology : {"wired", "wifi:2", "lte:2"}) {
    CAPTURE(topology);
    const Traffic t =
        run_traffic({"ns3", topology}, {"0,1,300000,0", "0,1,10,0", "0,1,50000,100", "0,1,1,200"});
    REQUIRE(t.ended.size() == 4);
    for (std::size_t i = 0; i < 4; ++i) CHECK(t.ended[i].index == i);
  }
}

TEST_CASE("a cancelled transfer never completes, and what is behind it arrives whole") {
  for (const char* topology : {"wired", "wifi:1", "lte:1"}) {
    CAPTURE(topology);
    const Traffic t = run_traffic({"ns3", topology}, {"0,1,20000000,0,x30000", "0,1,70000,10000"});
    CHECK(t.of(0) == nullptr);
    REQUIRE(t.of(1) != nullptr);
    CHECK(t.of(1)->delivered == 70'000);
    CHECK(t.of(1)->took_ns < 1'500'000'000);  // far sooner than the 20 MB would have taken
    CHECK(t.in_flight == 0);
  }
}

TEST_CASE("cancelling what has ended does nothing") {
  const Traffic t = run_traffic({"ns3", "wired"}, {"0,1,1000,0,x5000000", "0,1,1000,6000000"});
  CHECK(t.ended.size() == 2);
}

TEST_CASE("udp arrives whole on a free link and in part on one that two bursts overload") {
  const Traffic free = run_traffic({"ns3", "wired"}, {"0,1,500000,0,u"});
  REQUIRE(free.ended.size() == 1);
  CHECK(free.ended[0].delivered == 500'000);
  const Traffic full = run_traffic({"ns3", "shared"}, {"0,1,20000000,0,u", "0,2,20000000,0,u"});
  REQUIRE(full.ended.size() == 2);
  const double arrived = full.ended[0].delivered + full.ended[1].delivered;
  CHECK(arrived < 40e6);
  CHECK(arrived > 20e6);
  CHECK(full.carried[0] == arrived);  // both cross the first wire
}

TEST_CASE("a transfer to itself completes now and moves nothing") {
  const Traffic t = run_traffic({"ns3", "wifi:1"}, {"1,1,1000000,2000"});
  REQUIRE(t.ended.size() == 1);
  CHECK(t.ended[0].finished_ns == 2'000'000);
  CHECK(t.ended[0].took_ns == 0);
  CHECK(t.ended[0].delivered == 1'000'000);
  CHECK(t.carried == std::vector<double>{0});
}

TEST_CASE("the same run twice gives the same nanoseconds; another seed does not") {
  for (const char* topology : {"wifi:3", "adhoc:3", "lte:3"}) {
    CAPTURE(topology);
    const Traffic first = run_traffic({"ns3", topology}, kThree);
    CHECK(first.transfers == run_traffic({"ns3", topology}, kThree).transfers);
  }
  CHECK(run_traffic({"ns3", "wifi:3", 1}, kThree).transfers !=
        run_traffic({"ns3", "wifi:3", 2}, kThree).transfers);
}

TEST_CASE("two more nodes on a wire of their own shift nothing on Wi-Fi") {
  CHECK(run_traffic({"ns3", "wifi:3"}, kThree).transfers ==
        run_traffic({"ns3", "wifi-idle-wire:3"}, kThree).transfers);
}

TEST_CASE("a station out of reach is the user's error") {
  const Printed far = run_program("cross_traffic", "ns3 wifi-far 1 1 1,0,1000,0");
  CHECK(far.status == 2);
  CHECK(far.text.rfind("config_error", 0) == 0);
  CHECK(far.text.find("far") != std::string::npos);
}

TEST_CASE("twelve stations that all begin at once lose no time in opening their connections") {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    std::vector<std::string> up, down;
    for (int i = 1; i <= 12; ++i) {
      up.push_back(std::to_string(i) + ",0,1000,0");
      down.push_back("0," + std::to_string(i) + ",1000,0");
    }
    for (const auto& transfers : {up, down}) {
      const Traffic t = run_traffic({"ns3", "wifi:12", seed}, transfers);
      REQUIRE(t.ended.size() == 12);
      for (const Ended& e : t.ended) CHECK(e.took_ns < 900'000'000);  // a lost SYN costs a second
    }
  }
}
