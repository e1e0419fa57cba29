// A kernel as a sum of products of four vectors (canonical polyadic form), by alternating least squares.
//
// Formulae   W[o][c][i][j] = sum over r of A0[o][r] A1[c][r] A2[i][r] A3[j][r]
//            one side at a time, the others fixed: A = W_(side) K (G + d I)^-1,
//            K the others' columns multiplied out (Khatri-Rao), G the elementwise product of their A^T A
// Symbols    r rank; d = 1e-9 of G's mean diagonal, against singular G
// Source     Carroll, Chang 1970, doi:10.1007/BF02310791; Kolda, Bader 2009, doi:10.1137/07070111X,
//            section 3.4
// Ignores    that the sum of squares has local minima: it starts from one fixed draw and ends after
//            200 rounds, or when a round betters it by less than a millionth
// Tests      tests/unit/models/low_rank_test.cpp
#pragma once

#include <Eigen/Core>
#include <array>
#include <cstdint>
#include <vector>

namespace lastmile::models {

using CpShape = std::array<std::int64_t, 4>;
using CpFactors = std::array<Eigen::MatrixXd, 4>;  ///< side x rank

CpFactors cp_factors(const std::vector<float>& kernel, const CpShape& shape, int rank);

}  // namespace lastmile::models
