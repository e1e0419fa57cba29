#include "kernels/operator_families.hpp"

#include "kernels/attention/attention.hpp"
#include "kernels/channels/channels.hpp"
#include "kernels/conv/family.hpp"
#include "kernels/dense/dense.hpp"
#include "kernels/depthwise/depthwise.hpp"
#include "kernels/elementwise/family.hpp"
#include "kernels/int8/family.hpp"
#include "kernels/normalise/normalise.hpp"
#include "kernels/pooling/pooling.hpp"
#include "kernels/recurrent/lstm.hpp"

namespace lastmile::kernels {

const std::vector<const Family*>& families() {
  static const std::vector<const Family*> all = {
      &attention_family,
      &channels_family,
      &conv_family,
      &dense_family,
      &depthwise_family,
      &elementwise_family,
      &int8::family,
      &lstm_family,
      &normalise_family,
      &pooling_family,
  };
  return all;
}

}  // namespace lastmile::kernels
