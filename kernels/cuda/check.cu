// The kernels of the GPU against the plain loops, over random shapes. Exit status 77 where there is no GPU.
//     cuda_check [SHAPES]       default 40 a kernel and precision; small under compute-sanitizer
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "kernels/cuda/device_operator.hpp"
#include "kernels/random_values.hpp"
#include "kernels/reference.hpp"

using namespace lastmile::kernels;

namespace {

constexpr int kSkipped = 77;

double epsilon(Precision precision) {
  switch (precision) {
    case Precision::bf16:
      return 0x1p-8;
    case Precision::int8:
      return 0;
    default:
      return 0x1p-10;  // fp16 and tf32 keep 10 bits of mantissa
  }
}

KernelCall random_call(KernelType type, Precision precision, RandomValues& random) {
  KernelCall call;
  call.type = type;
  call.precision = precision;
  call.batch = random.between(1, 4);
  call.channels = random.between(1, 70);
  if (type == KernelType::dense) {
    call.out_channels = random.between(1, 200);
    return call;
  }
  call.height = random.between(4, 20);
  call.width = random.between(4, 20);
  if (type == KernelType::softmax || type == KernelType::add || type == KernelType::global_pool) {
    call.inputs = type == KernelType::add ? 2 : 1;
    return call;
  }
  call.kernel_height = random.between(1, 4), call.kernel_width = random.between(1, 4);
  call.stride = random.between(1, 2), call.padding = random.between(0, 1);
  if (call.padding * 2 > std::min(call.kernel_height, call.kernel_width)) call.padding = 0;
  if (type == KernelType::conv) {
    call.out_channels = random.between(1, 150);
    call.add = random.between(0, 1) == 1;
  }
  if (type == KernelType::depthwise) call.groups = call.channels;
  if (type == KernelType::conv || type == KernelType::depthwise)
    call.activation = random.between(0, 1) == 1 ? Activation::relu : Activation::none;
  return call;
}

// Whole numbers for int8, so that products are exact; small fractions else.
std::vector<float> values(std::size_t count, Precision precision, RandomValues& random) {
  std::vector<float> all(count);
  for (float& v : all)
    v = precision == Precision::int8 ? static_cast<float>(random.between(-9, 9)) : random.uniform(-1, 1);
  return all;
}

// The largest error of an output over what rounding of operands and result explains.
double excess(const KernelCall& call, RandomValues& random) {
  const std::vector<float> weights = values(weight_count(call), call.precision, random);
  const std::vector<float> bias = values(bias_count(call), call.precision, random);
  const Parameters parameters{weights.data(), bias.data()};
  const auto tested = cuda::make_device_operator(call, parameters);
  KernelCall plain_call = call;
  plain_call.precision = Precision::fp32;
  const auto reference = make_reference(plain_call, parameters);
  std::vector<std::vector<float>> laid_out;
  std::vector<const void*> pointers;
  for (int i = 0; i < call.input_count(); ++i) {
    const MapShape shape = input_shape(call, i);
    const auto plain = values(static_cast<std::size_t>(shape.batch * shape.channels) * shape.plane(), call.precision, random);
    tested->set_input(i, plain);
    laid_out.emplace_back(shape.elements());
    to_layout(shape, plain.data(), laid_out.back().data());
  }
  for (const auto& one : laid_out) pointers.push_back(one.data());
  tested->start();
  cuda::wait();
  const MapShape out = output_shape(call);
  std::vector<float> result(out.elements()), expected(static_cast<std::size_t>(out.batch * out.channels) * out.plane());
  reference->run(pointers.data(), result.data(), nullptr);
  from_layout(out, result.data(), expected.data());
  const std::vector<float> got = tested->output();
  const double terms = call.type == KernelType::conv || call.type == KernelType::dense || call.type == KernelType::depthwise
                           ? work(call).flop / 2 / static_cast<double>(expected.size())
                           : 1;
  double worst = 0;
  for (std::size_t i = 0; i < got.size(); ++i) {
    // Sums of products of values up to 1: every operand and the result are rounded.
    const double bound = epsilon(call.precision) * (2 * std::sqrt(terms) * 3 + std::abs(expected[i]) + 1);
    const double error = std::abs(got[i] - expected[i]);
    worst = std::max(worst, bound > 0 ? error / bound : error);
  }
  return worst;
}

// int8 has a scale of 1/128 on its sums: only kernels that do not multiply are compared exactly.
bool compared(KernelType type, Precision precision) {
  const bool multiplies = type == KernelType::conv || type == KernelType::dense || type == KernelType::depthwise;
  return precision != Precision::int8 || (!multiplies && type != KernelType::softmax && type != KernelType::global_pool &&
                                          type != KernelType::avg_pool);
}

}  // namespace

int main(int count, char** arguments) {
  const int shapes = count > 1 ? std::atoi(arguments[1]) : 40;
  const std::string device = cuda::device_json();
  if (device.empty()) return std::printf("no GPU\n"), kSkipped;
  std::printf("%s\n", device.c_str());
  int failed = 0;
  for (const KernelType type : {KernelType::conv, KernelType::dense, KernelType::depthwise, KernelType::softmax,
                                KernelType::max_pool, KernelType::avg_pool, KernelType::global_pool, KernelType::add})
    for (const Precision precision : {Precision::fp32, Precision::fp16, Precision::bf16, Precision::int8}) {
      if (!compared(type, precision)) continue;
      RandomValues random(static_cast<std::uint64_t>(type) * 10 + static_cast<std::uint64_t>(precision));
      double worst = 0;
      for (int i = 0; i < shapes; ++i) worst = std::max(worst, excess(random_call(type, precision, random), random));
      const bool good = worst <= (precision == Precision::int8 ? 0.0 : 1.0);
      std::printf("%-12s %-5s %s: largest error %.3f of its bound\n", std::string(to_string(type)).c_str(),
                  std::string(to_string(precision)).c_str(), good ? "good" : "WRONG", worst);
      failed += good ? 0 : 1;
    }
  return failed == 0 ? 0 : 1;
}
