// Prints rows of `bench kernels`, as text or as JSON.
#pragma once

#include <string>
#include <vector>

#include "tests/bench/kernels/bench_row.hpp"

namespace lastmile::bench {

/// Time of the peer whose name begins with `peer`, over ours; 0 if it did not compete.
double speed_ratio(const Row& row, const std::string& peer);

void print_table(const std::vector<Row>& rows, const std::string& title);
/// Geometric mean, least, and the five shapes where we lose most, against one peer.
void print_summary(const std::vector<Row>& rows, const std::string& peer);
void print_json(const std::vector<Row>& rows, bool first);

}  // namespace lastmile::bench
