// ns-3 defaults that are changed, each with the value set and why. Applied once, before any node exists.
// C++17.
#pragma once

#include "network/topology.hpp"

namespace lastmile::network {

/// | ns-3 3.37 attribute                 | default | set to  | why
/// | TcpSocket::SegmentSize              | 536 B   | 1448 B  | Ethernet MTU 1500 less IPv4 20, TCP 20 + timestamps 12
/// | TcpSocket::SndBufSize, RcvBufSize   | 128 KiB | 4 MiB   | above the bandwidth-delay product of 200 Mb/s x 40 ms (1 MB)
/// | TcpSocket::InitialCwnd              | 10      | 10      | RFC 6928 (stated, unchanged)
/// | TcpSocket::DelAckTimeout            | 200 ms  | 40 ms   | TCP_DELACK_MIN of Linux
/// | TcpSocket::ConnTimeout              | 3 s     | 1 s     | TCP_TIMEOUT_INIT of Linux (RFC 6298)
/// | TcpSocket::DataRetries              | 6       | 15      | tcp_retries2 of Linux: minutes, not 25 s
/// | TcpSocketBase::MinRto               | 1 s     | 200 ms  | TCP_RTO_MIN of Linux
/// | LteRlcUm::MaxTxBufferSize           | 10 KB   | 4 MiB   | must hold a TCP window
/// | LteEnbRrc::SrsPeriodicity           | 40 ms   | 40 ms up to 38 UEs, else 320 (lte_sounding)
/// | WifiMacQueue::MaxSize               | 500 p   | 2000 p  | holds the windows of a cell's stations
/// | HeConfiguration::GuardInterval      | 3200 ns | 800 ns  | the usual indoor setting (802.11ax 0.8 us)
/// | WifiMac::BE_BlockAckInactivityTimeout (802.11n) | none | 1.02 s | a lost frame blocks the rest for ever
/// | ARP                                 | dynamic | filled  | colliding broadcasts block a neighbour for 100 s
/// | queue discipline on every device    | FqCoDel | none    | drop-tail at the device; costs up to 40 % of the CPU time
/// | TcpL4Protocol::SocketType           | Cubic   | Cubic or steady_bbr.hpp, as the topology says; BBR turns pacing on
void set_ns3_defaults(Congestion congestion = Congestion::cubic);

}  // namespace lastmile::network
