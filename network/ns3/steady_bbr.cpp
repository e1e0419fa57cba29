#include "network/ns3/steady_bbr.hpp"

#include <ns3/simulator.h>
#include <ns3/tcp-socket-state.h>

namespace lastmile::network {
namespace {

constexpr std::int64_t kRoundTrips = 3;  // until samples are of the new flight

}  // namespace

ns3::TypeId SteadyBbr::GetTypeId() {
  static const ns3::TypeId id = ns3::TypeId("lastmile::SteadyBbr")
                                    .SetParent<ns3::TcpBbr>()
                                    .SetGroupName("Internet")
                                    .AddConstructor<SteadyBbr>();
  return id;
}

ns3::Ptr<ns3::TcpCongestionOps> SteadyBbr::Fork() { return ns3::CopyObject<SteadyBbr>(this); }

void SteadyBbr::CongControl(ns3::Ptr<ns3::TcpSocketState> state,
                            const ns3::TcpRateOps::TcpRateConnection& connection,
                            const ns3::TcpRateOps::TcpRateSample& sample) {
  ns3::TcpRateOps::TcpRateSample seen = sample;
  const ns3::Time now = ns3::Simulator::Now();
  if (state->m_congState == ns3::TcpSocketState::CA_LOSS && state->m_minRtt != ns3::Time::Max()) {
    recovers_until_ = now + ns3::TimeStep(kRoundTrips * state->m_minRtt.GetTimeStep());
  }
  if (now <= recovers_until_) seen.m_isAppLimited = true;
  ns3::TcpBbr::CongControl(state, connection, seen);
}

}  // namespace lastmile::network
