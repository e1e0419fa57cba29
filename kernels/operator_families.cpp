#include "kernels/operator_families.hpp"

namespace lastmile::kernels {

const std::vector<const Family*>& families() {
  static const std::vector<const Family*> all = {};
  return all;
}

}  // namespace lastmile::kernels
