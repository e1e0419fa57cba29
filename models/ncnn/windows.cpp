// Convolutions, dense layers, pools, and zeros around maps.
#include <algorithm>

#include "models/ncnn/reader.hpp"
#include "sim/unit_text.hpp"

namespace lastmile::models::ncnn {
namespace {

// Where a type of layers has the numbers of its window; padding_top, _bottom follow _left, _right.
struct Keys {
  int stride, stride_height, left, top, right, bottom;
};
constexpr Keys of_convolutions = {3, 13, 4, 14, 15, 16}, of_pools = {2, 12, 3, 13, 14, 15};

struct Sides {
  int before = 0, after = 0;
};

// TensorFlow's SAME: with the odd row behind, or before.
Sides same(std::int64_t in, int kernel, int stride, int dilation, bool behind) {
  const std::int64_t out = (in + stride - 1) / stride;
  const auto total = static_cast<int>(std::max<std::int64_t>(
      0, (out - 1) * stride + static_cast<std::int64_t>(dilation) * (kernel - 1) + 1 - in));
  return {behind ? total / 2 : (total + 1) / 2, behind ? (total + 1) / 2 : total / 2};
}

void set_padding(LayerSpec& spec, const Sides& rows, const Sides& columns) {
  spec.padding = rows.before;
  spec.padding_more = rows.after - rows.before;
  spec.padding_width = columns.before;
  spec.padding_more_width = columns.after - columns.before;
}

// -233 and -234 in the place of a padding are SAME, the odd row behind or before.
void set_window(const Reader& reader, const Line& line, const Keys& keys, LayerSpec& spec) {
  spec.kernel_width = within(line, 1, 0, 1, 4096);
  spec.kernel = within(line, 11, spec.kernel_width, 1, 4096);
  spec.stride_width = within(line, keys.stride, 1, 1, 4096);
  spec.stride = within(line, keys.stride_height, spec.stride_width, 1, 4096);
  const int left = within(line, keys.left, 0, -234, 4096), top = within(line, keys.top, left, -234, 4096);
  Sides columns{left, within(line, keys.right, left, -234, 4096)},
      rows{top, within(line, keys.bottom, top, -234, 4096)};
  if (left == -233 || left == -234) {
    const Shape& in = reader.shape(line);
    columns = same(in.width, spec.kernel_width, spec.stride_width, spec.dilation, left == -233);
    rows = same(in.height, spec.kernel, spec.stride, spec.dilation, left == -233);
  }
  if (std::min({columns.before, columns.after, rows.before, rows.after}) < 0)
    refuse(line, "paddings from 0 on, or -233 and -234 for all sides");
  const std::array<int, 4>& waiting = reader.blob(line).padding;
  set_padding(spec, {rows.before + waiting[0], rows.after + waiting[1]},
              {columns.before + waiting[2], columns.after + waiting[3]});
}

void check_weights(const Reader& reader, const Line& line, const LayerSpec& spec, int key) {
  const Window w = window_of(spec);
  const Shape& in = reader.shape(line);
  const double each = spec.kind == LayerKind::dense
                          ? static_cast<double>(in.elements())
                          : static_cast<double>(in.channels) / spec.groups * w.kernel_height * w.kernel_width;
  const double weights = each * spec.out_channels;
  if (weights == real(line, key, 0)) return;
  refuse(line, "says " + exact_number(real(line, key, 0)) + " weights (" +
                   std::to_string(key) + "=), but its input and settings make " +
                   exact_number(weights));
}

void convolution(Reader& reader, const Line& line) {
  const bool transposed = line.type.rfind("Deconv", 0) == 0;
  LayerSpec spec = plain(transposed ? LayerKind::transposed_conv : LayerKind::conv);
  spec.out_channels = within(line, 0, 0, 1, 1 << 24);
  spec.bias = whole(line, 5, 0) != 0;
  spec.groups = line.type.find("DepthWise") != std::string::npos ? within(line, 7, 1, 1, 1 << 24) : 1;
  spec.dilation = within(line, 2, 1, 1, 4096);
  if (within(line, 12, spec.dilation, 1, 4096) != spec.dilation)
    refuse(line, "dilations of rows and columns (12=, 2=) must agree");
  set_window(reader, line, of_convolutions, spec);
  if (transposed) {  // rows that are cut off behind are rows fewer
    spec.padding_more = within(line, 19, 0, 0, 4096) - spec.padding_more;
    spec.padding_more_width = within(line, 18, 0, 0, 4096) - spec.padding_more_width;
  } else if (real(line, 18, 0) != 0) {
    refuse(line, "pads with another number than 0 (18=)");
  }
  check_weights(reader, line, spec, 6);
  set_with_activation(reader, line, reader.add(line, spec, {reader.blob(line).layer}, line.name));
}

void inner_product(Reader& reader, const Line& line) {
  const LayerSpec spec = dense(within(line, 0, 0, 1, 1 << 24), whole(line, 1, 0) != 0);
  check_weights(reader, line, spec, 2);
  set_with_activation(reader, line, reader.add(line, spec, {reader.in(line)}, line.name));
}

void pool_everything(Reader& reader, const Line& line, bool max) {
  if (!max) return reader.finish(line, plain(LayerKind::global_avg_pool));
  const Shape& s = reader.shape(line);
  reader.finish(line, max_pool(static_cast<int>(s.height), 1).wide(static_cast<int>(s.width), 0));
}

void pooling(Reader& reader, const Line& line) {
  const bool max = whole(line, 0, 0) == 0, adaptive = whole(line, 7, 0) != 0;
  if (adaptive && (whole(line, 8, 0) != 1 || whole(line, 18, 1) != 1))
    refuse(line, "an output of a given size (7=1) is known only as 1x1 (8=1)");
  if (adaptive || whole(line, 4, 0) != 0) return pool_everything(reader, line, max);
  LayerSpec spec = plain(max ? LayerKind::max_pool : LayerKind::avg_pool);
  const int mode = within(line, 5, 0, 0, 3);
  Line said = line;
  if (mode >= 2) said.settings[3] = mode == 2 ? -233 : -234;
  const bool waits = reader.blob(line).padding != std::array<int, 4>{};
  if (waits && max)
    refuse(line, "the zeros around its input count; only convolutions and means can read them");
  set_window(reader, said, of_pools, spec);
  spec.ceil_mode = mode == 0;
  spec.counts_padding = !max && (waits || whole(line, 6, 0) != 0);
  reader.finish(line, spec, {reader.blob(line).layer});
}

void padding(Reader& reader, const Line& line) {
  if (whole(line, 4, 0) != 0 || real(line, 5, 0) != 0 || whole(line, 7, 0) != 0 || whole(line, 8, 0) != 0)
    refuse(line, "known: zeros (4=0 5=0) above, below, left and right");
  Blob padded = reader.blob(line);
  for (std::size_t side = 0; side < 4; ++side)
    padded.padding[side] += within(line, static_cast<int>(side), 0, 0, 4096);
  if (*std::max_element(padded.padding.begin(), padded.padding.end()) > 4096)
    refuse(line, "padded too often");
  reader.set(line, padded);
}

}  // namespace

Handlers window_layers() {
  return {{"Convolution", convolution},
          {"ConvolutionDepthWise", convolution},
          {"Deconvolution", convolution},
          {"DeconvolutionDepthWise", convolution},
          {"InnerProduct", inner_product},
          {"Pooling", pooling},
          {"Padding", padding}};
}

}  // namespace lastmile::models::ncnn
