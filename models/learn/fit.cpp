#include "models/learn/fit.hpp"

#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

[[noreturn]] void refuse(const Network& network, const Dataset& data, const std::string& has,
                         const std::string& does) {
  throw ConfigError("data set '" + data.name() + "' has " + has + ", network '" + network.name() +
                    "' " + does);
}

}  // namespace

void check_takes(const Network& network, const Dataset& data) {
  if (data.shape() == network.input()) return;
  refuse(network, data, "samples of " + to_string(data.shape()),
         "takes " + to_string(network.input()));
}

void check_answers(const Network& network, const Dataset& data) {
  check_takes(network, data);
  if (data.places() != network.places())
    refuse(network, data, std::to_string(data.places()) + " labels a sample",
           "gives " + std::to_string(network.places()) + " answers");
  if (data.classes() > network.classes())
    refuse(network, data, std::to_string(data.classes()) + " classes",
           "tells " + std::to_string(network.classes()) + " apart");
}

void check_gives_back(const Network& network) {
  const auto given = static_cast<std::int64_t>(network.places()) * network.classes();
  if (given == network.input().elements()) return;
  throw ConfigError("network '" + network.name() + "' takes " + to_string(network.input()) +
                    ", but gives back " + std::to_string(given) +
                    " numbers: an autoencoder gives as many as it takes");
}

}  // namespace lastmile::learn
