#include "models/ncnn/param.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "models/ncnn/lines.hpp"
#include "sim/error.hpp"

namespace lastmile::models {
namespace ncnn {
namespace {

constexpr std::int64_t most_axis = 1 << 16;

class Reader {
 public:
  Reader(std::string name, const std::vector<Line>& lines)
      : lines_(lines), graph_(std::move(name), input_shape()) {
    for (const Line& line : lines) read_.insert(line.inputs.begin(), line.inputs.end());
  }

  Imported read() {
    for (const Line& line : lines_) {
      if (line.type != "Input")
        take(line);
      else
        set(line, 0);
    }
    std::map<LayerId, bool> ends;
    for (const auto& [blob, layer] : blobs_)
      if (read_.count(blob) == 0 && graph_.consumers(layer).empty()) ends[layer] = true;
    for (const auto& end : ends) graph_.mark_exit(end.first);
    graph_.validate();
    return {std::move(graph_), {}, std::move(notes_), "ncnn"};
  }

 private:
  using Handler = void (Reader::*)(const Line&);

  static int setting(const Line& line, int key, int otherwise) {
    const auto found = line.settings.find(key);
    return found == line.settings.end() ? otherwise : whole_in(line, found->second);
  }
  static double real(const Line& line, int key, double otherwise) {
    const auto found = line.settings.find(key);
    return found == line.settings.end() ? otherwise : found->second;
  }
  static int within(const Line& line, int key, int otherwise, int least, int most) {
    const int value = setting(line, key, otherwise);
    if (value < least || value > most)
      refuse(line, "setting " + std::to_string(key) + " is " + std::to_string(value) + "; from " +
                       std::to_string(least) + " to " + std::to_string(most));
    return value;
  }

  Shape input_shape() const {
    Line none;
    for (const Line& line : lines_) {
      if (line.type != "Input") continue;
      const int w = within(line, 0, 0, 0, most_axis), h = within(line, 1, 1, 0, most_axis),
                c = within(line, 2, 1, 0, most_axis);
      if (w < 1 || h < 1 || c < 1) refuse(line, "its size is not in the file (0=width 1=height 2=channels)");
      if (static_cast<double>(w) * h * c > 1 << 28) refuse(line, "too large");
      return {c, h, w};
    }
    refuse(none, "no layer Input");
  }

  LayerId in(const Line& line, std::size_t i = 0) const {
    if (i >= line.inputs.size()) refuse(line, "needs " + std::to_string(i + 1) + " inputs");
    const auto found = blobs_.find(line.inputs[i]);
    if (found == blobs_.end()) refuse(line, "input '" + line.inputs[i] + "' is made by no layer before it");
    return found->second;
  }
  const Shape& shape(const Line& line) const { return graph_.layer(in(line)).out; }
  void set(const Line& line, LayerId layer) {
    for (const std::string& blob : line.outputs)
      if (!blobs_.emplace(blob, layer).second) refuse(line, "'" + blob + "' is made twice");
  }
  LayerId add(const Line& line, const LayerSpec& spec, const std::vector<LayerId>& inputs,
              const std::string& name = "") {
    check(line, spec, graph_.layer(inputs.front()).out);
    try {
      const LayerId id = graph_.add(spec.named(name), inputs);
      const Layer& layer = graph_.layer(id);
      macs_ += static_cast<double>(layer.macs);
      if (static_cast<double>(layer.activations) > 2147483648.0 || macs_ > 4e18)
        refuse(line, "more work than any network makes");
      return id;
    } catch (const ConfigError& error) {
      refuse(line, error.what());
    }
  }
  // Before anything is multiplied.
  static void check(const Line& line, const LayerSpec& spec, const Shape& in) {
    const Window w = window_of(spec);
    const double grow = spec.kind == LayerKind::upsample || spec.kind == LayerKind::transposed_conv
                            ? static_cast<double>(w.stride_height) * w.stride_width
                            : 1;
    const double places = static_cast<double>(in.height + w.top + w.bottom + w.kernel_height) *
                          static_cast<double>(in.width + w.left + w.right + w.kernel_width) * grow;
    const double weights =
        static_cast<double>(in.channels) * w.kernel_height * w.kernel_width * std::max(1, spec.out_channels);
    const double dense =
        spec.kind == LayerKind::dense ? static_cast<double>(in.elements()) * spec.out_channels : 0;
    if (places > 1 << 28 || weights > 1.7e10 || dense > 1.7e10) refuse(line, "larger than any layer is");
  }
  void finish(const Line& line, const LayerSpec& spec, const std::vector<LayerId>& inputs) {
    set(line, add(line, spec, inputs, line.name));
  }
  void finish(const Line& line, const LayerSpec& spec) { finish(line, spec, {in(line)}); }

