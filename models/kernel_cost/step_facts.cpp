#include "models/kernel_cost/step_facts.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/conv/winograd.hpp"
#include "kernels/program_memory.hpp"

namespace lastmile::models {
namespace {

using kernels::KernelCall;
using kernels::KernelType;
using kernels::MapShape;

constexpr const char* depthwise_few = "depthwise few";
constexpr const char* conv_whole_map = "conv whole map";

double bytes(const MapShape& shape) {
  return sizeof(float) * static_cast<double>(shape.elements());
}

double rounded_up(double value, double block) { return std::ceil(value / block) * block; }

double input_bytes(const KernelCall& call) {
  double sum = 0;
  for (int i = 0; i < call.input_count(); ++i) sum += bytes(kernels::input_shape(call, i));
  return sum;
}

// Outputs of a tile on each axis where Winograd's algorithm computes the call, else 0.
int winograd_outputs(const KernelCall& call) {
  return kernels::winograd_computes(call) ? kernels::usual_winograd(call) : 0;
}

// Of the multiplications of whole tiles, where it does; by the direct convention elsewhere.
double computed_flop(const KernelCall& call) {
  const int outputs = winograd_outputs(call);
  if (outputs == 0) return kernels::work(call).flop;
  const double side = outputs + 2.0, tiles = std::ceil(call.height_out() / static_cast<double>(outputs)) *
                                             std::ceil(call.width_out() / static_cast<double>(outputs));
  return 2.0 * call.batch * tiles * side * side * call.channels * call.channels_out();
}

WorkTerms terms_of(const KernelCall& call) {
  const kernels::Work work = kernels::work(call);
  const double out = call.channels_out();
  return {computed_flop(call) * rounded_up(out, kernels::kBlock) / out, input_bytes(call),
          bytes(kernels::output_shape(call)), work.weight_bytes, 1};
}

double moved(const WorkTerms& terms) { return terms[1] + terms[2] + terms[3]; }

// How much more a row of `count` costs in whole tiles.
double tile_waste(double count, double tile) { return rounded_up(count, tile) / count; }

class FeatureRow {
 public:
  void add(double value) { row_.at(next_++) = value; }
  void add_log(double value) { add(std::log2(std::max(value, 1.0))); }
  [[nodiscard]] const std::array<double, step_features>& row() const { return row_; }

 private:
  std::array<double, step_features> row_{};
  std::size_t next_ = 0;
};

void add_work(FeatureRow& row, const WorkTerms& terms) {
  for (std::size_t i = 0; i < 4; ++i) row.add_log(terms[i]);
  row.add(std::log2(std::max(terms[0], 1.0) / moved(terms)));
  row.add_log(moved(terms));
}

// Maps of few channels lie pixel by pixel: most fast kernels do not take them.
double interleaved_maps(const KernelCall& call) {
  double count = kernels::output_shape(call).interleaved() ? 1 : 0;
  for (int i = 0; i < call.input_count(); ++i)
    count += kernels::input_shape(call, i).interleaved() ? 1 : 0;
  return count;
}

// Parts that do not fill their last block: the next one's channels must be shifted.
double broken_parts(const KernelCall& call) {
  double count = 0;
  for (const int part : call.parts) count += part % kernels::kBlock != 0 ? 1 : 0;
  return count;
}

void add_shape(FeatureRow& row, const KernelCall& call) {
  const double out = call.channels_out(),
               pixels = static_cast<double>(call.height_out()) * call.width_out();
  const double in = static_cast<double>(call.channels) / call.groups;
  row.add(call.batch);
  row.add(in);
  row.add(out / call.groups);
  row.add_log(call.groups);
  row.add(call.height_out());
  row.add(call.width_out());
  row.add_log(pixels);
  row.add_log(in * call.kernel_height * call.kernel_width);
  row.add(call.kernel_height);
  row.add(call.stride);
  row.add(call.padding);
  row.add(rounded_up(out, kernels::kBlock) / kernels::kBlock);
  row.add(call.width);
  row.add(call.add ? 1 : 0);
  row.add(static_cast<double>(call.activation));
  row.add(call.input_count());
  row.add(interleaved_maps(call));
  row.add(broken_parts(call));
}

// Tiles that vector kernels commonly have: 2 blocks of 16 channels, 14 or 6 pixels of a row or of
// the map.
void add_tiles(FeatureRow& row, const KernelCall& call) {
  const double out = call.channels_out(), width = call.width_out();
  row.add(tile_waste(out, kernels::kBlock));
  row.add(tile_waste(out, 2.0 * kernels::kBlock));
  row.add(tile_waste(call.channels, kernels::kBlock));
  row.add(tile_waste(width, 14));
  row.add(tile_waste(width, 6));
  row.add(tile_waste(width * call.height_out(), 14));
}

// Walks through a program and knows how much was moved since each buffer was made.
class Walk {
 public:
  explicit Walk(const kernels::Program& program)
      : program_(program), made_at_(program.buffers.size(), 0) {
    footprint_ = sizeof(float) * static_cast<double>(kernels::plan_memory(program).floats);
    for (const kernels::Step& step : program.steps)
      footprint_ += kernels::work(step.call).weight_bytes;
  }

