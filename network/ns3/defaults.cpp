#include "network/ns3/defaults.hpp"

#include <ns3/config.h>
#include <ns3/nstime.h>
#include <ns3/queue-size.h>
#include <ns3/string.h>
#include <ns3/tcp-cubic.h>
#include <ns3/type-id.h>
#include <ns3/uinteger.h>

#include "network/ns3/steady_bbr.hpp"

namespace lastmile::network {

void set_ns3_defaults(Congestion congestion) {
  constexpr unsigned buffer_bytes = 4u << 20;
  using ns3::Config::SetDefault;
  const bool bbr = congestion == Congestion::bbr;
  SetDefault("ns3::TcpL4Protocol::SocketType",
             ns3::TypeIdValue(bbr ? SteadyBbr::GetTypeId() : ns3::TcpCubic::GetTypeId()));
  SetDefault("ns3::TcpSocket::SegmentSize", ns3::UintegerValue(1448));
  SetDefault("ns3::TcpSocket::SndBufSize", ns3::UintegerValue(buffer_bytes));
  SetDefault("ns3::TcpSocket::RcvBufSize", ns3::UintegerValue(buffer_bytes));
  SetDefault("ns3::TcpSocket::DelAckTimeout", ns3::TimeValue(ns3::MilliSeconds(40)));
  SetDefault("ns3::TcpSocket::ConnTimeout", ns3::TimeValue(ns3::Seconds(1)));
  SetDefault("ns3::TcpSocket::DataRetries", ns3::UintegerValue(15));
  SetDefault("ns3::TcpSocketBase::MinRto", ns3::TimeValue(ns3::MilliSeconds(200)));
  SetDefault("ns3::LteRlcUm::MaxTxBufferSize", ns3::UintegerValue(buffer_bytes));
  SetDefault("ns3::WifiMacQueue::MaxSize", ns3::QueueSizeValue(ns3::QueueSize("2000p")));
}

}  // namespace lastmile::network
