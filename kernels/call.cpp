#include "kernels/call.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <sstream>
#include <stdexcept>

namespace lastmile::kernels {
namespace {

constexpr std::string_view kTypes[] = {"conv",     "depthwise", "dense",  "max_pool",   "avg_pool", "global_pool",
                                       "add",      "multiply",  "activate", "scale",    "concat",   "shuffle",
                                       "lrn",      "softmax",   "layer_norm", "lstm",   "attention", "copy"};
constexpr std::string_view kPrecisions[] = {"fp32", "fp16", "bf16", "int8"};
constexpr std::string_view kActivations[] = {"none", "relu", "relu6", "hard_swish", "swish", "sigmoid", "tanh", "gelu"};

template <class Names>
std::string listed(const Names& names) {
  std::string all;
  for (const std::string_view name : names) all += (all.empty() ? "" : ", ") + std::string(name);
  return all;
}

template <class Enum, std::size_t N>
Enum from_name(const std::string_view (&names)[N], std::string_view what, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i)
    if (names[i] == name) return static_cast<Enum>(i);
  throw std::invalid_argument("no " + std::string(what) + " '" + std::string(name) + "'; known: " + listed(names));
}

int whole(std::string_view key, std::string_view value) {
  int number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size())
    throw std::invalid_argument(std::string(key) + "=" + std::string(value) + ": not a whole number");
  return number;
}

std::vector<int> wholes(std::string_view key, std::string_view list) {
  std::vector<int> all;
  for (std::size_t from = 0; from <= list.size();) {
    const std::size_t to = std::min(list.find(',', from), list.size());
    all.push_back(whole(key, list.substr(from, to - from)));
    from = to + 1;
  }
  return all;
}

struct Key {
  std::string_view name;
  int KernelCall::* field;
};
constexpr Key kNumbers[] = {{"n", &KernelCall::batch},        {"c", &KernelCall::channels},
                            {"h", &KernelCall::height},       {"w", &KernelCall::width},
                            {"oc", &KernelCall::out_channels}, {"s", &KernelCall::stride},
                            {"p", &KernelCall::padding},      {"d", &KernelCall::dilation},
                            {"g", &KernelCall::groups},       {"inputs", &KernelCall::inputs}};

void read_kernel(KernelCall& call, std::string_view value) {
  const std::size_t x = value.find('x');
  if (x == std::string_view::npos) throw std::invalid_argument("k=" + std::string(value) + ": not HxW");
  call.kernel_height = whole("k", value.substr(0, x));
  call.kernel_width = whole("k", value.substr(x + 1));
}

void read_word(KernelCall& call, std::string_view word) {
  const std::size_t is = word.find('=');
  const std::string_view key = word.substr(0, is);
  const std::string_view value = is == std::string_view::npos ? std::string_view() : word.substr(is + 1);
  for (const Key& number : kNumbers)
    if (number.name == key) return void(call.*number.field = whole(key, value));
  if (key == "k") return read_kernel(call, value);
  if (key == "ceil") return void(call.ceil = whole(key, value) != 0);
  if (key == "add") return void(call.add = whole(key, value) != 0);
  if (key == "act") return void(call.activation = from_name<Activation>(kActivations, "activation", value));
  if (key == "prec") return void(call.precision = from_name<Precision>(kPrecisions, "precision", value));
  if (key == "parts") return void(call.parts = wholes(key, value));
  if (key == "algo") return void(call.algorithm = value);
  throw std::invalid_argument("no key '" + std::string(key) +
                              "'; known: n, c, h, w, oc, k, s, p, d, g, inputs, ceil, add, act, prec, parts, algo");
}

bool windowed(KernelType type) {
  return type == KernelType::conv || type == KernelType::depthwise || type == KernelType::max_pool ||
         type == KernelType::avg_pool;
}

int extent_out(const KernelCall& call, int extent, int kernel) {
  if (call.type == KernelType::global_pool) return 1;
  if (!windowed(call.type)) return extent;
  const int room = extent + 2 * call.padding - call.dilation * (kernel - 1) - 1;
  if (room < 0) return 0;
  const int floor = room / call.stride + 1;
  const bool more = call.ceil && room % call.stride != 0 && floor * call.stride < extent + call.padding;
  return floor + (more ? 1 : 0);
}

[[noreturn]] void refuse(const KernelCall& call, const std::string& why) {
  throw std::invalid_argument(std::string(to_string(call.type)) + ": " + why);
}

double flop(const KernelCall& c, double in, double out) {
  const double taps = static_cast<double>(c.kernel_height) * c.kernel_width;
  switch (c.type) {
    case KernelType::conv:
      return 2 * out * c.channels / c.groups * taps;
    case KernelType::depthwise:
      return 2 * out * taps;
    case KernelType::dense:
      return 2 * out * c.channels;
    case KernelType::max_pool:
    case KernelType::avg_pool:
      return out * taps;
    case KernelType::global_pool:
      return in;
    case KernelType::lstm:
      return 8.0 * c.batch * c.channels_out() * (c.channels + c.channels_out());
    case KernelType::attention:
      return 4.0 * in * c.width;
    default:
      return out;
  }
}