  // The activation that a layer computes with its own result.
  void finish_with_activation(const Line& line, const LayerSpec& spec) {
    LayerId layer = add(line, spec, {in(line)}, line.name);
    const int kind = setting(line, 9, 0);
    if (kind == 0) return set(line, layer);
    const auto list = line.lists.find(10);
    const std::vector<double> numbers = list == line.lists.end() ? std::vector<double>{} : list->second;
    LayerSpec activation = plain(LayerKind::relu);
    if (kind == 2) {
      activation.kind = LayerKind::leaky_relu;
      activation.slope = numbers.empty() ? 0.01 : numbers[0];
    } else if (kind == 3) {
      if (numbers != std::vector<double>{0, 6}) refuse(line, "known clips: from 0 to 6");
      activation.kind = LayerKind::relu6;
    } else if (kind == 4) {
      activation.kind = LayerKind::sigmoid;
    } else if (kind == 6) {
      activation.kind = LayerKind::hard_swish;
    } else if (kind != 1) {
      refuse(line, "activation " + std::to_string(kind) +
                       " is not known; known: 1 relu, 2 leaky, 3 clip, 4 sigmoid, 6 hard swish");
    }
    set(line, add(line, activation, {layer}));
  }

  void window(const Line& line, LayerSpec& spec, int right_key) const {
    spec.kernel_width = within(line, 1, 0, 1, 4096);
    spec.kernel = within(line, 11, spec.kernel_width, 1, 4096);
    spec.dilation = within(line, 2, 1, 1, 4096);
    spec.stride_width = within(line, 3, 1, 1, 4096);
    spec.stride = within(line, 13, spec.stride_width, 1, 4096);
    const int left = within(line, 4, 0, -234, 4096), right = within(line, right_key, left, -234, 4096);
    const int top = within(line, 14, left, -234, 4096), bottom = within(line, right_key + 1, top, -234, 4096);
    if (left < 0) return same(line, spec, left == -233);
    if (right < left || bottom < top || top < 0) refuse(line, "more padding before than after is not known");
    spec.padding = top;
    spec.padding_width = left;
    spec.padding_more = bottom - top;
    spec.padding_more_width = right - left;
  }

  // TensorFlow's SAME: -233 with the odd row behind, -234 before.
  void same(const Line& line, LayerSpec& spec, bool behind) const {
    const auto total = [](std::int64_t in, int kernel, int stride, int dilation) {
      const std::int64_t out = (in + stride - 1) / stride;
      return static_cast<int>(
          std::max<std::int64_t>(0, (out - 1) * stride + dilation * (kernel - 1) + 1 - in));
    };
    const int rows = total(shape(line).height, spec.kernel, spec.stride, spec.dilation);
    const int columns = total(shape(line).width, spec.kernel_width, spec.stride_width, spec.dilation);
    if (!behind && (rows % 2 != 0 || columns % 2 != 0))
      refuse(line, "more padding before than after is not known");
    spec.padding = rows / 2;
    spec.padding_more = rows % 2;
    spec.padding_width = columns / 2;
    spec.padding_more_width = columns % 2;
  }

  void convolution(const Line& line) {
    LayerSpec spec = plain(line.type.rfind("Deconv", 0) == 0 ? LayerKind::transposed_conv : LayerKind::conv);
    spec.out_channels = within(line, 0, 0, 1, 1 << 24);
    spec.bias = setting(line, 5, 0) != 0;
    spec.groups = line.type.find("DepthWise") != std::string::npos ? within(line, 7, 1, 1, 1 << 24) : 1;
    window(line, spec, 15);
    const bool transposed = spec.kind == LayerKind::transposed_conv;
    if (transposed) {  // rows that are cut off behind are rows fewer
      spec.padding_more = within(line, 19, 0, 0, 4096) - spec.padding_more;
      spec.padding_more_width = within(line, 18, 0, 0, 4096) - spec.padding_more_width;
    }
    const double weights = static_cast<double>(spec.out_channels) *
                           static_cast<double>(shape(line).channels) / spec.groups * spec.kernel *
                           spec.kernel_width;
    if (weights != real(line, 6, 0))
      refuse(line, "says " + std::to_string(static_cast<std::int64_t>(real(line, 6, 0))) +
                       " weights (6=), but its input and settings make " +
                       std::to_string(static_cast<std::int64_t>(weights)));
    finish_with_activation(line, spec);
  }

