// Thresholds of Sionna's LDPC tables (Apache-2.0): SINR in dB at which a code block of 2000 bits
// fails in one of ten, MCS 3-28 of table 1 and 20-26 of table 2. Read off once; facts, not code.
#include "network/ns3/nr/link_abstraction.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdio>

using namespace lastmile::network;
using namespace lastmile::network::nr;

namespace {

constexpr int kBits = 2000;
constexpr double kGapDb = 0.9;
const double kTable1[] = {-2.48, -1.82, -0.32, 0.55,  1.46,  2.50,  3.25,  3.49,  4.36,
                          5.16,  6.19,  6.90,  8.16,  8.61,  9.13,  9.91,  10.67, 11.87,
                          12.67, 13.78, 14.55, 15.50, 16.53, 17.58, 18.46, 19.61};
const double kTable2[] = {18.64, 19.05, 20.13, 21.10, 22.18, 23.29, 24.07};

struct Differences {
  double sum = 0, worst = 0;
  int count = 0;
  void add(const char* table, int index, double ours, double theirs) {
    std::printf("%s MCS %2d: %6.2f dB, reference %6.2f dB, difference %+.2f\n", table, index, ours,
                theirs, ours - theirs);
    sum += std::abs(ours - theirs);
    worst = std::max(worst, std::abs(ours - theirs));
    ++count;
  }
};

}  // namespace

TEST_CASE("10 % thresholds against a link simulator's") {
  const LinkAbstraction link(kGapDb);
  Differences seen;
  for (int i = 3; i <= 28; ++i) {
    const Mcs& mcs = mcs_table(NrMcsTable::qam64)[static_cast<std::size_t>(i)];
    seen.add("table 1", i, link.threshold_db(kBits, mcs, 0.1), kTable1[i - 3]);
  }
  for (int i = 20; i <= 26; ++i) {
    const Mcs& mcs = mcs_table(NrMcsTable::qam256)[static_cast<std::size_t>(i)];
    seen.add("table 2", i, link.threshold_db(kBits, mcs, 0.1), kTable2[i - 20]);
  }
  std::printf("mean difference %.3f dB, worst %.3f dB\n", seen.sum / seen.count, seen.worst);
  CHECK(seen.sum / seen.count < 0.15);
  CHECK(seen.worst < 0.35);
}

TEST_CASE("information: known limits, and the table against the integral") {
  CHECK(bicm_information_exact(2, -20).mean == doctest::Approx(std::log2(1 + 0.01)).epsilon(0.01));
  for (const int order : {2, 4, 6, 8}) {
    CHECK(bicm_information_exact(order, 44).mean == doctest::Approx(order).epsilon(1e-6));
    for (const double db : {-7.1, 0.3, 9.9, 21.7}) {
      CHECK(bicm_information(order, db).mean ==
            doctest::Approx(bicm_information_exact(order, db).mean).epsilon(2e-3));
      CHECK(bicm_information_exact(order, db).mean <= std::log2(1 + std::pow(10, db / 10)));
    }
  }
  // Binary input at 0 dB a dimension (QPSK at 3.01 dB): 0.4861 bit a dimension at 0 dB Es/N0 total
  CHECK(bicm_information_exact(2, 0).mean == doctest::Approx(2 * 0.4861).epsilon(2e-3));
}

TEST_CASE("errors fall with SINR and with the gap") {
  const Mcs& mcs = mcs_table(NrMcsTable::qam64)[15];
  double before = 1.0000001;
  for (double db = 0; db < 14; db += 0.1) {
    const double p = LinkAbstraction(kGapDb).block_error(20000, mcs, db);
    CHECK(p <= before);
    CHECK(p >= LinkAbstraction(0).block_error(20000, mcs, db));
    before = p;
  }
  CHECK(LinkAbstraction(kGapDb).threshold_db(kBits, mcs, 0.1) ==
        doctest::Approx(LinkAbstraction(0).threshold_db(kBits, mcs, 0.1) + kGapDb).epsilon(1e-6));
}

TEST_CASE("several code blocks fail more often than one") {
  const Mcs& mcs = mcs_table(NrMcsTable::qam64)[20];
  const LinkAbstraction link(kGapDb);
  const double db = link.threshold_db(8448, mcs, 0.1);
  const double one = link.code_block_error(8448, mcs, db);
  CHECK(link.block_error(8424 * 10 - 24, mcs, db) ==
        doctest::Approx(1 - std::pow(1 - one, 10)).epsilon(0.1));
}

TEST_CASE("effective SINR: equal parts change nothing, bad parts dominate") {
  const double beta = eesm_beta(mcs_table(NrMcsTable::qam64)[16]);
  CHECK(beta == doctest::Approx(6.5));
  CHECK(eesm_beta(mcs_table(NrMcsTable::qam256)[20]) == doctest::Approx(56.48));
  CHECK(eesm_beta(mcs_table(NrMcsTable::low_rate)[0]) == doctest::Approx(1.6));
  CHECK(eesm({4, 4, 4}, beta) == doctest::Approx(4));
  const double mixed = eesm({1, 100}, beta);
  CHECK(mixed ==
        doctest::Approx(-beta * std::log((std::exp(-1 / beta) + std::exp(-100 / beta)) / 2)));
  CHECK(mixed < 50);
}

TEST_CASE("chase combining doubles the SINR: the second transmission stands 3 dB higher") {
  const Mcs& mcs = mcs_table(NrMcsTable::qam64)[18];
  const LinkAbstraction link(kGapDb);
  const double db = link.threshold_db(kBits, mcs, 0.1);
  CHECK(linear_to_db(2 * db_to_linear(db - 3.0103)) == doctest::Approx(db).epsilon(1e-5));
  CHECK(link.code_block_error(kBits, mcs, db - 3.0103) > 0.99);
}
