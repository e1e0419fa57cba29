// Attention of queries to keys and values, in heads.
//
// Formulae   s_ij = q_i . k_j / sqrt(d);  p_ij = softmax over j;  y_i = sum_j p_ij v_j
//            d v_j = sum_i p_ij d y_i;  d p_ij = d y_i . v_j;  d s_ij = p_ij (d p_ij - sum_j p_ij d
//            p_ij)
// Symbols    d channels of a head; i of queries, j of keys
// Source     Vaswani et al. 2017, arXiv:1706.03762; several heads of queries may share one of keys:
// Ainslie et al.
//            2023, doi:10.18653/v1/2023.emnlp-main.298
// Ignores    masks: every query sees every key
#include <algorithm>
#include <array>
#include <cmath>

#include "kernels/lane_functions.hpp"
#include "models/learn/operations/maker.hpp"

namespace lastmile::learn {
namespace {

constexpr std::size_t kLanes = kernels::kLanes;
using Lanes = std::array<float, kLanes>;

class Attention final : public Operation {
 public:
  Attention(const models::Shape& queries, const models::Shape& keys, int heads)
      : heads_(static_cast<std::size_t>(heads)),
        size_(static_cast<std::size_t>(queries.channels) / heads_),
        shared_(static_cast<std::size_t>(queries.channels / keys.channels)),
        queries_(static_cast<std::size_t>(queries.width)),
        keys_(static_cast<std::size_t>(keys.width)),
        scale_(1.0F / std::sqrt(static_cast<float>(size_))) {}

  [[nodiscard]] BufferSizes buffers() const override {
    return {0, 0, heads_ * queries_ * keys_ * kLanes, 0};  // p
  }

  void forward(const ForwardCall& c) const override {
    each_query([&](std::size_t head, std::size_t i) {
      float* p = c.kept + row(head, i);
      for (std::size_t j = 0; j < keys_; ++j) {
        const Lanes s = product(c.in[0], query(head, i), queries_, c.in[1], key(head, j), keys_);
        for (std::size_t l = 0; l < kLanes; ++l) p[j * kLanes + l] = s[l] * scale_;
      }
      soften(p);
      for (std::size_t d = 0; d < size_; ++d) {
        Lanes sum{};
        for (std::size_t j = 0; j < keys_; ++j)
          for (std::size_t l = 0; l < kLanes; ++l)
            sum[l] += p[j * kLanes + l] * c.in[2][key(head, j) + d * keys_ * kLanes + l];
        std::copy(sum.begin(), sum.end(), c.out + query(head, i) + d * queries_ * kLanes);
      }
    });
  }

  void backward(const BackwardCall& c) const override {
    const std::size_t key_floats = heads_ / shared_ * size_ * keys_ * kLanes;
    for (std::size_t k = 0; k < 3; ++k)
      if (c.in_slope[k] != nullptr)
        std::fill_n(c.in_slope[k], k == 0 ? heads_ * size_ * queries_ * kLanes : key_floats, 0.0F);
    std::vector<Lanes> ds(keys_);
    each_query([&](std::size_t head, std::size_t i) {
      const float* p = c.kept + row(head, i);
      score_slopes(c, head, i, p, ds);
      for (std::size_t j = 0; j < keys_; ++j)
        for (std::size_t d = 0; d < size_; ++d) {
          const std::size_t q = query(head, i) + d * queries_ * kLanes,
                            k = key(head, j) + d * keys_ * kLanes;
          for (std::size_t l = 0; l < kLanes; ++l) {
            if (c.in_slope[0] != nullptr) c.in_slope[0][q + l] += ds[j][l] * c.in[1][k + l];
            if (c.in_slope[1] != nullptr) c.in_slope[1][k + l] += ds[j][l] * c.in[0][q + l];
            if (c.in_slope[2] != nullptr)
              c.in_slope[2][k + l] += p[j * kLanes + l] * c.slope[q + l];
          }
        }
    });
  }

  void describe(Hasher& hash) const override { hash.add("attention").add(heads_); }

 private:
  template <class F>
  void each_query(F f) const {
    for (std::size_t head = 0; head < heads_; ++head)
      for (std::size_t i = 0; i < queries_; ++i) f(head, i);
  }

  /// d s_ij times the scale, for all j.
  void score_slopes(const BackwardCall& c, std::size_t head, std::size_t i, const float* p,
                    std::vector<Lanes>& ds) const {
    Lanes sum{};
    for (std::size_t j = 0; j < keys_; ++j) {
      ds[j] = product(c.slope, query(head, i), queries_, c.in[2], key(head, j), keys_);
      for (std::size_t l = 0; l < kLanes; ++l) sum[l] += p[j * kLanes + l] * ds[j][l];
    }
    for (std::size_t j = 0; j < keys_; ++j)
      for (std::size_t l = 0; l < kLanes; ++l)
        ds[j][l] = scale_ * p[j * kLanes + l] * (ds[j][l] - sum[l]);
  }

  /// Over the channels of a head, whose steps are the tokens of each side.
  [[nodiscard]] Lanes product(const float* a, std::size_t at, std::size_t a_step, const float* b,
                              std::size_t bt, std::size_t b_step) const {
    Lanes sum{};
    for (std::size_t d = 0; d < size_; ++d)
      for (std::size_t l = 0; l < kLanes; ++l)
        sum[l] += a[at + d * a_step * kLanes + l] * b[bt + d * b_step * kLanes + l];
    return sum;
  }

  void soften(float* s) const {
    for (std::size_t l = 0; l < kLanes; ++l) {
      float most = s[l], sum = 0;
      for (std::size_t j = 1; j < keys_; ++j) most = std::max(most, s[j * kLanes + l]);
      for (std::size_t j = 0; j < keys_; ++j)
        sum += s[j * kLanes + l] = kernels::lane_exp(s[j * kLanes + l] - most);
      for (std::size_t j = 0; j < keys_; ++j) s[j * kLanes + l] /= sum;
    }
  }

  [[nodiscard]] std::size_t row(std::size_t head, std::size_t i) const {
    return (head * queries_ + i) * keys_ * kLanes;
  }
  [[nodiscard]] std::size_t query(std::size_t head, std::size_t i) const {
    return (head * size_ * queries_ + i) * kLanes;
  }
  [[nodiscard]] std::size_t key(std::size_t head, std::size_t j) const {
    return (head / shared_ * size_ * keys_ + j) * kLanes;
  }

  std::size_t heads_, size_;
  std::size_t shared_;  // heads of queries that share one of keys
  std::size_t queries_, keys_;
  float scale_;
};

}  // namespace

Made make_attention(const LayerPlace& place) {
  return std::make_unique<Attention>(place.layer.in, place.inputs()[1], place.layer.spec.groups);
}

}  // namespace lastmile::learn
