// Small fully connected networks on 28x28 grey pictures: what federated learning is compared on.
#include "models/zoo/zoo.hpp"

namespace lastmile::models {
namespace {

Graph with_hidden(const char* name, int hidden) {
  Graph net(name, {1, 28, 28});
  net.add(plain(LayerKind::flatten));
  if (hidden > 0) {
    net.add(dense(hidden));
    net.add(plain(LayerKind::relu));
  }
  net.add(dense(10));
  net.mark_exit(net.add(plain(LayerKind::softmax)));
  net.validate();
  return net;
}

}  // namespace

Graph logistic(const ZooScale&) { return with_hidden("logistic", 0); }
Graph mlp(const ZooScale&) { return with_hidden("mlp", 200); }

}  // namespace lastmile::models
