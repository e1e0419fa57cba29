// Shapes and counts of layers by hand.
#include "models/layer.hpp"

#include <doctest/doctest.h>

#include "models/graph.hpp"
#include "models/zoo/zoo.hpp"
#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

Layer one(const LayerSpec& spec, const Shape& in) { return derive_layer(1, spec, {in}); }

std::string why(const LayerSpec& spec, const std::vector<Shape>& inputs) {
  try {
    derive_layer(1, spec, inputs);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("layer: windows that are not square, padded on one side, or dilated") {
  const Layer wide = one(conv(4, 1).wide(7, 3), {3, 17, 17});
  CHECK(wide.out == Shape{4, 17, 17});
  CHECK(wide.weights == 3 * 7 * 4);
  CHECK(wide.macs == 3 * 7 * 4 * 17 * 17);
  // TensorFlow's SAME at stride 2: a row below and a column on the right.
  CHECK(one(conv(8, 3, 2, 0).padded_more(1), {3, 224, 224}).out == Shape{8, 112, 112});
  CHECK(one(conv(8, 3, 2, 0), {3, 224, 224}).out == Shape{8, 111, 111});
  CHECK(one(conv(8, 3, 1, 6).dilated(6), {3, 19, 19}).out == Shape{8, 19, 19});
  // A convolution over time, strided on the width alone.
  CHECK(one(conv(5, 1, 1).wide(11, 5, 2), {40, 1, 100}).out == Shape{5, 1, 50});
  CHECK_FALSE(window_of(conv(8, 3, 2, 0).padded_more(1)).uniform());
  CHECK(window_of(conv(8, 3, 2, 1)).uniform());
}

TEST_CASE("layer: a transposed convolution widens, a local one has weights at every place") {
  const Layer up = one(transposed_conv(64, 4, 2, 1), {128, 7, 7});
  CHECK(up.out == Shape{64, 14, 14});
  CHECK(up.weights == 128 * 64 * 16);
  CHECK(up.macs == 128 * 64 * 16 * 49);
  LayerSpec spec = conv(16, 9);
  spec.kind = LayerKind::local_conv;
  const Layer local = one(spec, {16, 63, 63});
  CHECK(local.out == Shape{16, 55, 55});
  CHECK(local.weights == 16 * 16 * 81 * 55 * 55);
  CHECK(local.biases == 16 * 55 * 55);
  CHECK(local.macs == local.weights);
}

TEST_CASE("layer: recurrent layers") {
  const Layer lstm = one(recurrent(LayerKind::lstm, 200), {100, 1, 20});
  CHECK(lstm.out == Shape{200, 1, 20});
  CHECK(lstm.weights == 4 * 200 * 300);
  CHECK(lstm.biases == 800);
  CHECK(lstm.macs == 20 * lstm.weights);
  // Hard et al. 2018: 670 cells, embeddings and outputs of 96.
  const Layer cifg = one(recurrent(LayerKind::cifg_lstm, 670, 96, true), {96, 1, 10});
  CHECK(cifg.out == Shape{96, 1, 1});
  CHECK(cifg.weights == 3 * 670 * (96 + 96) + 670 * 96);
  CHECK(one(recurrent(LayerKind::gru, 8), {4, 1, 3}).weights == 3 * 8 * 12);
  CHECK(one(recurrent(LayerKind::rnn, 8), {4, 1, 3}).weights == 8 * 12);
  CHECK(why(recurrent(LayerKind::gru, 8, 4), {{4, 1, 3}}).find("projection") != std::string::npos);
  CHECK(why(recurrent(LayerKind::lstm, 8), {{4, 2, 3}}).find("sequence") != std::string::npos);
}

TEST_CASE("layer: attention counts scores and sums; keys may have fewer heads and come from a cache") {
  const Shape all{64, 1, 10};
  const Layer self = derive_layer(1, attention(8), {all, all, all});
  CHECK(self.out == all);
  CHECK(self.macs == 2 * 10 * 10 * 64);
  const Layer kept = one([] { LayerSpec s = plain(LayerKind::cache); s.context = 127; return s; }(), {16, 1, 1});
  CHECK(kept.out == Shape{16, 1, 128});
  CHECK(derive_layer(2, attention(8), {{64, 1, 1}, kept.out, kept.out}).macs == 2 * 128 * 64);
  CHECK(why(attention(8), {all, {60, 1, 10}, {60, 1, 10}}).find("do not fit") != std::string::npos);
  CHECK(why(attention(7), {all, all, all}).find("heads") != std::string::npos);
  CHECK(why(attention(8), {all}).find("three inputs") != std::string::npos);
}

TEST_CASE("layer: words, tokens, slices and views") {
  const Layer words = one(embedding(1000, 32), {1, 1, 12});
  CHECK(words.out == Shape{32, 1, 12});
  CHECK(words.weights == 32000);
  CHECK(words.macs == 0);
  CHECK(one(plain(LayerKind::class_token), {32, 1, 196}).out == Shape{32, 1, 197});
  CHECK(one(plain(LayerKind::position), {32, 1, 197}).weights == 32 * 197);
  CHECK(one(plain(LayerKind::select), {32, 1, 197}).out == Shape{32, 1, 1});
  CHECK(one(slice(8, 4), {32, 5, 5}).out == Shape{4, 5, 5});
  CHECK(one(reshape({32, 1, 25}), {32, 5, 5}).out == Shape{32, 1, 25});
  CHECK(one(upsample(2), {32, 5, 5}).out == Shape{32, 10, 10});
  CHECK(one(repeat_tokens(3), {32, 1, 5}).out == Shape{32, 1, 15});
  LayerSpec reorganise = plain(LayerKind::space_to_depth);
  reorganise.stride = 2;
  CHECK(one(reorganise, {64, 26, 26}).out == Shape{256, 13, 13});
  CHECK(one(plain(LayerKind::layer_norm), {32, 1, 9}).parameters() == 64);
  CHECK(why(slice(30, 4), {{32, 5, 5}}).find("channels 30 to 33 of 32") != std::string::npos);
  CHECK(why(reshape({32, 1, 24}), {{32, 5, 5}}).find("cannot become") != std::string::npos);
  CHECK(why(plain(LayerKind::multiply), {{32, 5, 5}, {16, 1, 1}}).find("1x1") != std::string::npos);
  CHECK(derive_layer(1, plain(LayerKind::multiply), {{32, 5, 5}, {32, 1, 1}}).out == Shape{32, 5, 5});
}

TEST_CASE("layer: every kind has a name that is read back") {
  for (std::size_t i = 0; i < layer_kinds; ++i) {
    const auto kind = static_cast<LayerKind>(i);
    CHECK_FALSE(to_string(kind).empty());
    CHECK(layer_kind(to_string(kind)) == kind);
  }
}

TEST_CASE("zoo: a scale that a network does not take is refused with those that it takes") {
  CHECK_THROWS_WITH_AS(static_cast<void>(zoo("lenet:width=2")), doctest::Contains("takes no scale"), ConfigError);
  CHECK_THROWS_AS(static_cast<void>(zoo("lenet:")), ConfigError);
}

TEST_CASE("layer: tied weights are read here and stored in another layer") {
  Graph net("tied", {1, 1, 5});
  net.add(embedding(100, 8));
  const LayerId out = net.add(conv(100, 1).with_tied_weights());
  net.mark_exit(out);
  CHECK(net.layer(out).weights == 800);
  CHECK(net.layer(out).parameters() == 900);
  CHECK(net.layer(out).stored() == 100);
  CHECK(net.layer(out).macs == 4000);
  CHECK(net.totals().weights == 800);
  CHECK(net.totals().biases == 100);
}
