#include "models/learn/digest.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace lastmile::learn;

TEST_CASE("a digest is fixed for ever") {
  CHECK(Hasher("purpose").add(1).add(2.5F).add("text").digest().text() ==
        "2a5dd19840c796497ac4f5599cab1a28");
}

TEST_CASE("every single bit counts, also in the last, broken word") {
  std::vector<unsigned char> data(67, 0);
  std::set<std::string> seen;
  seen.insert(Hasher("x").add(data).digest().text());
  for (std::size_t bit = 0; bit < data.size() * 8; ++bit) {
    data[bit / 8] ^= static_cast<unsigned char>(1U << (bit % 8));
    seen.insert(Hasher("x").add(data).digest().text());
    data[bit / 8] ^= static_cast<unsigned char>(1U << (bit % 8));
  }
  CHECK(seen.size() == 67 * 8 + 1);
}

TEST_CASE("neighbouring fields, lengths and purposes do not run into each other") {
  using Text = std::vector<unsigned char>;
  CHECK(Hasher("x").add("ab").add("c").digest() != Hasher("x").add("a").add("bc").digest());
  CHECK(Hasher("x").add(Text{}).digest() != Hasher("x").add(Text{0}).digest());
  CHECK(Hasher("x").add(Text{0}).digest() != Hasher("x").add(Text{0, 0}).digest());
  CHECK(Hasher("x").add(1).digest() != Hasher("y").add(1).digest());
}