  void inner_product(const Line& line) {
    LayerSpec spec = dense(within(line, 0, 0, 1, 1 << 24), setting(line, 1, 0) != 0);
    const double weights = static_cast<double>(shape(line).elements()) * spec.out_channels;
    if (weights != real(line, 2, 0)) refuse(line, "its weights (2=) do not fit " + to_string(shape(line)));
    finish_with_activation(line, spec);
  }

  void pooling(const Line& line) {
    const bool max = setting(line, 0, 0) == 0;
    if (setting(line, 4, 0) != 0) {
      if (!max) return finish(line, plain(LayerKind::global_avg_pool));
      const Shape& s = shape(line);
      return finish(line, max_pool(static_cast<int>(s.height), 1).wide(static_cast<int>(s.width), 0));
    }
    LayerSpec spec = plain(max ? LayerKind::max_pool : LayerKind::avg_pool);
    Line without = line;
    const int mode = setting(line, 5, 0), stride = setting(line, 2, 1);
    without.settings[2] = 1;  // dilation's number is the stride's here
    without.settings[3] = stride;
    without.settings[13] = setting(line, 12, stride);
    without.settings[4] = mode >= 2 ? (mode == 2 ? -233 : -234) : setting(line, 3, 0);
    without.settings[14] = setting(line, 13, setting(line, 3, 0));
    without.settings[16] = setting(line, 14, setting(line, 3, 0));
    without.settings[17] = setting(line, 15, setting(line, 13, setting(line, 3, 0)));
    window(without, spec, 16);
    spec.ceil_mode = mode == 0;
    finish(line, spec);
  }

  void binary(const Line& line) {
    const int operation = setting(line, 0, 0);
    if (setting(line, 1, 0) != 0) refuse(line, "with a number is not known");
    const bool add_them = line.type == "Eltwise" ? operation == 1 : operation == 0;
    const bool multiply = line.type == "Eltwise" ? operation == 0 : operation == 2;
    if (!add_them && !multiply)
      refuse(line, "operation " + std::to_string(operation) + " is not known; known: sums and products");
    std::vector<LayerId> layers;
    for (std::size_t i = 0; i < line.inputs.size(); ++i) layers.push_back(in(line, i));
    if (layers.empty()) refuse(line, "needs inputs");
    const auto plane = [&](LayerId id) { return graph_.layer(id).out.plane(); };
    if (multiply && layers.size() == 2 && plane(layers[0]) < plane(layers[1]))
      std::swap(layers[0], layers[1]);
    finish(line, plain(add_them ? LayerKind::add : LayerKind::multiply), layers);
  }

  void concat(const Line& line) {
    if (setting(line, 0, 0) != 0) refuse(line, "known: along the channels (0=0)");
    std::vector<LayerId> layers;
    for (std::size_t i = 0; i < line.inputs.size(); ++i) layers.push_back(in(line, i));
    if (layers.empty()) refuse(line, "needs inputs");
    if (layers.size() == 1) return set(line, layers[0]);
    finish(line, plain(LayerKind::concat), layers);
  }

  void cut(const Line& line) {
    const auto list = line.lists.find(0);
    if (list == line.lists.end() || list->second.size() != line.outputs.size() || setting(line, 1, 0) != 0)
      refuse(line, "known: parts of the channels, one size an output");
    const std::int64_t all = shape(line).channels;
    std::int64_t from = 0;
    for (std::size_t i = 0; i < line.outputs.size(); ++i) {
      const int said = whole_in(line, list->second[i]);
      const std::int64_t left = static_cast<std::int64_t>(line.outputs.size() - i);
      const std::int64_t size = said == -233 ? (all - from) / left : said;
      if (size < 1 || size > all - from)
        refuse(line, "parts that do not fit " + std::to_string(all) + " channels");
      const LayerId part = add(line, slice(static_cast<int>(from), static_cast<int>(size)), {in(line)});
      if (!blobs_.emplace(line.outputs[i], part).second)
        refuse(line, "'" + line.outputs[i] + "' is made twice");
      from += size;
    }
  }

