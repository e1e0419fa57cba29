// LeNet-5 (LeCun et al. 1998, doi:10.1109/5.726791; Caffe's variant), AlexNet (Krizhevsky et al.
// 2012, doi:10.1145/3065386; Caffe's single tower with two groups) and VGG-16 (arXiv:1409.1556).
#include "models/zoo/zoo.hpp"

namespace lastmile::models {
namespace {

void conv_relu(Graph& net, const LayerSpec& spec) {
  net.add(spec);
  net.add(plain(LayerKind::relu));
}

void dense_relu_dropout(Graph& net, int width) {
  net.add(dense(width));
  net.add(plain(LayerKind::relu));
  net.add(plain(LayerKind::dropout));
}

Graph classify(Graph net, int classes) {
  net.add(dense(classes));
  net.mark_exit(net.add(plain(LayerKind::softmax)));
  net.validate();
  return net;
}

}  // namespace

Graph lenet(const ZooScale&) {
  Graph net("lenet", {1, 28, 28});
  net.add(conv(20, 5));
  net.add(max_pool(2, 2));
  net.add(conv(50, 5));
  net.add(max_pool(2, 2));
  net.add(plain(LayerKind::flatten));
  net.add(dense(500));
  net.add(plain(LayerKind::relu));
  return classify(std::move(net), 10);
}

Graph alexnet(const ZooScale&) {
  Graph net("alexnet", {3, 227, 227});
  conv_relu(net, conv(96, 11, 4));
  net.add(plain(LayerKind::lrn));
  net.add(max_pool(3, 2));
  conv_relu(net, conv(256, 5, 1, 2, 2));
  net.add(plain(LayerKind::lrn));
  net.add(max_pool(3, 2));
  conv_relu(net, conv(384, 3, 1, 1));
  conv_relu(net, conv(384, 3, 1, 1, 2));
  conv_relu(net, conv(256, 3, 1, 1, 2));
  net.add(max_pool(3, 2));
  net.add(plain(LayerKind::flatten));
  dense_relu_dropout(net, 4096);
  dense_relu_dropout(net, 4096);
  return classify(std::move(net), 1000);
}

Graph vgg16(const ZooScale&) {
  struct Stage {
    int channels;
    int convolutions;
  };
  Graph net("vgg16", {3, 224, 224});
  for (const Stage stage :
       {Stage{64, 2}, Stage{128, 2}, Stage{256, 3}, Stage{512, 3}, Stage{512, 3}}) {
    for (int i = 0; i < stage.convolutions; ++i) conv_relu(net, conv(stage.channels, 3, 1, 1));
    net.add(max_pool(2, 2));
  }
  net.add(plain(LayerKind::flatten));
  dense_relu_dropout(net, 4096);
  dense_relu_dropout(net, 4096);
  return classify(std::move(net), 1000);
}

}  // namespace lastmile::models
