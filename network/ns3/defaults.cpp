#include "network/ns3/defaults.hpp"

#include <ns3/config.h>
#include <ns3/nstime.h>
#include <ns3/queue-size.h>
#include <ns3/string.h>
#include <ns3/uinteger.h>

namespace lastmile::network {

void set_ns3_defaults() {
  constexpr unsigned buffer_bytes = 4u << 20;
  using ns3::Config::SetDefault;
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
