// ncnn's .param files by hand.
#include "models/ncnn/param.hpp"

#include <doctest/doctest.h>

#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::models;

namespace {

const std::string kSmall =
    "7767517\n6 7\n"
    "Input data 0 1 data 0=8 1=8 2=3\n"
    "Convolution conv1 1 1 data a 0=4 1=3 3=2 4=-233 5=1 6=108 9=1\n"
    "Split split 1 2 a b c\n"
    "ConvolutionDepthWise dw 1 1 b d 0=4 1=3 4=1 5=0 6=36 7=4 9=3 -23310=2,0.0,6.0\n"
    "BinaryOp add 2 1 d c e 0=0\n"
    "Pooling pool 1 1 e f 0=0 1=3 2=2\n";

std::string changed(const std::string& from, const std::string& to) {
  std::string text = kSmall;
  return text.replace(text.find(from), from.size(), to);
}

std::string why(const std::string& text) {
  try {
    import_ncnn(text, "small");
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("ncnn: layers, their activations, TensorFlow's padding") {
  const Graph net = import_ncnn(kSmall, "small").graph;
  REQUIRE(net.size() == 7);  // input, conv, relu, depthwise, relu6, add, pool
  const Layer& first = net.layer(net.find("conv1"));
  CHECK(first.out == Shape{4, 4, 4});
  CHECK(first.macs == 4 * 4 * 4 * 27);
  CHECK(net.layer(2).kind() == LayerKind::relu);
  CHECK(net.layer(net.find("dw")).depthwise());
  CHECK(net.layer(4).kind() == LayerKind::relu6);
  CHECK(net.layer(net.output()).out ==
        Shape{4, 2, 2});  // a mode that is not said rounds up: ceil((4 - 3) / 2) + 1
}

TEST_CASE("ncnn: what does not fit is refused with its line") {
  CHECK(why("no file") == "ncnn, line 1: expected 7767517, as text (binary files are not known)");
  CHECK(why(changed("6=108", "6=109")).find("line 4, layer 'conv1' (Convolution): says 109 weights") !=
        std::string::npos);
  CHECK(why(changed("BinaryOp add", "Einsum add")).find("unknown layer type 'Einsum'") != std::string::npos);
  CHECK(why(changed("1 1 b d", "1 1 z d")).find("'z' is made by no layer before it") != std::string::npos);
  CHECK(why(changed("6 7", "9 7")).find("9 layers are announced, 6 follow") != std::string::npos);
  CHECK(why(changed("0=8 1=8", "0=0 1=8")).find("its size is not in the file") != std::string::npos);
  CHECK(why(changed("3=2", "3=two")).find("'two' is not a number") != std::string::npos);
  CHECK(why(changed("1=3 3=2", "1=99999999999 3=2")).find("whole number") != std::string::npos);
}
