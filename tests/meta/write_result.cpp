// Writes the sample result file, for checks by other readers: write_result FILE ROWS HOST
#include "tests/unit/analysis/sample_tables.hpp"

#include <cstdlib>

int main(int count, char** words) {
  if (count != 4) return 2;
  lastmile::analysis::Provenance provenance;
  provenance.host = words[3];
  sample::write(words[1], std::atoll(words[2]), provenance);
}
