// 5G NR against the formulas and tables of the standards.
#include "scenarios/checks/nr_rows.hpp"
#ifdef LASTMILE_WITH_NR
#include <algorithm>
#include <array>

#include "network/ns3/nr/carrier.hpp"
#include "network/ns3/nr/mcs.hpp"
#include "network/ns3/nr/measure.hpp"
#include "network/ns3/nr/transport_block.hpp"
#endif

namespace lastmile::scenarios {
#ifdef LASTMILE_WITH_NR
namespace {

using namespace network;
using namespace network::nr;

// ---- peak rates, six configurations

struct Configuration {
  const char* band;
  double mhz;
  int mu;
  bool down;
  int layers, order;
};

std::vector<Claim> peak_rates() {
  std::vector<Claim> claims;
  const Configuration all[] = {{"n78", 100, 1, true, 4, 8},  {"n78", 100, 1, false, 1, 8},
                               {"n1", 20, 0, true, 2, 8},    {"n1", 20, 0, false, 1, 6},
                               {"n257", 400, 3, true, 2, 6}, {"n41", 40, 2, false, 2, 6}};
  for (const Configuration& c : all) {
    NrOptions options = clear_sky(c.band, c.mhz, c.mu);
    options.mcs_table = c.order == 8 ? NrMcsTable::qam256 : NrMcsTable::qam64;
    (c.down ? options.layers_down : options.layers_up) = c.layers;
    const Carrier carrier(c.band, c.mhz, c.mu);
    const double peak = peak_rate_bps(c.mu, carrier.blocks, c.layers, c.order,
                                      peak_overhead(carrier.band->range, c.down));
    claims.push_back(
        near("peak rate over TS 38.306, " + std::string(c.band) + " " + exact_number(c.mhz) +
                 " MHz " + (c.down ? "down" : "up"),
             full_rate_bps(options, c.down) / (peak * direction_share(options, c.down)), 1, 0.05,
             to_three_places(peak / 1e6, " Mb/s in symbols of this direction only")));
  }
  return claims;
}

// ---- path loss

Claim path_losses() {
  using E = NrEnvironment;
  const RadioPath paths[] = {
      {E::uma, 3.5, 25, 1.5, 100},   {E::uma, 3.5, 25, 1.5, 1000},  {E::uma, 3.5, 25, 1.5, 500},
      {E::umi, 28, 10, 1.5, 100},    {E::umi, 28, 10, 1.5, 200},    {E::umi, 3.5, 10, 1.5, 500},
      {E::inh_office, 30, 3, 1, 20}, {E::inh_office, 30, 3, 1, 50}, {E::rma, 0.7, 35, 1.5, 1000},
      {E::rma, 0.7, 35, 1.5, 2000},  {E::rma, 0.7, 35, 1.5, 5000}};
  double worst = 0;
  for (const RadioPath& p : paths) {
    for (const bool sight : {true, false}) {
      worst = std::max(worst, std::abs(ns3_path_loss_db(p, sight) - path_loss_db(p, sight)));
    }
  }
  return at_most("path loss against TR 38.901 in 22 places: dB", worst, 1e-3);
}

// ---- tables

struct PrintedTable {
  NrMcsTable which;
  std::size_t mcs_rows;
  std::array<double, 16> efficiency;  // as TS 38.214 prints it: tables 5.2.2.1-2, -3, -4
};

const std::array<PrintedTable, 3>& printed_tables() {
  static const std::array<PrintedTable, 3> all{{
      {NrMcsTable::qam64, 29, {0, .1523, .2344, .3770, .6016, .8770, 1.1758, 1.4766, 1.9141, 2.4063,
                               2.7305, 3.3223, 3.9023, 4.5234, 5.1152, 5.5547}},
      {NrMcsTable::qam256, 28, {0, .1523, .3770, .8770, 1.4766, 1.9141, 2.4063, 2.7305, 3.3223,
                                3.9023, 4.5234, 5.1152, 5.5547, 6.2266, 6.9141, 7.4063}},
      {NrMcsTable::low_rate, 29, {0, .0586, .0977, .1523, .2344, .3770, .6016, .8770, 1.1758,
                                  1.4766, 1.9141, 2.4063, 2.7305, 3.3223, 3.9023, 4.5234}}}};
  return all;
}

double wrong_rows(const PrintedTable& table) {
  constexpr double half_digit = 6e-5;
  const auto& cqi = cqi_table(table.which);
  double wrong = cqi.size() == 16 && mcs_table(table.which).size() == table.mcs_rows ? 0 : 1;
  for (std::size_t i = 0; i < cqi.size(); ++i) {
    wrong += std::abs(cqi[i].efficiency() - table.efficiency[i]) > half_digit ? 1 : 0;
  }
  return wrong;
}

// Every CQI of tables 1 and 2 from its third on has an MCS of the same order and rate.
double without_mcs(const PrintedTable& table) {
  double missing = 0;
  for (std::size_t i = 2; i < 16 && table.which != NrMcsTable::low_rate; ++i) {
    const Mcs& cqi = cqi_table(table.which)[i];
    const auto& all = mcs_table(table.which);
    missing += std::none_of(all.begin(), all.end(), [&cqi](const Mcs& mcs) {
      return mcs.order == cqi.order && mcs.rate_1024 == cqi.rate_1024;
    });
  }
  return missing;
}

Claim tables() {
  double wrong = 0;
  for (const PrintedTable& table : printed_tables()) wrong += wrong_rows(table) + without_mcs(table);
  return at_most("rows of 3 CQI tables that differ from the printed efficiency or have no MCS", wrong,
                 0, "TS 38.214 tables 5.1.3.1-1 to -3, 5.2.2.1-2 to -4");
}

}  // namespace

std::vector<Claim> nr_formula_rows(bool) {
  std::vector<Claim> claims{path_losses(), tables()};
  for (Claim& claim : peak_rates()) claims.push_back(std::move(claim));
  return claims;
}
#else
std::vector<Claim> nr_formula_rows(bool) { return nr_skipped(); }
#endif

}  // namespace lastmile::scenarios
