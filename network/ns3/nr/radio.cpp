#include "network/ns3/nr/radio.hpp"

#include <ns3/boolean.h>
#include <ns3/channel-condition-model.h>
#include <ns3/constant-position-mobility-model.h>
#include <ns3/three-gpp-propagation-loss-model.h>

#include <algorithm>
#include <cmath>

#include "network/ns3/nr/flow_rate.hpp"
#include "network/ns3/nr/link_abstraction.hpp"
#include "sim/random.hpp"

namespace lastmile::network::nr {
namespace {

constexpr double kThermalDbmHz = -174;
constexpr double kRoundDb = 1024;

bool may_move(const ns3::Ptr<ns3::MobilityModel>& place) {
  return ns3::DynamicCast<ns3::ConstantPositionMobilityModel>(place) == nullptr;
}

template <class Loss, class Condition>
ns3::Ptr<ns3::ThreeGppPropagationLossModel> make_loss(NrSight sight, std::int64_t stream) {
  const auto loss = ns3::CreateObject<Loss>();
  ns3::Ptr<ns3::ChannelConditionModel> condition;
  if (sight == NrSight::always)
    condition = ns3::CreateObject<ns3::AlwaysLosChannelConditionModel>();
  else if (sight == NrSight::never)
    condition = ns3::CreateObject<ns3::NeverLosChannelConditionModel>();
  else
    condition = ns3::CreateObject<Condition>();
  condition->AssignStreams(stream + 8);
  loss->SetChannelConditionModel(condition);
  return loss;
}

ns3::Ptr<ns3::ThreeGppPropagationLossModel> of_environment(const NrOptions& options,
                                                           std::int64_t stream) {
  using namespace ns3;
  switch (options.environment) {
    case NrEnvironment::umi:
      return make_loss<ThreeGppUmiStreetCanyonPropagationLossModel,
                       ThreeGppUmiStreetCanyonChannelConditionModel>(options.sight, stream);
    case NrEnvironment::inh_office:
      return make_loss<ThreeGppIndoorOfficePropagationLossModel,
                       ThreeGppIndoorMixedOfficeChannelConditionModel>(options.sight, stream);
    case NrEnvironment::rma:
      return make_loss<ThreeGppRmaPropagationLossModel, ThreeGppRmaChannelConditionModel>(
          options.sight, stream);
    case NrEnvironment::uma:
      break;
  }
  return make_loss<ThreeGppUmaPropagationLossModel, ThreeGppUmaChannelConditionModel>(options.sight,
                                                                                      stream);
}

double noise_mw(double block_hz, double figure_db) {
  return db_to_linear(kThermalDbmHz + figure_db) * block_hz;
}

}  // namespace

ns3::Ptr<ns3::PropagationLossModel> path_loss_model(const NrOptions& options, double frequency_hz,
                                                    std::int64_t stream) {
  const auto loss = of_environment(options, stream);
  loss->SetFrequency(frequency_hz);
  loss->SetAttribute("ShadowingEnabled", ns3::BooleanValue(options.shadowing));
  loss->AssignStreams(stream);
  return loss;
}

Radio::Radio(const NrOptions& options, const Carrier& carrier, const std::string& name,
             std::uint64_t seed, std::int64_t stream, Places cells, Places ues, ExtraLoss extra)
    : options_(options),
      blocks_(carrier.blocks),
      cells_(std::move(cells)),
      ues_(std::move(ues)),
      loss_(path_loss_model(options, carrier.down_hz, stream)),
      extra_(std::move(extra)),
      carrier_hz_(carrier.down_hz),
      coherence_ns_(ues_.size(), options.coherence.count()),
      fade_seed_(mix(seed, stable_hash(name + "/fade"))),
      gnb_mw_(db_to_linear(options.gnb_power.value())),
      ue_mw_(db_to_linear(options.ue_power.value())),
      elements_(db_to_linear(options.gnb_element_gain_db + options.ue_element_gain_db)),
      arrays_(static_cast<double>(options.gnb_elements) * options.ue_elements),
      noise_down_(noise_mw(carrier.block_hz, options.ue_noise_figure_db)),
      noise_up_(noise_mw(carrier.block_hz, options.gnb_noise_figure_db)),
      ignore_(db_to_linear(-options.ignore_below_noise_db)) {
  const auto add_proxies = [this](const Places& at, Places& proxies, bool base) {
    for (const auto& real : at) {
      nodes_.push_back(ns3::CreateObject<ns3::Node>());
      proxies.push_back(ns3::CreateObject<ns3::ConstantPositionMobilityModel>());
      nodes_.back()->AggregateObject(proxies.back());
      place(proxies.back(), real, base);
    }
  };
  add_proxies(cells_, cell_proxies_, true);
  add_proxies(ues_, ue_proxies_, false);
  for (const auto& ue : ues_) ue_moves_.push_back(may_move(ue));
  cells_move_ = std::any_of(cells_.begin(), cells_.end(), may_move);
  gains_.assign(ues_.size(), std::vector<double>(cells_.size(), 0));
  for (std::size_t ue = 0; ue < ues_.size(); ++ue) {
    measure(ue);  // static shadowing changes between the first and the second call of ns-3 3.37
    measure(ue);
  }
}

ns3::Vector Radio::place_of(const ns3::Ptr<ns3::MobilityModel>& at, bool base) const {
  ns3::Vector position = at->GetPosition();
  if (position.z == 0) position.z = usual_height(options_.environment, base);
  return position;
}

bool Radio::place(const ns3::Ptr<ns3::MobilityModel>& proxy, const ns3::Ptr<ns3::MobilityModel>& at,
                  bool base) const {
  const ns3::Vector before = proxy->GetPosition(), now = place_of(at, base);
  proxy->SetPosition(now);
  return now.x != before.x || now.y != before.y || now.z != before.z;
}

void Radio::measure(std::size_t ue) {
  for (std::size_t cell = 0; cell < cells_.size(); ++cell) {
    double db = loss_->CalcRxPower(0, cell_proxies_[cell], ue_proxies_[ue]);
    if (extra_) db -= extra_(cell_proxies_[cell]->GetPosition(), ue_proxies_[ue]->GetPosition());
    gains_[ue][cell] = db_to_linear(std::floor(db * kRoundDb + 0.5) / kRoundDb);
  }
}

bool Radio::refresh(std::size_t ue) {
  if (!moves(ue)) return false;
  bool moved = place(ue_proxies_[ue], ues_[ue], false);
  for (std::size_t cell = 0; cells_move_ && cell < cells_.size(); ++cell) {
    place(cell_proxies_[cell], cells_[cell], true);
  }
  coherence_ns_[ue] = coherence_ns(ues_[ue]->GetVelocity());
  moved = moved || cells_move_;
  if (moved) measure(ue);
  return moved;
}

double Radio::strayed_m(std::size_t ue) const {
  return ns3::CalculateDistance(ue_proxies_[ue]->GetPosition(), place_of(ues_[ue], false));
}

std::int64_t Radio::coherence_ns(const ns3::Vector& velocity) const {
  constexpr double light_mps = 299792458, rule = 0.423;
  const double mps = velocity.GetLength();
  const std::int64_t given = options_.coherence.count();
  if (mps <= 0) return given;
  const double ns = 1e9 * rule * light_mps / (mps * carrier_hz_);
  return ns < static_cast<double>(given) ? std::max<std::int64_t>(1, static_cast<std::int64_t>(ns)) : given;
}

std::size_t Radio::best_cell(std::size_t ue) const {
  std::size_t best = 0;
  for (std::size_t cell = 1; cell < cells_.size(); ++cell) {
    if (gains_[ue][cell] > gains_[ue][best]) best = cell;
  }
  return best;
}

double Radio::fade(std::size_t ue, std::size_t cell, std::int64_t at_ns) const {
  if (options_.fading == NrFading::none) return 1;
  const auto block = static_cast<std::uint64_t>(at_ns / coherence_ns_[ue]);
  const std::uint64_t bits = mix(mix(fade_seed_, ue * cells_.size() + cell), block);
  const double uniform = (static_cast<double>(bits >> 11) + 0.5) / 9007199254740992.0;
  return -portable_log(uniform);
}

double Radio::steady_down(std::size_t ue, std::size_t cell) const {
  return gnb_mw_ / blocks_ * gains_[ue][cell] * elements_ * arrays_;
}

double Radio::down(std::size_t ue, std::size_t cell, std::int64_t at_ns) const {
  return steady_down(ue, cell) * fade(ue, cell, at_ns);
}

double Radio::up(std::size_t ue, std::size_t cell, int blocks, std::int64_t at_ns) const {
  return ue_mw_ / blocks * gains_[ue][cell] * elements_ * arrays_ * fade(ue, cell, at_ns);
}

double Radio::cross_down(std::size_t ue, std::size_t cell) const {
  const double mw = gnb_mw_ / blocks_ * gains_[ue][cell] * elements_;
  return mw < ignore_ * noise_down_ ? 0 : mw;
}

double Radio::cross_up(std::size_t ue, std::size_t cell, int blocks) const {
  const double mw = ue_mw_ / blocks * gains_[ue][cell] * elements_;
  return mw < ignore_ * noise_up_ ? 0 : mw;
}

}  // namespace lastmile::network::nr
