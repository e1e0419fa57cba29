// What the tests of the zoo hold its networks against.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "models/zoo/zoo.hpp"

namespace lastmile::models {

/// A published number and the unit of its last digit.
struct Figure {
  double value;
  double unit;
};

inline double million(std::int64_t count) { return static_cast<double>(count) / 1e6; }

/// Within 1 %, or what rounding to the last digit hides.
inline void check_figure(double ours, const Figure& published) {
  CAPTURE(ours);
  CAPTURE(published.value);
  CHECK(std::abs(ours - published.value) <= std::max(0.01 * published.value, 0.5001 * published.unit));
}

struct Published {
  const char* name;
  Figure mmac;
  Figure million_parameters;
};

inline constexpr Figure any_number{0, 1e12};

/// Parameters as a framework counts them that trains: a convolution on a map, which has a bias here, has the
/// scale and shift of a batch normalisation there; one on a single place (squeeze-excite) has a bias in both.
inline std::int64_t with_batch_norm(const Graph& net) {
  std::int64_t sum = 0;
  for (LayerId id = 0; id < net.size(); ++id) {
    const Layer& layer = net.layer(id);
    const bool folded = layer.kind() == LayerKind::conv && layer.out.plane() > 1;
    sum += layer.parameters() + (folded ? layer.biases : 0);
  }
  return sum;
}

inline void check_published(const std::vector<Published>& rows) {
  for (const Published& row : rows) {
    CAPTURE(row.name);
    const Graph net = zoo(row.name);
    check_figure(million(net.totals().macs), row.mmac);
    check_figure(million(with_batch_norm(net)), row.million_parameters);
  }
}

struct Count {
  const char* name;
  std::int64_t parameters;
};

inline void check_with_batch_norm(const std::vector<Count>& rows) {
  for (const Count& row : rows) {
    CAPTURE(row.name);
    CHECK(with_batch_norm(zoo(row.name)) == row.parameters);
  }
}

/// MMAC and millions of weights as counted from ncnn's .param files (Tencent/ncnn a4d2ea1d,
/// benchmark/models); to one unit of their last digit.
inline void check_like_ncnn(const char* name, double mmac, double million_weights) {
  CAPTURE(name);
  const Totals totals = zoo(name).totals();
  CHECK(std::abs(million(totals.macs) - mmac) <= 0.0051);
  CHECK(std::abs(million(totals.weights) - million_weights) <= 0.00051);
}

}  // namespace lastmile::models
