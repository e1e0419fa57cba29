// Series with random damage are read, imported, or refused with a ConfigError; nothing else
// happens.
#include <doctest/doctest.h>

#include <string>

#include "network/recorded/import.hpp"
#include "network/recorded/trace.hpp"
#include "sim/error.hpp"
#include "sim/random.hpp"

using namespace lastmile;
using namespace lastmile::network;

namespace {

std::string wounded(std::string text, RandomStream& random) {
  const std::uint64_t wounds = 1 + random.below(3);
  for (std::uint64_t i = 0; i < wounds && !text.empty(); ++i) {
    const std::size_t at = random.below(text.size());
    switch (random.below(4)) {
      case 0:
        text.erase(at, random.below(20));
        break;
      case 1:
        text[at] = static_cast<char>(random.below(256));
        break;
      case 2:
        text.insert(at, text.substr(random.below(text.size()), random.below(20)));
        break;
      default:
        text.insert(at, std::to_string(random.next_u64() >> random.below(64)));
        break;
    }
  }
  return text;
}

struct Sample {
  const char* format;  // "" canonical
  std::string text;
};

const Sample kSamples[] = {
    {"", "time_s,down_bps,up_bps,rtt_s,loss\n0,8e6,4e6,0.05,0\n1,9e6,4e6,0.06,0.01\n2,0,0,0.1,0\n"},
    {"ghent4g",
     "1500000001000 1000 51.0 3.7 1250000 1000\n1500000002000 2000 51.0 3.7 2500000 1000\n"},
    {"ucc5g",
     "Timestamp,DL_bitrate,State,PINGAVG\n2020.01.01_00.00.00,8000,D,70\n"
     "2020.01.01_00.00.01,9000,D,-\n"},
    {"lumos5g", "run_num,seq_num,Throughput\n1,1,500\n1,2,800.5\n"}};

bool reads(const Sample& sample, const std::string& text) {
  ImportOptions options;
  options.up = bits_per_second(1e7);
  options.rtt = seconds(0.05);
  try {
    const std::string format = sample.format;
    const Trace trace =
        read_trace(format.empty() ? text : import_trace(text, "f", format, options), "f");
    const TraceStep mean = mean_of(trace);
    const TraceMoment moment = moment_of(trace, true, SimTime(seconds(12345.6)));
    CHECK(mean.down.value() > 0);
    CHECK(moment.next > SimTime(seconds(12345.6)));
    return true;
  } catch (const ConfigError&) {
    return false;
  }
}

}  // namespace

TEST_CASE("damaged series are refused or read") {
  RandomStream random(1, "fuzz/trace");
  int refused = 0, read = 0;
  for (const Sample& sample : kSamples) {
    REQUIRE(reads(sample, sample.text));
    for (int i = 0; i < 2000; ++i) {
      const std::string text = wounded(sample.text, random);
      CAPTURE(text);
      ++(reads(sample, text) ? read : refused);
    }
  }
  CHECK(refused > 1000);
  CHECK(read > 200);
}
