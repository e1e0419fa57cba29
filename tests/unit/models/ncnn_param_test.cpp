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

TEST_CASE("ncnn: lists, parts, windows of other columns than rows, zeros around maps") {
  const Graph net =
      import_ncnn(
          "7767517\n13 15\n"
          "Input data 0 1 data 0=9 1=12 2=4\n"
          "Convolution c 1 1 data a 0=6 1=3 11=1 3=2 13=1 4=1 14=0 5=1 6=72 9=2 -23310=1,1.0e-01\n"
          "PReLU p 1 1 a b 0=6\n"
          "Slice s 1 2 b c d -23300=2,2,-233 1=0\n"
          "Clip clip 1 1 c e 0=-1.0 1=1.0\n"
          "ShuffleChannel sh 1 1 d f 0=2\n"
          "Concat cat 2 1 e f g 0=0\n"
          "Padding pad 1 1 g h 0=1 1=0 2=2 3=1 4=0 5=0.0\n"
          "Convolution v 1 1 h i 0=3 1=2 5=0 6=72\n"
          "Pooling m 1 1 i j 0=1 1=3 2=2 3=1 5=1 6=1\n"
          "LRN n 1 1 j k 0=0 1=3 2=2.0e-01 3=5.0e-01 4=2\n"
          "Interp u 1 1 k l 0=1 1=2.0 2=3.0\n"
          "InnerProduct ip 1 1 l y 0=7 1=1 2=3024\n",
          "lists")
          .graph;
  CHECK(net.layer(net.find("c")).out == Shape{6, 12, 5});  // 12 rows of one; (9 + 2 - 3) / 2 + 1 columns
  CHECK(net.layer(2).spec.slope == doctest::Approx(0.1));
  CHECK(net.layer(net.find("p")).weights == 6);
  CHECK(net.layer(net.find("clip")).in == Shape{2, 12, 5});
  CHECK(net.layer(net.find("sh")).in == Shape{4, 12, 5});
  CHECK(net.layer(net.find("v")).out == Shape{3, 12, 7});  // 12 + 1 - 2 + 1 rows, 5 + 3 - 2 + 1 columns
  const Layer& mean = net.layer(net.find("m"));
  CHECK(mean.spec.counts_padding);
  CHECK(mean.out == Shape{3, 6, 4});
  CHECK(net.layer(net.find("n")).spec.lrn.beta == 0.5);
  CHECK(net.layer(net.find("u")).out == Shape{3, 12, 12});
}

TEST_CASE("ncnn: the odd row of TensorFlow's padding before (-234) or behind (-233)") {
  const auto window = [](const char* padding) {
    const std::string text = changed("4=-233", std::string("4=") + padding);
    const Graph net = import_ncnn(text, "small").graph;
    return window_of(net.layer(net.find("conv1")).spec);
  };
  CHECK(window("-233").top == 0);
  CHECK(window("-233").bottom == 1);
  CHECK(window("-234").top == 1);
  CHECK(window("-234").bottom == 0);
}

TEST_CASE("ncnn: settings that would be ignored are refused") {
  const auto after = [](const std::string& line) {
    return why("7767517\n2 2\nInput data 0 1 data 0=8 1=8 2=4\n" + line + "\n");
  };
  CHECK(after("Eltwise e 2 1 data data y 0=1 -23301=2,1.0,0.5") ==
        "ncnn, line 4, layer 'e' (Eltwise): sums with factors (-23301=) other than 1 are not known");
  CHECK(after("Slice s 1 1 data y -23300=2,1") ==
        "ncnn, line 4, layer 's' (Slice): '-23300=2,1' announces another number of values than follow");
  CHECK(after("Pooling p 1 1 data y 0=1 7=1 8=3").find("known only as 1x1") != std::string::npos);
  CHECK(after("HardSwish h 1 1 data y").find("known: 0=0.16666667 1=0.5") != std::string::npos);
  CHECK(after("PReLU p 1 1 data y 0=3").find("3 slopes (0=) for 4 channels") != std::string::npos);
  CHECK(after("Convolution c 1 1 data y 0=1 1=3 2=1 12=2 6=36").find("dilations") != std::string::npos);
  CHECK(after("BinaryOp b 1 1 data y 0=2 1=1 2=3.0").find("with a number is not known") != std::string::npos);
  CHECK(after("Padding p 1 1 data y 0=1 4=2").find("known: zeros") != std::string::npos);
}

TEST_CASE("ncnn: what does not fit is refused with its line") {
  CHECK(why("no file") == "ncnn, line 1: expected 7767517, as text (binary files are not known)");
  CHECK(why(changed("6=108", "6=1e23")).find("layer 'conv1' (Convolution): says 1e+23 weights") != std::string::npos);
  CHECK(why(changed("6=108", "6=109")).find("line 4, layer 'conv1' (Convolution): says 109 weights") !=
        std::string::npos);
  CHECK(why(changed("BinaryOp add", "Einsum add")).find("unknown layer type 'Einsum'") != std::string::npos);
  CHECK(why(changed("1 1 b d", "1 1 z d")).find("'z' is made by no layer before it") != std::string::npos);
  CHECK(why(changed("6 7", "9 7")).find("9 layers are announced, 6 follow") != std::string::npos);
  CHECK(why(changed("0=8 1=8", "0=0 1=8")).find("its size is not in the file") != std::string::npos);
  CHECK(why(changed("3=2", "3=two")).find("'two' is not a number") != std::string::npos);
  CHECK(why(changed("1=3 3=2", "1=99999999999 3=2")).find("whole number") != std::string::npos);
}
