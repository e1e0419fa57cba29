// What tokens need beside their layers: embedding of word numbers, learned positions, a learned token
// before the others, one token alone.
//
// Parameters embedding: weights [word][channel], from a normal distribution of variance 1;
//            position: weights [channel][row][column], class_token: weights [channel], of variance
//            0.02^2 (the start of transformers: Devlin et al. 2019, doi:10.18653/v1/N19-1423)
#include <algorithm>

#include "models/learn/operations/lane_sum.hpp"
#include "models/learn/operations/maker.hpp"
#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

constexpr std::size_t kLanes = kernels::kLanes;

class Embedding final : public Operation {
 public:
  Embedding(int words, int channels, std::int64_t tokens)
      : words_(static_cast<std::size_t>(words)),
        channels_(static_cast<std::size_t>(channels)),
        places_(static_cast<std::size_t>(tokens) * kLanes) {}

  [[nodiscard]] std::vector<ParameterBlock> parameters() const override {
    return {
        {"weights", {static_cast<std::int64_t>(words_), static_cast<std::int64_t>(channels_)}, 1}};
  }
  void forward(const ForwardCall& c) const override {
    for (std::size_t p = 0; p < places_; ++p) {
      const float* row = c.parameters + word(c.in[0][p]) * channels_;
      for (std::size_t i = 0; i < channels_; ++i) c.out[i * places_ + p] = row[i];
    }
  }
  void backward(const BackwardCall& c) const override {
    std::fill_n(c.gradient, words_ * channels_, 0.0F);
    for (std::size_t p = 0; p < places_; ++p) {
      float* row = c.gradient + word(c.in[0][p]) * channels_;
      for (std::size_t i = 0; i < channels_; ++i) row[i] += c.slope[i * places_ + p];
    }
  }
  void describe(Hasher& hash) const override { hash.add("embedding").add(words_); }

 private:
  [[nodiscard]] std::size_t word(float number) const {
    if (number >= 0 && number < static_cast<float>(words_)) return static_cast<std::size_t>(number);
    throw ConfigError("training: token " + std::to_string(number) + " for a vocabulary of " +
                      std::to_string(words_));
  }

  std::size_t words_, channels_;
  std::size_t places_;  // tokens times lanes
};

class Position final : public Operation {
 public:
  explicit Position(const models::Shape& shape)
      : shape_(shape), elements_(static_cast<std::size_t>(shape.elements())) {}

  [[nodiscard]] std::vector<ParameterBlock> parameters() const override {
    return {{"weights", {shape_.channels, shape_.height, shape_.width}, 0.02}};
  }
  void forward(const ForwardCall& c) const override {
    for (std::size_t i = 0; i < elements_ * kLanes; ++i)
      c.out[i] = c.in[0][i] + c.parameters[i / kLanes];
  }
  void backward(const BackwardCall& c) const override {
    for (std::size_t e = 0; e < elements_; ++e)
      c.gradient[e] = lane_sum(kLanes, [&](std::size_t l) { return c.slope[e * kLanes + l]; });
    if (c.in_slope[0] != nullptr) std::copy_n(c.slope, elements_ * kLanes, c.in_slope[0]);
  }
  void describe(Hasher& hash) const override { hash.add("position"); }

 private:
  models::Shape shape_;
  std::size_t elements_;
};

class ClassToken final : public Operation {
 public:
  explicit ClassToken(const models::Shape& in)
      : channels_(static_cast<std::size_t>(in.channels)), floats_(floats_of({1, 1, in.width})) {}

  [[nodiscard]] std::vector<ParameterBlock> parameters() const override {
    return {{"weights", {static_cast<std::int64_t>(channels_)}, 0.02}};
  }
  void forward(const ForwardCall& c) const override {
    for (std::size_t i = 0; i < channels_; ++i) {
      float* out = c.out + i * (floats_ + kLanes);
      std::fill_n(out, kLanes, c.parameters[i]);
      std::copy_n(c.in[0] + i * floats_, floats_, out + kLanes);
    }
  }
  void backward(const BackwardCall& c) const override {
    for (std::size_t i = 0; i < channels_; ++i) {
      const float* slope = c.slope + i * (floats_ + kLanes);
      c.gradient[i] = lane_sum(kLanes, [slope](std::size_t l) { return slope[l]; });
      if (c.in_slope[0] != nullptr)
        std::copy_n(slope + kLanes, floats_, c.in_slope[0] + i * floats_);
    }
  }
  void describe(Hasher& hash) const override { hash.add("class_token"); }

 private:
  std::size_t channels_;
  std::size_t floats_;  // of a channel's tokens
};

class Select final : public Operation {
 public:
  Select(const models::Shape& in, int token)
      : channels_(static_cast<std::size_t>(in.channels)),
        tokens_(static_cast<std::size_t>(in.width)),
        token_(static_cast<std::size_t>(token)) {}

  void forward(const ForwardCall& c) const override {
    for (std::size_t i = 0; i < channels_; ++i)
      std::copy_n(c.in[0] + place(i), kLanes, c.out + i * kLanes);
  }
  void backward(const BackwardCall& c) const override {
    if (c.in_slope[0] == nullptr) return;
    std::fill_n(c.in_slope[0], channels_ * tokens_ * kLanes, 0.0F);
    for (std::size_t i = 0; i < channels_; ++i)
      std::copy_n(c.slope + i * kLanes, kLanes, c.in_slope[0] + place(i));
  }
  void describe(Hasher& hash) const override { hash.add("select").add(token_); }

 private:
  [[nodiscard]] std::size_t place(std::size_t channel) const {
    return (channel * tokens_ + token_) * kLanes;
  }
  std::size_t channels_, tokens_, token_;
};

/// Whether a layer's value depends on weights.
bool learns(const models::Graph& graph, models::LayerId id) {
  if (graph.layer(id).parameters() > 0) return true;
  for (const models::LayerId input : id == 0 ? std::vector<models::LayerId>() : graph.inputs(id))
    if (learns(graph, input)) return true;
  return false;
}

}  // namespace

Made make_embedding(const LayerPlace& place) {
  if (learns(place.graph, place.graph.inputs(place.layer.id).front()))
    place.refuse("an embedding takes word numbers of the input, not what layers with weights make");
  const models::LayerSpec& s = place.layer.spec;
  return std::make_unique<Embedding>(s.vocabulary, s.out_channels, place.layer.in.width);
}
Made make_class_token(const LayerPlace& place) {
  return std::make_unique<ClassToken>(place.layer.in);
}
Made make_position(const LayerPlace& place) { return std::make_unique<Position>(place.layer.out); }
Made make_select(const LayerPlace& place) {
  return std::make_unique<Select>(place.layer.in, place.layer.spec.from);
}

}  // namespace lastmile::learn
