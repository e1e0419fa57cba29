// A recorded link at packet level: a full-duplex wire whose rates, delay and loss are set anew at
// every step of the series, as engine time goes on (ns-3's own clock may stand still meanwhile).
//   DataRate = recorded goodput * frame / payload, so that TCP over it gets what was measured
//   Delay = rtt / 2;  a packet is lost with the recorded probability;  no rate: all are lost
// Valid:   steps long against a packet's time. A packet on its way keeps its old rate and delay.
// Ignores: that a radio holds packets back in an outage rather than losing them: TCP's timers run.
// Checked: tests/cross/recorded_test.cpp (against the fluid network).
#include <ns3/data-rate.h>
#include <ns3/double.h>
#include <ns3/error-model.h>
#include <ns3/point-to-point-helper.h>
#include <ns3/pointer.h>
#include <ns3/string.h>

#include <algorithm>

#include "network/ns3/world.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::network {
namespace {

constexpr double kFramePerPayload =
    1502.0 / 1448.0;  // segment size of defaults.cpp; 2 B frame header

struct RecordedWire {
  RecordedLink link;
  Trace trace;
  ns3::Ptr<ns3::NetDevice> device, site;
  ns3::Ptr<ns3::RateErrorModel> lost_at_device, lost_at_site;

  void set(const ns3::Ptr<ns3::NetDevice>& sender, const ns3::Ptr<ns3::RateErrorModel>& receiver,
           ByteRate rate, double loss) const {
    receiver->SetRate(rate.value() > 0 ? loss : 1.0);
    if (rate.value() <= 0) return;  // a rate of nothing would never end
    const auto bps = static_cast<std::uint64_t>(rate.value() * 8 * kFramePerPayload);
    sender->SetAttribute("DataRate",
                         ns3::DataRateValue(ns3::DataRate(std::max<std::uint64_t>(1, bps))));
  }
  SimTime apply(SimTime now) const {
    const TraceMoment moment = moment_of(trace, link.loop, now);
    if (moment.ended) {
      throw ConfigError("link '" + link.name + "': the series '" + trace.name + "' ends after " +
                        format_duration(trace.length) +
                        ", but bytes are still to be sent; set loop = true or record for longer");
    }
    set(device, lost_at_site, moment.step.up, moment.step.loss);
    set(site, lost_at_device, moment.step.down, moment.step.loss);
    device->GetChannel()->SetAttribute(
        "Delay", ns3::TimeValue(ns3::NanoSeconds(moment.step.rtt.count() / 2)));
    return moment.next;
  }
};

ns3::Ptr<ns3::RateErrorModel> losses_of(const ns3::Ptr<ns3::NetDevice>& receiver,
                                        const std::string& name) {
  const auto model = ns3::CreateObject<ns3::RateErrorModel>();
  model->SetUnit(ns3::RateErrorModel::ERROR_UNIT_PACKET);
  model->SetRate(0);
  model->AssignStreams(ns3_stream(name));
  receiver->SetAttribute("ReceiveErrorModel", ns3::PointerValue(model));
  return model;
}

}  // namespace

void add_recorded(World& world, LinkIndex index, const RecordedLink& link) {
  ns3::PointToPointHelper helper;
  helper.SetQueue("ns3::DropTailQueue", "MaxSize", ns3::StringValue("4000p"));
  helper.DisableFlowControl();
  const ns3::NetDeviceContainer devices =
      helper.Install(world.nodes.Get(link.device), world.nodes.Get(link.site));
  assign_addresses(world, index, {link.device, link.site}, devices);
  const RecordedWire wire{link,
                          world.topology.traces[link.trace],
                          devices.Get(0),
                          devices.Get(1),
                          losses_of(devices.Get(0), link.name + "/down"),
                          losses_of(devices.Get(1), link.name + "/up")};
  wire.apply(kTimeZero);
  world.series.push_back([wire](SimTime now) { return wire.apply(now); });
}

}  // namespace lastmile::network
