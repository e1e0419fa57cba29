#include <array>

#include "scenarios/host/link_arguments.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

int resource_blocks(const LinkArguments& a) {
  constexpr std::array<std::pair<double, int>, 6> blocks = {
      {{1.4e6, 6}, {3e6, 15}, {5e6, 25}, {10e6, 50}, {15e6, 75}, {20e6, 100}}};
  for (const auto& [hertz, count] : blocks) {
    if (a.given().frequency("bandwidth").value() == hertz) return count;
  }
  a.fail("bandwidth", "allowed are 1.4MHz, 3MHz, 5MHz, 10MHz, 15MHz and 20MHz, got '" +
                          a.given().raw("bandwidth").text + "'");
}

network::LteFading fading(const LinkArguments& a) {
  using network::LteFading;
  const std::string& text = a.given().text("fading");
  if (text == "epa") return LteFading::epa;
  if (text == "eva") return LteFading::eva;
  return text == "etu" ? LteFading::etu : LteFading::none;
}

/// Whole milliseconds; 0 when it is left to the program.
int srs_period_ms(const LinkArguments& a) {
  if (!a.given().has("srs_period")) return 0;
  const Duration period = a.given().duration("srs_period");
  for (const int allowed : {2, 5, 10, 20, 40, 80, 160, 320}) {
    if (period == std::chrono::milliseconds(allowed)) return allowed;
  }
  a.fail("srs_period", "allowed are 2ms, 5ms, 10ms, 20ms, 40ms, 80ms, 160ms and 320ms, got '" +
                           a.given().raw("srs_period").text + "'");
}

void lte_radio(const LinkArguments& a, network::LteLink& link) {
  link.bandwidth_rb = resource_blocks(a);
  link.downlink_earfcn = a.integer("downlink_earfcn");
  link.uplink_earfcn = a.integer("uplink_earfcn");
  link.enb_power = a.given().dbm("site_power");
  link.ue_power = a.given().dbm("ue_power");
  link.fading = fading(a);
  link.fading_mps = a.given().speed("fading_speed").value();
  if (a.given().text("scheduler") == "round_robin") {
    link.scheduler = network::LteScheduler::round_robin;
  }
}

void nr_carrier(const LinkArguments& a, network::NrOptions& o) {
  using network::NrScheduler, network::NrMcsTable;
  o.band = a.given().text("band");
  o.bandwidth_mhz = a.given().frequency("bandwidth").value() / 1e6;
  o.numerology = a.integer("numerology");
  o.tdd_pattern = a.given().text("tdd");
  o.special_slot = a.given().text("special_slot");
  o.minislot_symbols = a.integer("minislot");
  o.layers_down = a.integer("layers_down");
  o.layers_up = a.integer("layers_up");
  o.configured_grant = a.given().flag("configured_grant");
  o.acknowledged = a.given().text("rlc") == "acknowledged";
  o.target_bler = a.given().number("target_bler");
  const std::string& rule = a.given().text("scheduler");
  o.scheduler = rule == "round_robin" ? NrScheduler::round_robin
                : rule == "max_rate"  ? NrScheduler::max_rate
                                      : NrScheduler::proportional_fair;
  const std::string& mcs = a.given().text("mcs_table");
  o.mcs_table = mcs == "64qam"      ? NrMcsTable::qam64
                : mcs == "low_rate" ? NrMcsTable::low_rate
                                    : NrMcsTable::qam256;
}

void nr_medium(const LinkArguments& a, network::NrOptions& o) {
  using network::NrEnvironment, network::NrSight, network::NrFading;
  const std::string& where = a.given().text("environment");
  o.environment = where == "urban_micro" ? NrEnvironment::umi
                  : where == "indoor"    ? NrEnvironment::inh_office
                  : where == "rural"     ? NrEnvironment::rma
                                         : NrEnvironment::uma;
  const std::string& sight = a.given().text("line_of_sight");
  o.sight = sight == "always"  ? NrSight::always
            : sight == "never" ? NrSight::never
                               : NrSight::by_probability;
  o.fading = a.given().text("fading") == "rayleigh" ? NrFading::rayleigh_blocks : NrFading::none;
  o.coherence = a.given().duration("coherence");
  o.shadowing = a.given().flag("shadowing");
  o.gnb_power = a.given().dbm("cell_power");
  o.ue_power = a.given().dbm("ue_power");
  o.backhaul = a.given().duration("backhaul");
  o.a3_offset_db = a.given().decibels("a3_offset").value();
  o.a3_time = a.given().duration("a3_time");
  o.handover_interruption = a.given().duration("handover_interruption");
}

}  // namespace

void add_lte(LinkArguments& a) {
  network::LteLink link;
  link.name = a.name();
  link.cells = a.centres("site", "cells");
  link.gateway = a.gateway_or_first(link.cells);
  link.ues = a.nodes("ues");
  lte_radio(a, link);
  link.a3_hysteresis_db = a.given().decibels("a3_hysteresis").value();
  link.a3_time = a.given().duration("a3_time");
  link.srs_period_ms = srs_period_ms(a);
  link.states = a.radio_states();
  a.check_apart(link.ues, link.cells);
  a.add(std::move(link));
}

void add_nr(LinkArguments& a) {
  network::NrLink link;
  link.name = a.name();
  link.cells = a.nodes("cells");
  link.gateway = a.gateway_or_first(link.cells);
  link.ues = a.nodes("ues");
  nr_carrier(a, link.options);
  nr_medium(a, link.options);
  link.states = a.radio_states();
  a.check_apart(link.ues, link.cells);
  a.add(std::move(link));
}

}  // namespace lastmile::scenarios
