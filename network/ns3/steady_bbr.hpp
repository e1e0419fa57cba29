// BBR of ns-3 3.37 that survives a timeout. Its bandwidth estimate is the best sample of ten rounds; after a
// timeout acknowledgements of the old flight count as rounds of their own, the good samples are forgotten
// within one round trip, and the connection stays at tens of kbit/s for minutes (seen over 100 Mbit/s,
// 40 ms, 0.1 % loss: 10 MB in 660 s, 1.1 s on other seeds). Here samples taken while it recovers from a
// timeout, and for three round trips more, can raise the estimate but not lower it, as if they were
// limited by the application.
// Checked: tests/cross/congestion_test.cpp.  C++17.
#pragma once

#include <ns3/tcp-bbr.h>

namespace lastmile::network {

class SteadyBbr : public ns3::TcpBbr {
 public:
  static ns3::TypeId GetTypeId();
  ns3::Ptr<ns3::TcpCongestionOps> Fork() override;
  void CongControl(ns3::Ptr<ns3::TcpSocketState> state, const ns3::TcpRateOps::TcpRateConnection& connection,
                   const ns3::TcpRateOps::TcpRateSample& sample) override;

 private:
  ns3::Time recovers_until_;
};

}  // namespace lastmile::network
