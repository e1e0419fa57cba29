// Characters as tokens.
//
// Source   the 80 characters of LEAF's Shakespeare task, in its order (Caldas et al. 2018,
//          arXiv:1812.01097; models/utils/language_utils.py of TalwalkarLab/leaf), so that its
//          networks and figures apply
// Tests    tests/unit/learn/leaf_test.cpp
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lastmile::learn {

constexpr std::string_view kCharacters =
    "\n !\"&'(),-.0123456789:;>?ABCDEFGHIJKLMNOPQRSTUVWXYZ[]abcdefghijklmnopqrstuvwxyz}";
static_assert(kCharacters.size() == 80);

inline std::optional<std::uint8_t> token_of(char character) {
  const std::size_t at = kCharacters.find(character);
  if (at == std::string_view::npos) return {};
  return static_cast<std::uint8_t>(at);
}

}  // namespace lastmile::learn
