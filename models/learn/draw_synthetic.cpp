// synthetic(alpha, beta) of FedProx.
//
// Formulae   user k:  n_k = 50 + floor(exp(N(4, 2)));  u_k ~ N(0, alpha);  B_k ~ N(0, beta)
//                     v_k[j] ~ N(B_k, 1);  W_k[j][c] ~ N(u_k, 1);  b_k[c] ~ N(u_k, 1)
//            sample:  x[j] ~ N(v_k[j], j^-1.2 as variance), j = 1..60;  y = argmax_c (x W_k + b_k)
// Symbols    N(mean, standard deviation), as the authors' program draws it
// Source     Li et al. 2020, arXiv:1812.06127, section 5.1; data/synthetic_1_1 of litian96/FedProx.
//            LEAF's synthetic set (Caldas et al. 2018, arXiv:1812.01097) is of the same family.
// Ignores    their split 90 / 10 into training and test (the caller's), their variant "iid"
// Tests      tests/unit/learn/synthetic_test.cpp
#include <algorithm>
#include <array>
#include <cmath>

#include "models/learn/synthetic.hpp"
#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

constexpr std::size_t kFeatures = 60, kClasses = 10;

class User {
 public:
  User(double alpha, double beta, RandomStream random) : random_(random) {
    const double size = random_.normal(4, 2), model = random_.normal(0, alpha);
    const double centre = random_.normal(0, beta);
    samples_ = 50 + static_cast<std::size_t>(portable_exp(size));
    for (double& v : mean_) v = random_.normal(centre, 1);
    for (double& w : weights_) w = random_.normal(model, 1);
    for (double& b : bias_) b = random_.normal(model, 1);
  }

  [[nodiscard]] std::size_t samples() const { return samples_; }

  /// Appends a sample's features and returns its label.
  std::uint8_t draw(std::vector<float>& features) {
    std::array<double, kClasses> score = bias_;
    for (std::size_t j = 0; j < kFeatures; ++j) {
      const double spread = std::sqrt(portable_pow(static_cast<double>(j + 1), -1.2));
      const double x = random_.normal(mean_[j], spread);
      features.push_back(static_cast<float>(x));
      for (std::size_t c = 0; c < kClasses; ++c) score[c] += x * weights_[j * kClasses + c];
    }
    return static_cast<std::uint8_t>(std::max_element(score.begin(), score.end()) - score.begin());
  }

 private:
  RandomStream random_;
  std::size_t samples_ = 0;
  std::array<double, kFeatures> mean_{};
  std::array<double, kFeatures * kClasses> weights_{};
  std::array<double, kClasses> bias_{};
};

}  // namespace

Dataset draw_synthetic(std::size_t users, double alpha, double beta, RandomStream random) {
  if (users == 0 || !(alpha >= 0) || !(beta >= 0))
    throw ConfigError("synthetic(alpha, beta): users must be above 0, alpha and beta not negative");
  const std::uint64_t seed = random.next_u64();
  std::vector<float> features;
  std::vector<Label> labels;
  std::vector<std::uint32_t> owners;
  for (std::size_t k = 0; k < users; ++k) {
    User user(alpha, beta, RandomStream(mix(seed, k), "synthetic"));
    for (std::size_t i = 0; i < user.samples(); ++i) {
      labels.push_back(user.draw(features));
      owners.push_back(static_cast<std::uint32_t>(k));
    }
  }
  return Dataset::of_features("synthetic", {kFeatures, 1, 1}, kClasses, std::move(features),
                              std::move(labels))
      .owned_by(std::move(owners));
}

}  // namespace lastmile::learn