  std::vector<StepFacts> all() {
    std::vector<StepFacts> facts;
    for (const kernels::Step& step : program_.steps) facts.push_back(facts_of(step));
    return facts;
  }

 private:
  StepFacts facts_of(const kernels::Step& step) {
    StepFacts facts;
    facts.group = kernel_group(step.call);
    facts.terms = terms_of(step.call);
    FeatureRow row;
    add_work(row, facts.terms);
    add_shape(row, step.call);
    add_tiles(row, step.call);
    row.add_log(footprint_);
    row.add_log(distance(step.inputs.front()));
    row.add_log(step.inputs.size() > 1 ? distance(step.inputs.back()) : 0);
    facts.features = row.row();
    made_at_[static_cast<std::size_t>(step.output)] = moved_;
    moved_ += moved(facts.terms);
    return facts;
  }

  [[nodiscard]] double distance(int buffer) const {
    return buffer == 0 ? footprint_ : moved_ - made_at_[static_cast<std::size_t>(buffer)];
  }

  const kernels::Program& program_;
  std::vector<double> made_at_;  // by buffer: moved_ when its step began
  double moved_ = 0;
  double footprint_ = 0;
};

}  // namespace

std::string kernel_group(const KernelCall& call) {
  std::string type(kernels::to_string(call.type));
  if (call.type == KernelType::depthwise && interleaved_maps(call) > 0) return depthwise_few;
  if (call.type != KernelType::conv) return type;
  if (call.groups > 1) return type + " grouped";
  if (call.kernel_height == 1 && call.kernel_width == 1) return type + " 1x1";
  if (call.height_out() == 1 && call.width_out() == 1) return conv_whole_map;
  if (const int outputs = winograd_outputs(call)) return type + " " + kernels::winograd_name(outputs);
  return type + (call.kernel_height == 3 && call.stride == 1 ? " 3x3" : " other");
}

std::string usual_group(const std::string& group) {
  if (group == depthwise_few) return "depthwise";
  if (group == "activate") return "scale";  // the same map read and written once
  if (group == "conv winograd2") return "conv winograd4";
  return group == conv_whole_map || group == "conv 3x3" ? "conv other" : group;
}

const std::vector<std::string>& kernel_groups() {
  static const std::vector<std::string> all = {
      "conv 1x1", "conv winograd4", "conv other", "conv grouped", "depthwise", "dense", "max_pool",
      "avg_pool", "global_pool", "add", "scale", "concat", "lrn", "softmax"};
  return all;
}

std::vector<StepFacts> facts_of(const kernels::Program& program) { return Walk(program).all(); }

}  // namespace lastmile::models
