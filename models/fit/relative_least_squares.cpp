#include "models/fit/relative_least_squares.hpp"

#include <algorithm>

namespace lastmile::models {

std::vector<double> relative_least_squares(const std::vector<std::vector<double>>& rows,
                                           const std::vector<double>& times) {
  constexpr int turns = 3000;
  const std::size_t terms = rows.front().size();
  std::vector<std::vector<double>> product(terms, std::vector<double>(terms, 0.0));
  std::vector<double> column(terms, 0.0);  // products with the target, which is 1
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t i = 0; i < terms; ++i) {
      const double scaled = rows[r][i] / times[r];
      column[i] += scaled;
      for (std::size_t j = 0; j < terms; ++j) product[i][j] += scaled * rows[r][j] / times[r];
    }
  }
  std::vector<double> solved(terms, 0.0);
  for (int turn = 0; turn < turns; ++turn) {
    for (std::size_t i = 0; i < terms; ++i) {
      double rest = column[i];
      for (std::size_t j = 0; j < terms; ++j)
        if (j != i) rest -= product[i][j] * solved[j];
      solved[i] = product[i][i] > 0 ? std::max(0.0, rest / product[i][i]) : 0.0;
    }
  }
  return solved;
}

}  // namespace lastmile::models
