// What networks learn: a linear model and a convolutional one on drawn digits and on MNIST's test pictures;
// model_drawn_rows.cpp has texts and movements.
#include "models/zoo/zoo.hpp"
#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/checks/model_rows.hpp"
#include "scenarios/checks/training_runs.hpp"

namespace lastmile::scenarios {
namespace {

double accuracy(const models::Graph& graph, const learn::Dataset& data, int passes, double rate) {
  const learn::Network network(graph);
  return held_out(network, trained(network, data, passes, rate), data).accuracy.back();
}

}  // namespace

std::vector<Claim> model_learning_rows(const CheckOptions& options) {
  const int passes = options.quick ? 8 : 16;
  const learn::Dataset drawn = drawn_pictures();
  std::vector<Claim> claims{
      at_most("a linear model on drawn digits", accuracy(models::logistic(), drawn, passes, 0.002), 0.93, kPictures),
      at_least("LeNet on drawn digits", accuracy(models::lenet(), drawn, passes, 0.01), 0.985, kPictures)};
  for (Claim& claim : model_drawn_rows(options)) claims.push_back(std::move(claim));
  const auto mnist = mnist_pictures(options);
  if (!mnist) return claims;
  claims.push_back(
      printed("a linear model on MNIST", accuracy(models::logistic(), *mnist, passes, 0.002), kPictures));
  claims.push_back(at_least("LeNet on MNIST", accuracy(models::lenet(), *mnist, passes, 0.01), 0.975, kPictures));
  return claims;
}

}  // namespace lastmile::scenarios
