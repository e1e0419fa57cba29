#include "network/service/arq.hpp"

#include <algorithm>
#include <cmath>

namespace lastmile::network {
namespace {

constexpr Duration kFirstTimeout = std::chrono::seconds(1);         // RFC 6298 2.1
constexpr Duration kLeastTimeout = std::chrono::milliseconds(200);  // Linux
constexpr Duration kMostTimeout = std::chrono::seconds(60);         // RFC 6298 2.5
constexpr Duration kGranularity = std::chrono::milliseconds(1);
constexpr double kReportBytes = 64;     // position, and ranges of what is missing
constexpr double kDatagramBytes = 1472; // IPv4 MTU 1500 less headers; to count repeated ones

}  // namespace

void RoundTrip::measured(Duration r) {
  if (!known_) {
    known_ = true;
    smoothed_ = r;
    variation_ = r / 2;
    return;
  }
  variation_ += (std::chrono::abs(smoothed_ - r) - variation_) / 4;
  smoothed_ += (r - smoothed_) / 8;
}

Duration RoundTrip::timeout() const {
  if (!known_) return kFirstTimeout;
  return std::max(kLeastTimeout, smoothed_ + std::max(kGranularity, 4 * variation_));
}

Arq::Arq(Engine& engine, Network& backend, RoundTrip& round_trip, const Transfer& what, Completion ended)
    : engine_(engine), backend_(backend), round_trip_(round_trip), what_(what), ended_(std::move(ended)) {
  send_missing();
}

Arq::~Arq() {
  engine_.cancel(timer_);
  if (below_ != kNoTransfer) backend_.cancel(below_);
}

void Arq::start_below(Transfer what, Completion then) {
  what.transport = Transport::udp;
  below_ = backend_.start(what, [this, then = std::move(then)](const Outcome& outcome) {
    below_ = kNoTransfer;
    sum_.airtime += outcome.airtime;
    then(outcome);
  });
}

void Arq::send_missing() {
  const Bytes missing = what_.size - delivered_;
  if (!first_) {
    sum_.retransmissions += static_cast<std::uint32_t>(std::ceil(missing.value() / kDatagramBytes));
  }
  first_ = false;
  start_below(Transfer(what_.from, what_.to, missing),
              [this](const Outcome& train) { train_over(train); });
}

void Arq::train_over(const Outcome& train) {
  delivered_ += train.delivered;
  if (delivered_ >= what_.size) {
    backend_.start(Transfer(what_.to, what_.from, Bytes(kReportBytes), Transport::udp),
                   [](const Outcome&) {});
    end(true);
  } else if (train.delivered.value() > 0) {
    silent_ = 0;
    report(engine_.now(), 2);
  } else {
    wait();
  }
}

// The receiver tells what is missing. `ways`: how often a datagram's way fits into what is measured.
void Arq::report(SimTime measured_from, int ways) {
  start_below(Transfer(what_.to, what_.from, Bytes(kReportBytes)),
              [this, measured_from, ways](const Outcome& o) {
                reported(o.delivered.value() >= kReportBytes, measured_from, ways);
              });
}

void Arq::reported(bool arrived, SimTime measured_from, int ways) {
  if (!arrived) return wait();
  round_trip_.measured(ways * (engine_.now() - measured_from));
  silent_ = 0;
  send_missing();
}

void Arq::wait() {
  if (++silent_ > kMostTries) return end(false);
  const Duration doubled = round_trip_.timeout() * (1 << (silent_ - 1));
  timer_ = engine_.after(std::min(doubled, kMostTimeout), [this] { ask(); });
}

void Arq::ask() {
  const SimTime now = engine_.now();
  start_below(Transfer(what_.from, what_.to, Bytes(kReportBytes)), [this, now](const Outcome& o) {
    if (o.delivered.value() >= kReportBytes) return report(now, 1);
    wait();
  });
}

void Arq::end(bool ok) {
  sum_.ok = ok;
  sum_.why = ok ? Failure::none : Failure::connection;
  sum_.delivered = delivered_;
  sum_.finished = engine_.now();
  const Completion ended = std::move(ended_);
  const Outcome outcome = sum_;
  ended(outcome);  // may destroy this
}

}  // namespace lastmile::network
