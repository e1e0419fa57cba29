#include "network/ns3/nr/adaptation.hpp"

#include <algorithm>

#include "network/ns3/nr/transport_block.hpp"

namespace lastmile::network::nr {
namespace {

constexpr double kStepDb = 0.5, kMostDb = 6,
                 kLeastDb = -15;           // of the outer loop; CQI steps are up to 5 dB
constexpr double kReportTarget = 0.1;      // TS 38.214 5.2.2.1
constexpr double kLowReportTarget = 1e-5;  // the same, CQI table 3

double threshold(const LinkAbstraction& link, const Mcs& mcs, int bits, double error) {
  const Segmentation parts = code_blocks(bits, mcs.rate());
  return link.threshold_db(parts.bits, mcs, error / parts.blocks);
}

}  // namespace

Adaptation::Adaptation(const LinkAbstraction& link, const NrOptions& options, int elements,
                       int blocks, int layers)
    : table_(mcs_table(options.mcs_table)) {
  const bool low = options.mcs_table == NrMcsTable::low_rate;
  const auto at = [&](const Mcs& mcs, double error) {
    return threshold(link, mcs, transport_block_bits(elements, blocks, mcs, layers), error);
  };
  for (const Mcs& mcs : table_) mcs_db_.push_back(at(mcs, options.target_bler));
  for (const Mcs& cqi : cqi_table(options.mcs_table)) {
    if (cqi.order > 0) cqi_db_.push_back(at(cqi, low ? kLowReportTarget : kReportTarget));
  }
}

const Mcs& Adaptation::choose(double sinr_db) const {
  std::size_t best = 0;
  for (std::size_t i = 1; i < table_.size(); ++i) {
    if (mcs_db_[i] <= sinr_db && table_[i].efficiency() > table_[best].efficiency()) best = i;
  }
  return table_[best];
}

double Adaptation::reported_db(double sinr_db) const {
  double known = std::min(sinr_db, cqi_db_.front());
  for (const double db : cqi_db_) {
    if (db <= sinr_db) known = std::max(known, db);
  }
  return known;
}

void OuterLoop::learn(bool decoded) {
  offset_db_ += decoded ? kStepDb * target_ / (1 - target_) : -kStepDb;
  offset_db_ = std::clamp(offset_db_, kLeastDb, kMostDb);
}

}  // namespace lastmile::network::nr
