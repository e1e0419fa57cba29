#include "kernels/attention/attention.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/channels/channels.hpp"
#include "kernels/epilogue.hpp"
#include "kernels/fast_call.hpp"
#include "kernels/normalise/normalise.hpp"
#include "kernels/simd/tables.hpp"

namespace lastmile::kernels {
namespace {

constexpr int kRowBlock = 48;

std::vector<std::string> names(const KernelCall& call, Isa) {
  if (call.type != KernelType::attention || call.height != 1 || !blocked_fp32(call)) return {};
  return {"direct"};
}

int rounded(int channels) { return (channels + kBlock - 1) / kBlock * kBlock; }
std::size_t at(int value) { return static_cast<std::size_t>(value); }

class Attention final : public Operator {
 public:
  Attention(const KernelCall& call, Isa isa)
      : shape_(output_shape(call)),
        heads_(call.groups),
        tokens_(call.width),
        depth_(call.channels / call.groups),
        wide_(rounded(depth_)),
        keys_(rounded(tokens_)),
        tables_(tables(isa)) {}

  void run(const void* const* inputs, void* output, void* scratch) const override {
    const Buffers all(*this, static_cast<float*>(scratch));
    for (int n = 0; n < shape_.batch; ++n)
      for (int head = 0; head < heads_; ++head) {
        const auto in = [&](int i) { return static_cast<const float*>(inputs[i]); };
        // What rounding up adds to keys and values must be zeros, and the scratch may hold anything.
        std::fill_n(all.keys, at(depth_) * at(keys_), 0.0F);
        std::fill_n(all.values, at(tokens_) * at(wide_), 0.0F);
        each_piece(n, head, [&](std::size_t map, int channel, int lanes) {
          tables_.copy_lanes(
              {lanes, in(0) + map, kBlock, all.queries + channel, at(wide_), at(tokens_)});
          tables_.copy_lanes(
              {lanes, in(2) + map, kBlock, all.values + channel, at(wide_), at(tokens_)});
          for (int i = 0; i < lanes; ++i)
            tables_.copy_lanes({1, in(1) + map + i, kBlock, all.keys + at(channel + i) * at(keys_),
                                1, at(tokens_)});
        });
        attend(all);
        each_piece(n, head, [&](std::size_t map, int channel, int lanes) {
          tables_.copy_lanes({lanes, all.queries + channel, at(wide_),
                              static_cast<float*>(output) + map, kBlock, at(tokens_)});
        });
      }
    clear_padding(shape_, static_cast<float*>(output));
  }
  [[nodiscard]] std::size_t scratch_bytes() const override {
    return (2 * at(tokens_) * at(wide_) + at(depth_ + kRowBlock) * at(keys_)) * sizeof(float);
  }
  [[nodiscard]] std::string algorithm() const override { return "direct"; }

 private:
  struct Buffers {
    float *queries, *values, *keys, *scores;
    Buffers(const Attention& a, float* scratch)
        : queries(scratch),
          values(queries + at(a.tokens_) * at(a.wide_)),
          keys(values + at(a.tokens_) * at(a.wide_)),
          scores(keys + at(a.depth_) * at(a.keys_)) {}
  };

  /// f(offset of the map's lanes, the head's channel, how many) for the parts of a head that lie in one block.
  template <class F>
  void each_piece(int n, int head, F f) const {
    for (int channel = 0; channel < depth_;) {
      const int c = head * depth_ + channel,
                lanes = std::min(depth_ - channel, kBlock - c % kBlock);
      f(shape_.index(n, c, 0, 0), channel, lanes);
      channel += lanes;
    }
  }

  /// The outputs take the place of the queries.
  void attend(const Buffers& all) const {
    const float scale = 1.0F / std::sqrt(static_cast<float>(depth_));
    for (int first = 0; first < tokens_; first += kRowBlock) {
      const int rows = std::min(kRowBlock, tokens_ - first);
      float* const queries = all.queries + at(first) * at(wide_);
      tables_.rows_product({rows, depth_, keys_, scale, queries, at(wide_), all.keys, at(keys_),
                            all.scores, at(keys_)});
      for (int row = 0; row < rows; ++row) {
        float* const scores = all.scores + at(row) * at(keys_);
        tables_.softmax({tokens_, 1, scores, kBlock, nullptr, nullptr, nullptr, scores});
      }
      tables_.rows_product({rows, tokens_, wide_, 1, all.scores, at(keys_), all.values, at(wide_),
                            queries, at(wide_)});
    }
  }

  MapShape shape_;
  int heads_, tokens_, depth_, wide_, keys_;
  const Tables& tables_;
};

std::unique_ptr<Operator> make(const KernelCall& call, const Parameters& /*parameters*/, Isa isa) {
  return std::make_unique<Attention>(call, isa);
}

}  // namespace

const Family attention_family = {names, make};

}  // namespace lastmile::kernels
