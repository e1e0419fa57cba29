// What joins, cuts, views and resizes maps.
#include <algorithm>
#include <cmath>

#include "models/ncnn/reader.hpp"

namespace lastmile::models::ncnn {
namespace {

void binary(Reader& reader, const Line& line) {
  const bool eltwise = line.type == "Eltwise";
  const int operation = whole(line, 0, 0);
  if (!eltwise && whole(line, 1, 0) != 0) refuse(line, "with a number is not known");
  const std::vector<double> factors = eltwise ? list(line, 1) : std::vector<double>();
  if (std::any_of(factors.begin(), factors.end(), [](double f) { return f != 1; }))
    refuse(line, "sums with factors (-23301=) other than 1 are not known");
  const bool sum = operation == (eltwise ? 1 : 0), product = operation == (eltwise ? 0 : 2);
  if (!sum && !product)
    refuse(line, "operation " + std::to_string(operation) + " is not known; known: sums and products");
  std::vector<LayerId> layers = reader.all_in(line);
  if (product && layers.size() == 2 && reader.shape(layers[0]).plane() < reader.shape(layers[1]).plane())
    std::swap(layers[0], layers[1]);
  reader.finish(line, plain(sum ? LayerKind::add : LayerKind::multiply), layers);
}

void concat(Reader& reader, const Line& line) {
  if (whole(line, 0, 0) != 0) refuse(line, "known: along the channels (0=0)");
  const std::vector<LayerId> layers = reader.all_in(line);
  if (layers.size() == 1) return reader.set(line, {layers[0]});
  reader.finish(line, plain(LayerKind::concat), layers);
}

void cut(Reader& reader, const Line& line) {
  const std::vector<double> sizes = list(line, 0);
  if (sizes.size() != line.outputs.size() || whole(line, 1, 0) != 0)
    refuse(line, "known: parts of the channels, one size an output (-23300=)");
  const LayerId whole_map = reader.in(line);
  const std::int64_t all = reader.shape(whole_map).channels;
  std::int64_t from = 0;
  for (std::size_t i = 0; i < line.outputs.size(); ++i) {
    const int said = whole_in(line, sizes[i]);
    const auto left = static_cast<std::int64_t>(line.outputs.size() - i);
    const std::int64_t size = said == -233 ? (all - from) / left : said;
    if (size < 1 || size > all - from)
      refuse(line, "parts that do not fit " + std::to_string(all) + " channels");
    const LayerSpec part = slice(static_cast<int>(from), static_cast<int>(size));
    reader.set(line, i, reader.add(line, part, {whole_map}));
    from += size;
  }
}

// A factor, or (3=, 4=) a size that is a multiple.
int growth(const Line& line, double factor, int size, std::int64_t in) {
  if (size > 0) factor = static_cast<double>(size) / static_cast<double>(in);
  if (factor < 1 || factor > 4096 || factor != std::floor(factor))
    refuse(line, "known: rows and columns times whole numbers");
  return static_cast<int>(factor);
}

void interpolation(Reader& reader, const Line& line) {
  if (whole(line, 0, 0) != 1) refuse(line, "known: nearest (0=1)");
  const Shape& in = reader.shape(line);
  const int rows = growth(line, real(line, 1, 1), whole(line, 3, 0), in.height),
            columns = growth(line, real(line, 2, 1), whole(line, 4, 0), in.width);
  LayerSpec spec = upsample(rows);
  if (columns != rows) spec.stride_width = columns;
  reader.finish(line, spec);
}

void reshaped(Reader& reader, const Line& line) {
  const std::int64_t all = reader.shape(line).elements();
  const int w = whole(line, 0, -233), h = whole(line, 1, -233), c = whole(line, 2, -233);
  if (h == -233 && c == -233) return reader.finish(line, plain(LayerKind::flatten));
  std::int64_t sizes[] = {c == -233 ? 1 : c, h == -233 ? 1 : h, w}, known = 1;
  for (const std::int64_t size : sizes) known *= size > 0 && size <= most_axis ? size : 1;
  for (std::int64_t& size : sizes)
    if (size == -1) size = all / known;
  reader.finish(line, reshape({sizes[0], sizes[1], sizes[2]}));
}

// Reversed: as many groups as members.
void shuffled(Reader& reader, const Line& line) {
  const int groups = within(line, 0, 1, 1, 1 << 20);
  const auto channels = static_cast<int>(reader.shape(line).channels);
  reader.finish(line, shuffle(whole(line, 1, 0) != 0 && channels % groups == 0 ? channels / groups : groups));
}

void flattened(Reader& reader, const Line& line) { reader.finish(line, plain(LayerKind::flatten)); }
void passed(Reader& reader, const Line& line) { reader.set(line, reader.blob(line)); }
void input(Reader& reader, const Line& line) { reader.set(line, {0}); }

}  // namespace

Handlers map_layers() {
  return {{"Input", input},       {"Split", passed},           {"Noop", passed},
          {"Eltwise", binary},    {"BinaryOp", binary},        {"Concat", concat},
          {"Slice", cut},         {"Interp", interpolation},   {"Reshape", reshaped},
          {"Flatten", flattened}, {"ShuffleChannel", shuffled}};
}

}  // namespace lastmile::models::ncnn