  void relu(const Line& line) {
    LayerSpec spec = plain(LayerKind::relu);
    spec.slope = real(line, 0, 0);
    if (spec.slope != 0) spec.kind = LayerKind::leaky_relu;
    finish(line, spec);
  }
  void clip(const Line& line) {
    if (real(line, 0, -1) != 0 || real(line, 1, 0) != 6) refuse(line, "known: from 0 to 6");
    finish(line, plain(LayerKind::relu6));
  }
  void interpolation(const Line& line) {
    const double factor = real(line, 1, 0);
    if (setting(line, 0, 0) != 1 || factor != real(line, 2, 0) || factor < 1 || factor > 4096 ||
        factor != std::floor(factor))
      refuse(line, "known: nearest (0=1), rows and columns times the same whole number");
    finish(line, upsample(static_cast<int>(factor)));
  }
  void reshaped(const Line& line) {
    const std::int64_t all = shape(line).elements();
    const int w = setting(line, 0, -233), h = setting(line, 1, -233), c = setting(line, 2, -233);
    const bool flat = h == -233 && c == -233;
    if (flat) return finish(line, plain(LayerKind::flatten));
    std::int64_t sizes[] = {c == -233 ? 1 : c, h == -233 ? 1 : h, w}, known = 1;
    for (const std::int64_t size : sizes) known *= size > 0 && size <= most_axis ? size : 1;
    for (std::int64_t& size : sizes)
      if (size == -1) size = all / known;
    finish(line, reshape({sizes[0], sizes[1], sizes[2]}));
  }
  void shuffled(const Line& line) { finish(line, shuffle(within(line, 0, 1, 1, 1 << 20))); }
  void passed(const Line& line) { set(line, in(line)); }

  void take(const Line& line) {
    static const std::map<std::string, LayerKind> alike = {{"Softmax", LayerKind::softmax},
                                                           {"Dropout", LayerKind::dropout},
                                                           {"BatchNorm", LayerKind::batch_norm},
                                                           {"LRN", LayerKind::lrn},
                                                           {"Flatten", LayerKind::flatten},
                                                           {"HardSwish", LayerKind::hard_swish},
                                                           {"HardSigmoid", LayerKind::hard_sigmoid},
                                                           {"Sigmoid", LayerKind::sigmoid},
                                                           {"Swish", LayerKind::swish},
                                                           {"TanH", LayerKind::tanh},
                                                           {"GELU", LayerKind::gelu},
                                                           {"Scale", LayerKind::batch_norm}};
    static const std::map<std::string, Handler> others = {{"Convolution", &Reader::convolution},
                                                          {"ConvolutionDepthWise", &Reader::convolution},
                                                          {"Deconvolution", &Reader::convolution},
                                                          {"DeconvolutionDepthWise", &Reader::convolution},
                                                          {"InnerProduct", &Reader::inner_product},
                                                          {"Pooling", &Reader::pooling},
                                                          {"Eltwise", &Reader::binary},
                                                          {"BinaryOp", &Reader::binary},
                                                          {"Concat", &Reader::concat},
                                                          {"Slice", &Reader::cut},
                                                          {"ReLU", &Reader::relu},
                                                          {"Clip", &Reader::clip},
                                                          {"Interp", &Reader::interpolation},
                                                          {"Reshape", &Reader::reshaped},
                                                          {"ShuffleChannel", &Reader::shuffled},
                                                          {"Split", &Reader::passed},
                                                          {"Noop", &Reader::passed}};
    if (const auto kind = alike.find(line.type); kind != alike.end())
      return finish(line, plain(kind->second));
    if (const auto handler = others.find(line.type); handler != others.end())
      return (this->*handler->second)(line);
    std::vector<std::string> known;
    for (const auto& entry : alike) known.push_back(entry.first);
    for (const auto& entry : others) known.push_back(entry.first);
    refuse(line, unknown_name_message("layer type", line.type, known));
  }

  const std::vector<Line>& lines_;
  Graph graph_;
  std::map<std::string, LayerId> blobs_;
  std::set<std::string> read_;
  std::vector<std::string> notes_;
  double macs_ = 0;
};

}  // namespace
}  // namespace ncnn

Imported import_ncnn(std::string_view text, const std::string& name) {
  const std::vector<ncnn::Line> lines = ncnn::lines_of(text);
  return ncnn::Reader(name, lines).read();
}

}  // namespace lastmile::models
