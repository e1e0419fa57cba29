#include "models/ncnn/reader.hpp"

#include <algorithm>

#include "sim/error.hpp"

namespace lastmile::models::ncnn {
namespace {

Shape input_shape(const std::vector<Line>& lines) {
  const auto found =
      std::find_if(lines.begin(), lines.end(), [](const Line& l) { return l.type == "Input"; });
  if (found == lines.end()) refuse(Line(), "no layer Input");
  const int w = within(*found, 0, 0, 0, most_axis), h = within(*found, 1, 1, 0, most_axis),
            c = within(*found, 2, 1, 0, most_axis);
  if (w < 1 || h < 1 || c < 1) refuse(*found, "its size is not in the file (0=width 1=height 2=channels)");
  if (static_cast<double>(w) * h * c > 1 << 28) refuse(*found, "too large");
  return {c, h, w};
}

// Before anything is multiplied.
void check_size(const Line& line, const LayerSpec& spec, const Shape& in) {
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

}  // namespace

bool has(const Line& line, int key) { return line.settings.count(key) > 0; }

int whole(const Line& line, int key, int otherwise) {
  return has(line, key) ? whole_in(line, line.settings.at(key)) : otherwise;
}

double real(const Line& line, int key, double otherwise) {
  return has(line, key) ? line.settings.at(key) : otherwise;
}

int within(const Line& line, int key, int otherwise, int least, int most) {
  const int value = whole(line, key, otherwise);
  if (value < least || value > most)
    refuse(line, "setting " + std::to_string(key) + " is " + std::to_string(value) + "; from " +
                     std::to_string(least) + " to " + std::to_string(most));
  return value;
}

std::vector<double> list(const Line& line, int key) {
  const auto found = line.lists.find(key);
  return found == line.lists.end() ? std::vector<double>() : found->second;
}

Reader::Reader(std::string name, const std::vector<Line>& lines)
    : graph_(std::move(name), input_shape(lines)) {
  for (const Line& line : lines) read_.insert(line.inputs.begin(), line.inputs.end());
}

const Blob& Reader::blob(const Line& line) const {
  if (line.inputs.empty()) refuse(line, "needs 1 inputs");
  const auto found = blobs_.find(line.inputs[0]);
  if (found == blobs_.end()) refuse(line, "input '" + line.inputs[0] + "' is made by no layer before it");
  return found->second;
}

LayerId Reader::in(const Line& line, std::size_t i) const {
  if (i >= line.inputs.size()) refuse(line, "needs " + std::to_string(i + 1) + " inputs");
  const auto found = blobs_.find(line.inputs[i]);
  if (found == blobs_.end()) refuse(line, "input '" + line.inputs[i] + "' is made by no layer before it");
  if (found->second.padding != std::array<int, 4>{})
    refuse(line, "reads a padded map; only convolutions and means can");
  return found->second.layer;
}

std::vector<LayerId> Reader::all_in(const Line& line) const {
  std::vector<LayerId> layers;
  for (std::size_t i = 0; i < line.inputs.size(); ++i) layers.push_back(in(line, i));
  if (layers.empty()) refuse(line, "needs inputs");
  return layers;
}

LayerId Reader::add(const Line& line, const LayerSpec& spec, const std::vector<LayerId>& inputs,
                    const std::string& name) {
  check_size(line, spec, shape(inputs.front()));
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

void Reader::name(const Line& line, const std::string& blob, const Blob& value) {
  if (!blobs_.emplace(blob, value).second) refuse(line, "'" + blob + "' is made twice");
}

void Reader::set(const Line& line, const Blob& value) {
  for (const std::string& blob : line.outputs) name(line, blob, value);
}

void Reader::set(const Line& line, std::size_t output, LayerId layer) {
  name(line, line.outputs[output], {layer});
}

void Reader::finish(const Line& line, const LayerSpec& spec, const std::vector<LayerId>& inputs) {
  set(line, {add(line, spec, inputs, line.name)});
}

Imported Reader::take() {
  std::set<LayerId> ends;
  for (const auto& [name, blob] : blobs_)
    if (read_.count(name) == 0 && graph_.consumers(blob.layer).empty()) ends.insert(blob.layer);
  for (const LayerId end : ends) graph_.mark_exit(end);
  graph_.validate();
  return {std::move(graph_), {}, {}, "ncnn"};
}

}  // namespace lastmile::models::ncnn
