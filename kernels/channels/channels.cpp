#include "kernels/channels/channels.hpp"

#include <algorithm>

#include "kernels/epilogue.hpp"
#include "kernels/fast_call.hpp"
#include "kernels/simd/tables.hpp"

namespace lastmile::kernels {
namespace {

constexpr std::size_t kChunk = 64;  // pixels

std::vector<std::string> names(const KernelCall& call, Isa) {
  if (call.type != KernelType::concat && call.type != KernelType::shuffle) return {};
  if (call.add || call.activation != Activation::none || !blocked_fp32(call)) return {};
  return {"direct"};
}

/// Concat of one input that follow each other in a block of it and in a block of the output.
struct Segment {
  int input = 0;
  int from = 0;
  int to = 0;
  int channels = 0;
};

/// Appends the channel or lengthens the last segment by it.
void append(std::vector<Segment>& plan, int input, int from, int to) {
  if (!plan.empty()) {
    Segment& last = plan.back();
    const bool follows =
        last.input == input && last.from + last.channels == from && last.to + last.channels == to;
    if (follows && from % kBlock != 0 && to % kBlock != 0) return void(++last.channels);
  }
  plan.push_back({input, from, to, 1});
}

std::vector<Segment> planned(const KernelCall& call) {
  std::vector<Segment> plan;
  int to = 0;
  for (int part = 0; part < static_cast<int>(call.parts.size()); ++part)
    for (int c = 0; c < call.parts[static_cast<std::size_t>(part)]; ++c)
      append(plan, part, c, to++);
  return plan;
}

class Concat final : public Operator {
 public:
  Concat(const KernelCall& call, Isa isa)
      : out_(output_shape(call)), plan_(planned(call)), kernel_(tables(isa).copy_lanes) {
    for (int i = 0; i < call.input_count(); ++i) in_.push_back(input_shape(call, i));
  }

  void run(const void* const* inputs, void* output, void* /*scratch*/) const override {
    float* const out = static_cast<float*>(output);
    for (int n = 0; n < out_.batch; ++n)
      for (std::size_t first = 0; first < plan_.size();) {
        std::size_t end = first;
        while (end < plan_.size() && plan_[end].to / kBlock == plan_[first].to / kBlock) ++end;
        for (std::size_t pixel = 0; pixel < out_.plane(); pixel += kChunk)
          for (std::size_t i = first; i < end; ++i) copy(inputs, out, n, plan_[i], pixel);
        first = end;
      }
    clear_padding(out_, out);
  }
  [[nodiscard]] std::string algorithm() const override { return "direct"; }

 private:
  void copy(const void* const* inputs, float* out, int n, const Segment& s,
            std::size_t pixel) const {
    const std::size_t input = static_cast<std::size_t>(s.input);
    const float* from =
        static_cast<const float*>(inputs[input]) + in_[input].index(n, s.from, 0, 0);
    float* to = out + out_.index(n, s.to, 0, 0);
    kernel_({s.channels, from + pixel * kBlock, kBlock, to + pixel * kBlock, kBlock,
             std::min(kChunk, out_.plane() - pixel)});
  }

  MapShape out_;
  std::vector<MapShape> in_;
  std::vector<Segment> plan_;
  void (*kernel_)(const LaneCopy&);
};

class Shuffle final : public Operator {
 public:
  Shuffle(const KernelCall& call, Isa isa)
      : shape_(output_shape(call)), kernel_(tables(isa).gather_lanes) {
    for (int c = 0; c < call.channels; ++c)
      from_.push_back(
          shape_.index(0, c % call.groups * (call.channels / call.groups) + c / call.groups, 0, 0));
  }

  void run(const void* const* inputs, void* output, void* /*scratch*/) const override {
    for (int n = 0; n < shape_.batch; ++n)
      for (int c = 0; c < shape_.channels; c += kBlock)
        kernel_({static_cast<const float*>(inputs[0]) + shape_.index(n, 0, 0, 0), from_.data() + c,
                 std::min(kBlock, shape_.channels - c),
                 static_cast<float*>(output) + shape_.index(n, c, 0, 0), shape_.plane()});
  }
  [[nodiscard]] std::string algorithm() const override { return "direct"; }

 private:
  MapShape shape_;
  void (*kernel_)(const LaneGather&);
  std::vector<std::size_t> from_;
};

std::unique_ptr<Operator> make(const KernelCall& call, const Parameters& /*parameters*/, Isa isa) {
  if (call.type == KernelType::shuffle) return std::make_unique<Shuffle>(call, isa);
  return std::make_unique<Concat>(call, isa);
}

}  // namespace

const Family channels_family = {names, make};

}  // namespace lastmile::kernels
