#include <doctest/doctest.h>

#include <string>

#include "network/recorded/import.hpp"
#include "network/recorded/trace.hpp"
#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::network;

namespace {

// Synthetic rows in the published forms; no row of any data set.
const std::string kGhent =
    "1500000001000 1000 51.0 3.7 1250000 1000\n"
    "1500000002000 2000 51.0 3.7 2500000 1000\n"
    "1500000003000 3000 51.0 3.7 0 1000\n";
const std::string kUccHeader =
    "Timestamp,Longitude,Latitude,Speed,Operatorname,CellID,NetworkMode,RSRP,RSRQ,SNR,CQI,RSSI,"
    "DL_bitrate,UL_bitrate,State,PINGAVG,PINGMIN,PINGMAX,PINGSTDEV,PINGLOSS,CELLHEX,NODEHEX,LACHEX,"
    "RAWCELLID,NRxRSRP,NRxRSRQ\n";
std::string ucc(const std::string& when, const std::string& kbps, const std::string& state,
                const std::string& ping) {
  return when + ",-8.1,51.1,0,X,1,5G,-90,-9,9,12,-," + kbps + ",40," + state + "," + ping +
         ",-,-,-,-,A,B,C,1,-95,-9\n";
}
const std::string kLumos =
    "run_num,seq_num,nrStatus,Throughput\n"
    "1,1,CONNECTED,500\n1,2,CONNECTED,800.5\n2,1,NONE,60\n2,2,NONE,70\n";

ImportOptions options() {
  ImportOptions o;
  o.up = bits_per_second(2e7);
  o.rtt = seconds(0.05);
  return o;
}

Trace imported(const std::string& text, const std::string& format, const ImportOptions& o) {
  return read_trace(import_trace(text, "in.txt", format, o), "out.csv");
}

std::string refusal(const std::string& text, const std::string& format, const ImportOptions& o) {
  try {
    import_trace(text, "in.txt", format, o);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "accepted";
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

}  // namespace

TEST_CASE("ghent4g: bytes of an interval become a rate") {
  const Trace t = imported(kGhent, "ghent4g", options());
  REQUIRE(t.steps.size() == 3);
  CHECK(t.steps[0].down.value() == doctest::Approx(1.25e6));
  CHECK(t.steps[1].down.value() == doctest::Approx(2.5e6));
  CHECK(t.steps[2].down.value() == 0);
  CHECK(t.steps[1].at == seconds(1));
  CHECK(t.steps[0].up.value() == doctest::Approx(2.5e6));
  CHECK(t.steps[0].rtt == seconds(0.05));
}

TEST_CASE("ucc5g: kbit/s, the last ping holds, idle seconds are left out, one row a second") {
  const std::string text = kUccHeader + ucc("2019.12.31_23.59.57", "0", "I", "-") +
                           ucc("2019.12.31_23.59.59", "8000", "D", "70") +
                           ucc("2020.01.01_00.00.00", "16000", "D", "-") +
                           ucc("2020.01.01_00.00.00", "24000", "D", "-") +
                           ucc("2020.01.01_00.00.01", "32000", "D", "40");
  const Trace t = imported(text, "ucc5g", options());
  REQUIRE(t.steps.size() == 3);
  CHECK(t.steps[1].at == seconds(1));
  CHECK(t.steps[2].at == seconds(2));
  CHECK(t.steps[0].down.value() == doctest::Approx(1e6));
  CHECK(t.steps[1].down.value() == doctest::Approx(3e6));
  CHECK(to_seconds(t.steps[1].rtt) == doctest::Approx(0.07));
  CHECK(to_seconds(t.steps[2].rtt) == doctest::Approx(0.04));
}

TEST_CASE("lumos5g: one run of a file, Mbit/s") {
  ImportOptions o = options();
  CHECK(contains(refusal(kLumos, "lumos5g", o),
                 "in.txt:4: column 'run_num': the file holds several"));
  o.run = 2;
  const Trace t = imported(kLumos, "lumos5g", o);
  REQUIRE(t.steps.size() == 2);
  CHECK(t.steps[1].down.value() == doctest::Approx(70e6 / 8));
  o.run = 9;
  CHECK(contains(refusal(kLumos, "lumos5g", o), "no row to import"));
}

TEST_CASE("what a format does not tell must be said") {
  ImportOptions o = options();
  o.up.reset();
  CHECK(contains(refusal(kGhent, "ghent4g", o), "--up"));
  o = options();
  o.rtt.reset();
  CHECK(contains(refusal(kGhent, "ghent4g", o), "--rtt"));
  CHECK(contains(refusal(kUccHeader + ucc("2020.01.01_00.00.00", "5", "D", "-"), "ucc5g", o),
                 "--rtt"));
}

TEST_CASE("holes, steps back and strange cells are refused with line and column") {
  const ImportOptions o = options();
  CHECK(contains(refusal(kGhent + "1500000060000 60000 51 3 100 1000\n", "ghent4g", o),
                 "in.txt:4: column 'epoch_ms': a hole of 57 s"));
  CHECK(contains(refusal(kGhent + "1500000000000 60000 51 3 100 1000\n", "ghent4g", o),
                 "in.txt:4: column 'epoch_ms': time goes backwards"));
  CHECK(contains(refusal("1500000001000 1000 51.0 3.7 -1 1000\n", "ghent4g", o),
                 "column 'bytes': '-1' is out of range"));
  CHECK(contains(refusal("1 2 3\n", "ghent4g", o), "in.txt:1: expected 6 columns, got 3"));
  CHECK(contains(refusal("Timestamp,DL_bitrat,State,PINGAVG\n", "ucc5g", o),
                 "unknown column 'DL_bitrat'; did you mean 'DL_bitrate'?"));
  CHECK(contains(refusal(kUccHeader + ucc("2020-01-01 00:00:0", "5", "D", "-"), "ucc5g", o),
                 "in.txt:2: column 'Timestamp'"));
  CHECK(contains(refusal(kUccHeader + ucc("2020.01.01_00.00.00", "-", "D", "-"), "ucc5g", o),
                 "column 'DL_bitrate': a hole"));
  CHECK(contains(refusal(kUccHeader + ucc("2020.01.01_00.00.00", "5", "Q", "-"), "ucc5g", o),
                 "column 'State'"));
  CHECK(contains(refusal(kGhent, "ghent5g", o), "did you mean 'ghent4g'?"));
}
