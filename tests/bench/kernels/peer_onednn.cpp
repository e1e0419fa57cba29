// oneDNN: every implementation that it offers for the call, in the formats that each asks for
// ("any"), the reorders outside the timing; the fastest of a short trial competes.
#include <dnnl.hpp>

#include <cstring>
#include <memory>
#include <unordered_map>

#include "tests/bench/kernels/peers.hpp"

namespace lastmile::bench {
namespace {

using dnnl::memory;
using kernels::KernelCall;
using kernels::KernelType;

struct Made {
  std::string name;
  dnnl::primitive primitive;
  std::unordered_map<int, memory> arguments;
};

const dnnl::engine& engine() {
  static const dnnl::engine one(dnnl::engine::kind::cpu, 0);
  return one;
}

memory filled(const memory::desc& desc) {
  memory made(desc, engine());
  fill_values(static_cast<float*>(made.get_data_handle()), desc.get_size() / sizeof(float));
  return made;
}

/// Bytes of int8 calls: inputs unsigned, weights signed, results unsigned.
struct Types {
  memory::data_type map = memory::data_type::f32, weights = memory::data_type::f32;
  explicit Types(const KernelCall& call) {
    if (call.precision == kernels::Precision::int8)
      map = memory::data_type::u8, weights = memory::data_type::s8;
  }
};

memory::desc any(const memory::dims& dims, memory::data_type type) {
  return {dims, type, memory::format_tag::any};
}
memory::desc plain(memory::dim n) { return {{n}, memory::data_type::f32, memory::format_tag::x}; }

/// All implementations of one description but the plain loops ("ref").
template <class Primitive, class Description>
void collect(const KernelCall& c, const Description& description, std::vector<Made>& all) {
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  if (c.precision == kernels::Precision::int8)  // a scale for each output channel
    attributes.set_output_scales(
        1 << 1, std::vector<float>(static_cast<std::size_t>(c.channels_out()), 0.01F));
  try {
    typename Primitive::primitive_desc chosen(description, attributes, engine());
    do {
      const std::string name = chosen.impl_info_str();
      if (name.find("ref") != std::string::npos) continue;
      Made made{name, Primitive(chosen), {}};
      made.arguments[DNNL_ARG_SRC] = filled(chosen.src_desc());
      made.arguments[DNNL_ARG_WEIGHTS] = filled(chosen.weights_desc());
      made.arguments[DNNL_ARG_BIAS] = filled(chosen.bias_desc());
      made.arguments[DNNL_ARG_DST] = filled(chosen.dst_desc());
      made.arguments[DNNL_ARG_SCRATCHPAD] = memory(chosen.scratchpad_desc(), engine());
      all.push_back(std::move(made));
    } while (chosen.next_impl());
  } catch (const dnnl::error&) {
    // This algorithm has no implementation for the shape.
  }
}

void collect_convolutions(const KernelCall& c, std::vector<Made>& all) {
  const memory::dims stride = {c.stride, c.stride}, dilation = {c.dilation - 1, c.dilation - 1};
  const memory::dims padding = {c.padding, c.padding};
  const Types types(c);
  for (const auto algorithm :
       {dnnl::algorithm::convolution_direct, dnnl::algorithm::convolution_winograd,
        dnnl::algorithm::convolution_auto})
    collect<dnnl::convolution_forward>(
        c,
        dnnl::convolution_forward::desc(
            dnnl::prop_kind::forward_inference, algorithm,
            any({c.batch, c.channels, c.height, c.width}, types.map),
            any({c.channels_out(), c.channels, c.kernel_height, c.kernel_width}, types.weights),
            plain(c.channels_out()),
            any({c.batch, c.channels_out(), c.height_out(), c.width_out()}, types.map), stride,
            dilation, padding, padding),
        all);
}

/// A product also as a 1 x 1 convolution over a map, which the library treats differently.
void collect_products(const KernelCall& c, std::vector<Made>& all) {
  const Types types(c);
  const auto in = any({c.batch, c.channels}, types.map);
  const auto weights = any({c.channels_out(), c.channels}, types.weights);
  const auto out = any({c.batch, c.channels_out()}, types.map);
  collect<dnnl::inner_product_forward>(
      c,
      dnnl::inner_product_forward::desc(dnnl::prop_kind::forward_inference, in, weights,
                                        plain(c.channels_out()), out),
      all);
  const memory::desc bias({1, c.channels_out()}, memory::data_type::f32, memory::format_tag::ab);
  collect<dnnl::matmul>(
      c, dnnl::matmul::desc(in, any({c.channels, c.channels_out()}, types.weights), bias, out),
      all);
  KernelCall conv = c;
  conv.type = KernelType::conv;
  for (conv.height = 1; conv.height * conv.height < c.batch;) conv.height *= 2;
  if (c.batch % conv.height != 0) return;
  conv.width = c.batch / conv.height, conv.batch = 1;
  collect_convolutions(conv, all);
}

}  // namespace

std::optional<Contender> onednn(const KernelCall& call) {
  static dnnl::stream stream(engine());
  std::vector<Made> all;
  call.type == KernelType::dense ? collect_products(call, all) : collect_convolutions(call, all);
  std::shared_ptr<Made> fastest;
  double least = 0;
  for (Made& made : all) {
    const double time = quick_best_s([&] { made.primitive.execute(stream, made.arguments); });
    if (fastest != nullptr && time >= least) continue;
    least = time;
    fastest = std::make_shared<Made>(std::move(made));
  }
  if (fastest == nullptr) return std::nullopt;
  return Contender{std::string(kOneDnn) + " " + fastest->name,
                   [fastest] { fastest->primitive.execute(stream, fastest->arguments); }};
}

}  // namespace lastmile::bench
