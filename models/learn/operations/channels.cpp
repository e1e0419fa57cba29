// Operations that only move channels: concat, slice and channel_shuffle (Zhang et al. 2018,
// doi:10.1109/CVPR.2018.00716).
//
// Each is a table: channel c of the output is channel from[c].channel of input from[c].input.
#include <algorithm>

#include "models/learn/operations/maker.hpp"

namespace lastmile::learn {
namespace {

struct Origin {
  std::size_t input = 0;
  std::size_t channel = 0;
};

class Channels final : public Operation {
 public:
  Channels(std::vector<Origin> from, std::vector<std::size_t> in_floats, std::size_t plane)
      : from_(std::move(from)), in_floats_(std::move(in_floats)), plane_(plane) {}

  void forward(const ForwardCall& c) const override {
    float* out = c.out;
    for (const Origin& o : from_) {
      std::copy_n(c.in[o.input] + o.channel * plane_, plane_, out);
      out += plane_;
    }
  }
  void backward(const BackwardCall& c) const override {
    for (std::size_t k = 0; k < in_floats_.size(); ++k)  // a slice leaves channels without slope
      if (c.in_slope[k] != nullptr) std::fill_n(c.in_slope[k], in_floats_[k], 0.0F);
    const float* slope = c.slope;
    for (const Origin& o : from_) {
      float* to = c.in_slope[o.input];
      if (to != nullptr) std::copy_n(slope, plane_, to + o.channel * plane_);
      slope += plane_;
    }
  }
  void describe(Hasher& hash) const override {
    hash.add("channels").add(plane_);
    for (const Origin& o : from_) hash.add(o.input).add(o.channel);
  }

 private:
  std::vector<Origin> from_;  // by output channel
  std::vector<std::size_t> in_floats_;
  std::size_t plane_;  // floats of a channel
};

Made make_channels(const LayerPlace& place, std::vector<Origin> from) {
  std::vector<std::size_t> in_floats;
  for (const models::Shape& shape : place.inputs()) in_floats.push_back(floats_of(shape));
  const models::Shape& out = place.layer.out;
  return std::make_unique<Channels>(std::move(from), std::move(in_floats),
                                    floats_of({1, out.height, out.width}));
}

}  // namespace

Made make_concat(const LayerPlace& place) {
  std::vector<Origin> from;
  const std::vector<models::Shape> inputs = place.inputs();
  for (std::size_t k = 0; k < inputs.size(); ++k)
    for (std::size_t c = 0; c < static_cast<std::size_t>(inputs[k].channels); ++c)
      from.push_back({k, c});
  return make_channels(place, std::move(from));
}

Made make_slice(const LayerPlace& place) {
  std::vector<Origin> from;
  for (std::int64_t c = 0; c < place.layer.out.channels; ++c)
    from.push_back({0, static_cast<std::size_t>(place.layer.spec.from + c)});
  return make_channels(place, std::move(from));
}

Made make_shuffle(const LayerPlace& place) {
  const auto channels = static_cast<std::size_t>(place.layer.out.channels);
  const auto groups = static_cast<std::size_t>(place.layer.spec.groups);
  std::vector<Origin> from;
  for (std::size_t c = 0; c < channels; ++c)
    from.push_back({0, c % groups * (channels / groups) + c / groups});
  return make_channels(place, std::move(from));
}

}  // namespace lastmile::learn