double weights(const KernelCall& c) {
  const double taps = static_cast<double>(c.kernel_height) * c.kernel_width, out = c.channels_out();
  switch (c.type) {
    case KernelType::conv:
      return out * (taps * c.channels / c.groups + 1);
    case KernelType::depthwise:
      return out * (taps + 1);
    case KernelType::dense:
      return out * (c.channels + 1.0);
    case KernelType::lstm:
      return 4 * out * (c.channels + out + 1);
    case KernelType::scale:
    case KernelType::layer_norm:
      return 2 * out;
    default:
      return 0;
  }
}

}  // namespace

int KernelCall::channels_out() const {
  if (type == KernelType::concat) {
    int sum = 0;
    for (const int part : parts) sum += part;
    return sum;
  }
  return out_channels > 0 ? out_channels : channels;
}
int KernelCall::height_out() const { return extent_out(*this, height, kernel_height); }
int KernelCall::width_out() const { return extent_out(*this, width, kernel_width); }

int KernelCall::input_count() const {
  switch (type) {
    case KernelType::add:
      return inputs;
    case KernelType::concat:
      return static_cast<int>(parts.size());
    case KernelType::multiply:
      return 2;
    case KernelType::lstm:
    case KernelType::attention:
      return 3;
    default:
      return add ? 2 : 1;
  }
}

Work work(const KernelCall& c) {
  const double bytes = c.precision == Precision::fp32 ? 4 : c.precision == Precision::int8 ? 1 : 2;
  const double images = c.batch, plane = static_cast<double>(c.height) * c.width;
  const double in = images * plane * (c.type == KernelType::concat ? c.channels_out() : c.channels);
  double out = images * c.channels_out() * c.height_out() * c.width_out();
  Work sum;
  sum.flop = flop(c, in, out);
  double inputs = c.type == KernelType::add || c.type == KernelType::attention ? c.input_count() * in : in;
  if (c.type == KernelType::multiply) inputs += images * c.channels;
  if (c.type == KernelType::lstm) inputs += 2 * out, out *= 2;
  if (c.add && windowed(c.type)) inputs += out;
  sum.input_bytes = bytes * inputs;
  sum.output_bytes = bytes * out;
  sum.weight_bytes = bytes * weights(c);
  return sum;
}

std::string_view to_string(KernelType type) { return kTypes[static_cast<std::size_t>(type)]; }
std::string_view to_string(Precision precision) { return kPrecisions[static_cast<std::size_t>(precision)]; }
std::string_view to_string(Activation activation) { return kActivations[static_cast<std::size_t>(activation)]; }

std::string text(const KernelCall& call) {
  const KernelCall standard;
  std::ostringstream line;
  line << to_string(call.type);
  for (const Key& key : kNumbers)
    if (call.*key.field != standard.*key.field) line << ' ' << key.name << '=' << call.*key.field;
  if (call.kernel_height != 1 || call.kernel_width != 1) line << " k=" << call.kernel_height << 'x' << call.kernel_width;
  if (call.ceil) line << " ceil=1";
  if (call.add) line << " add=1";
  if (call.activation != Activation::none) line << " act=" << to_string(call.activation);
  if (call.precision != Precision::fp32) line << " prec=" << to_string(call.precision);
  for (std::size_t i = 0; i < call.parts.size(); ++i) line << (i == 0 ? " parts=" : ",") << call.parts[i];
  if (!call.algorithm.empty()) line << " algo=" << call.algorithm;
  return line.str();
}

KernelCall parse_call(std::string_view line) {
  std::istringstream words{std::string(line)};
  std::string word;
  words >> word;
  KernelCall call;
  call.type = from_name<KernelType>(kTypes, "kernel", word);
  while (words >> word) read_word(call, word);
  validate(call);
  return call;
}

void validate(const KernelCall& c) {
  for (const Key& key : kNumbers) {
    const bool may_be_zero = key.name == "oc" || key.name == "p";
    if (c.*key.field < (may_be_zero ? 0 : 1)) refuse(c, std::string(key.name) + " must be positive");
  }
  if (c.kernel_height < 1 || c.kernel_width < 1) refuse(c, "k must be positive");
  if (c.type == KernelType::concat && c.parts.empty()) refuse(c, "parts= is missing");
  if (c.height_out() < 1 || c.width_out() < 1) refuse(c, "the kernel is larger than the padded map");
  if (c.channels % c.groups != 0 || c.channels_out() % c.groups != 0) refuse(c, "g does not divide the channels");
  if (c.type == KernelType::dense && c.height * c.width != 1) refuse(c, "h and w must be 1");
  if (c.type == KernelType::depthwise && c.channels_out() != c.channels) refuse(c, "oc must equal c");
}

}  // namespace lastmile::kernels
