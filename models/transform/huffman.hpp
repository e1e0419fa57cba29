// Huffman coding of small whole numbers: bytes that a network's weights really take.
//
// Formula    symbols merged by least count first; canonical codes in order of (length, symbol)
// Bytes      count (4), alphabet (4), a length of 5 bits a symbol of the alphabet, then the codes, first bit
//            highest, filled up with zeros
// Source     Huffman 1952, doi:10.1109/JRPROC.1952.273898
// Validity   at most 2^31 symbols below 2^16: no code is longer than 31 bits unless counts grow as
//            Fibonacci numbers do, which is refused
// Tests      tests/unit/models/huffman_test.cpp (round trip, entropy, cut and changed bytes)
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace lastmile::models {

/// Code lengths in bits by symbol, 0 for symbols that do not occur; a symbol alone has 1 bit.
std::vector<std::uint8_t> huffman_lengths(std::span<const std::uint64_t> counts);

std::vector<std::uint8_t> huffman_encode(std::span<const std::uint16_t> symbols);
/// Takes what it reads off the front of `bytes`. ConfigError where they are cut short or no code.
std::vector<std::uint16_t> huffman_decode(std::span<const std::uint8_t>& bytes);

}  // namespace lastmile::models
