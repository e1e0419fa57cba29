// carrier: bands, bandwidths and resource blocks of NR.
//   resource block = 12 subcarriers of 15 kHz * 2^mu; slot = 1 ms / 2^mu = 14 symbols
// Source:  TS 38.101-1 tables 5.2-1, 5.3.2-1 (FR1), TS 38.101-2 tables 5.2-1, 5.3.2-1 (FR2), TS
//          38.211 4.3. The resource blocks were compared with six independent public listings, the
//          bands with two.
// Valid:   ten bands, numerologies 0-3, one carrier. Ignores: which bandwidth each single band
//          permits (only the frequency range is checked), supplementary bands, bandwidth parts,
//          extended cyclic prefix.
// Checked: tests/unit/nr/carrier_test.cpp.  C++17-clean.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lastmile::network::nr {

inline constexpr int kSymbolsPerSlot = 14;
inline constexpr int kSubcarriers = 12;  ///< of a resource block

enum class Duplex { fdd, tdd };

struct Band {
  const char* name;
  Duplex duplex;
  int range;  ///< frequency range 1 or 2
  double up_low_mhz, up_high_mhz, down_low_mhz, down_high_mhz;
};

const std::vector<Band>& bands();
/// Throws ConfigError with the known names.
const Band& find_band(const std::string& name);

/// Resource blocks of a carrier, 0 where the combination does not exist.
int resource_blocks(int frequency_range, double bandwidth_mhz, int numerology);

/// A carrier that exists; throws ConfigError that says what is allowed.
struct Carrier {
  Carrier(const std::string& band_name, double bandwidth_mhz, int numerology_mu);

  const Band* band;
  int numerology, blocks;
  double down_hz, up_hz;  ///< centres, in the middle of the band
  std::int64_t slot_ns;
  double block_hz;  ///< bandwidth of a resource block
};

}  // namespace lastmile::network::nr
