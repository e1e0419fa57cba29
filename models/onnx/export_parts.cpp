// What joins, cuts and views maps.
#include "models/onnx/exporter.hpp"

namespace lastmile::models::onnx {
namespace {

// Of all inputs alike: features only if all are.
void export_joined(Exporter& out, const Layer& layer) {
  const std::vector<LayerId> ids = out.graph().inputs(layer.id);
  bool features = true;
  for (const LayerId id : ids) features = features && out.is_features(id);
  std::vector<std::string> inputs;
  for (const LayerId id : ids) inputs.push_back(features ? out.value(id) : out.map(id));
  out.set_features(layer, features);
  if (layer.kind() == LayerKind::concat) return out.finish(layer, "Concat", inputs, {integer_of("axis", 1)});
  if (layer.kind() == LayerKind::multiply) return out.finish(layer, "Mul", inputs);
  out.finish(layer, inputs.size() == 2 ? "Add" : "Sum", inputs);
}

void export_flatten(Exporter& out, const Layer& layer) {
  out.finish(layer, "Flatten", {out.map(out.input(layer))}, {integer_of("axis", 1)});
  out.set_features(layer, true);
}

void export_reshape(Exporter& out, const Layer& layer) {
  const Shape& to = layer.out;
  out.finish(layer, "Reshape",
             {out.value(out.input(layer)), out.numbers({1, to.channels, to.height, to.width})});
}

void export_slice(Exporter& out, const Layer& layer) {
  const int from = layer.spec.from;
  finish_same(out, layer, "Slice",
              {out.numbers({from}), out.numbers({from + layer.spec.out_channels}), out.numbers({1})});
}

void export_shuffle(Exporter& out, const Layer& layer) {
  const Shape& s = layer.in;
  const std::int64_t groups = layer.spec.groups;
  const std::string parts =
      out.add("Reshape",
              {out.map(out.input(layer)), out.numbers({1, groups, s.channels / groups, s.height, s.width})});
  const std::string mixed = out.add("Transpose", {parts}, {integers_of("perm", {0, 2, 1, 3, 4})});
  out.finish(layer, "Reshape", {mixed, out.numbers({1, s.channels, s.height, s.width})});
}

}  // namespace

ExportLayers part_layers() {
  return {{LayerKind::add, export_joined},
          {LayerKind::multiply, export_joined},
          {LayerKind::concat, export_joined},
          {LayerKind::flatten, export_flatten},
          {LayerKind::reshape, export_reshape},
          {LayerKind::slice, export_slice},
          {LayerKind::channel_shuffle, export_shuffle}};
}

}  // namespace lastmile::models::onnx
