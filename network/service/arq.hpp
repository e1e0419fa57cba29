// arq: one message over datagrams that are repeated until all of it has arrived.
//
//   1  the sender sends what is missing as one train of datagrams (udp of the backend)
//   2  the receiver, when the train is over, reports what is missing (a datagram back); all there: the
//      message has arrived, and the report only tells the sender to stop
//   3  the report has come: again from 1. It has not after a timeout: the sender asks (a datagram), the
//      receiver reports again; timeouts double; after kMostTries in a row without news it gives up
//   timeout RTO = SRTT + max(G, 4 RTTVAR), at least 200 ms, 1 s before the first measurement:
//   SRTT += (R - SRTT) / 8, RTTVAR += (|R - SRTT| - RTTVAR) / 4; R is measured from a question to its
//   report, else as twice the report's way. Estimates are kept for each ordered pair of nodes.
// Source    RFC 6298 clauses 2 and 5 (lower bound as Linux, 200 ms, where the RFC has 1 s); selective
//           repeat as in RFC 2018's idea, on application level.
// Valid     datagrams that are lost now and then. There is no congestion control: the backend paces a train
//           at the route's nominal rate, and two of them on one link lose much.
// Ignores   loss of the last report (the sender would ask a few times more); headers of the protocol.
//           A backend says that a train is over when its last datagram has arrived or must be lost.
// Checked   tests/unit/network/service_arq_test.cpp, tests/cross/service_test.cpp
#pragma once

#include <functional>

#include "network/network.hpp"
#include "sim/engine.hpp"

namespace lastmile::network {

class RoundTrip {
 public:
  void measured(Duration r);
  [[nodiscard]] Duration timeout() const;

 private:
  bool known_ = false;
  Duration smoothed_{}, variation_{};
};

class Arq {
 public:
  static constexpr int kMostTries = 15;  ///< as tcp_retries2 of Linux

  /// Starts at once. `ended` may destroy this; it is never called from the constructor.
  Arq(Engine& engine, Network& backend, RoundTrip& round_trip, const Transfer& what, Completion ended);
  Arq(const Arq&) = delete;
  Arq& operator=(const Arq&) = delete;
  ~Arq();  ///< gives up without a word
  [[nodiscard]] Bytes delivered() const { return delivered_; }

 private:
  void send_missing();
  void train_over(const Outcome& train);
  void ask();
  void report(SimTime measured_from, int ways);
  void reported(bool arrived, SimTime measured_from, int ways);
  void wait();
  void end(bool ok);
  void start_below(Transfer what, Completion then);

  Engine& engine_;
  Network& backend_;
  RoundTrip& round_trip_;
  Transfer what_;
  Completion ended_;
  Bytes delivered_{0};
  Outcome sum_;
  int silent_ = 0;           // timeouts in a row
  bool first_ = true;
  TransferId below_ = kNoTransfer;
  EventId timer_;
};

}  // namespace lastmile::network
