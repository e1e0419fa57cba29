// Values worked out from the standard's formulas by a separate program, to four decimals.
#include "network/ns3/nr/path_loss.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace lastmile::network;
using namespace lastmile::network::nr;

TEST_CASE("path loss in four environments") {
  using E = NrEnvironment;
  struct Row {
    RadioPath path;
    bool sight;
    double loss_db;
  };
  const Row rows[] = {{{E::uma, 3.5, 25, 1.5, 100}, true, 83.1382},
                      {{E::uma, 3.5, 25, 1.5, 1000}, true, 109.4119},
                      {{E::uma, 3.5, 25, 1.5, 500}, false, 129.9158},
                      {{E::umi, 28, 10, 1.5, 100}, true, 103.3760},
                      {{E::umi, 28, 10, 1.5, 200}, false, 134.4647},
                      {{E::umi, 3.5, 10, 1.5, 500}, true, 107.1138},
                      {{E::inh_office, 30, 3, 1, 20}, true, 84.4876},
                      {{E::inh_office, 30, 3, 1, 20}, false, 103.9925},
                      {{E::inh_office, 30, 3, 1, 50}, false, 119.1642},
                      {{E::rma, 0.7, 35, 1.5, 1000}, true, 93.3816},
                      {{E::rma, 0.7, 35, 1.5, 5000}, true, 121.3311},
                      {{E::rma, 0.7, 35, 1.5, 2000}, false, 128.0677}};
  for (const Row& row : rows)
    CHECK(std::abs(path_loss_db(row.path, row.sight) - row.loss_db) < 1e-4);
}
