// What is known of every transfer when asked: airtime, retransmissions, waiting; and captures.
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "tests/cross/wifi_run.hpp"

using namespace lastmile::cross;

namespace {

double all_airtime(const WifiRun& run) {
  double sum = 0;
  for (const auto& [index, moved] : run.transfers) sum += moved.airtime_s;
  return sum;
}

double all_sent(const WifiRun& run) {
  double sum = 0;
  for (const auto& [node, seconds] : run.radios) sum += seconds.first;
  return sum;
}

}  // namespace

TEST_CASE("records: off, nothing is known; on, nothing else changes") {
  const WifiRun off = run_wifi("recorded 1 1 4 100 0"), on = run_wifi("recorded 1 1 4 100 1");
  REQUIRE(on.transfers.size() == 6);
  CHECK(all_airtime(off) == 0);
  for (const auto& [index, moved] : off.transfers) {
    CHECK(moved.seconds == on.transfers.at(index).seconds);
    CHECK(on.transfers.at(index).airtime_s > 0);
  }
}

// What is left are acknowledgements: of TCP, and the block acknowledgements of the MAC.
TEST_CASE("records: airtime of the transfers is most of what the radios sent") {
  const WifiRun run = run_wifi("recorded 1 1 4 500 1");
  std::printf("airtime of six transfers %.2f ms, of everything sent %.2f ms\n", 1e3 * all_airtime(run),
              1e3 * all_sent(run));
  CHECK(all_airtime(run) < all_sent(run));
  CHECK(all_airtime(run) > 0.7 * all_sent(run));
}

TEST_CASE("records: a second message waits for the first one's bytes") {
  const WifiRun run = run_wifi("recorded 1 1 4 500 1");  // 0: of node 1; 1 and 2: of node 2
  CHECK(run.transfers.at(1).queued_s < 0.05);
  CHECK(run.transfers.at(2).queued_s > run.transfers.at(1).queued_s);
  CHECK(run.transfers.at(2).queued_s < run.transfers.at(2).seconds);
}

TEST_CASE("records: segments that a lossy link ate are sent again over Wi-Fi too; datagrams are not") {
  const WifiRun tcp = run_wifi("lossy 1 1 1000 0.02 0"), none = run_wifi("lossy 1 1 1000 0 0");
  const WifiRun udp = run_wifi("lossy 1 1 1000 0.02 1");
  std::printf("1 MB, 2 %% of packets lost: %u segments again; airtime %.2f ms, without loss %.2f ms\n",
              tcp.transfers.at(0).retransmissions, 1e3 * tcp.transfers.at(0).airtime_s,
              1e3 * none.transfers.at(0).airtime_s);
  CHECK(none.transfers.at(0).retransmissions == 0);
  CHECK(tcp.transfers.at(0).retransmissions >= 5);  // 691 segments
  CHECK(tcp.transfers.at(0).retransmissions <= 60);
  CHECK(tcp.transfers.at(0).airtime_s == doctest::Approx(none.transfers.at(0).airtime_s).epsilon(0.1));
  CHECK(udp.transfers.at(0).retransmissions == 0);
  CHECK(udp.transfers.at(0).airtime_s > 0);
  CHECK(udp.transfers.at(0).delivered < 1e6);
}

TEST_CASE("pcap: one capture a device, and the same results") {
  const auto folder = std::filesystem::temp_directory_path() / ("lastmile_pcap_" + std::to_string(getpid()));
  const WifiRun run = run_wifi("lossy 1 1 100 0 0", "WIFI_WORLD_PCAP='" + folder.string() + "' ");
  CHECK(run.text == run_wifi("lossy 1 1 100 0 0").text);
  std::size_t captures = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(file.path(), std::ios::binary);
    unsigned char magic[4] = {};
    in.read(reinterpret_cast<char*>(magic), sizeof magic);
    CHECK(magic[0] == 0xd4);
    CHECK(magic[3] == 0xa1);
    CHECK(file.file_size() > 100'000);
    ++captures;
  }
  CHECK(captures == 4);  // access point and station on the air; access point and server on the wire
  std::filesystem::remove_all(folder);
}
