#include "models/learn/read/leaf.hpp"

#include <doctest/doctest.h>

#include <set>

#include "models/learn/characters.hpp"
#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::learn;

namespace {

void refuses(const std::string& text, const char* why) {
  CHECK_THROWS_WITH_AS(parse_leaf(text, "t.json"), doctest::Contains(why), ConfigError);
}
std::string of_user(const std::string& data) { return R"({"user_data": {"a": )" + data + "}}"; }

}  // namespace

TEST_CASE("leaf: lists of numbers are features, users own their samples") {
  const Dataset data = parse_leaf(
      R"({"users": ["b", "a"], "num_samples": [1, 2], "more": {"x": [null, true]},
          "user_data": {"a": {"x": [[1, 2.5], [3, -4]], "y": [0, 2.0]},
                        "b": {"y": [1], "x": [[5, 6e-1]]}}})",
      "t.json");
  CHECK(data.shape() == models::Shape{2, 1, 1});
  CHECK(data.labels() == std::vector<Label>{0, 2, 1});
  CHECK(data.users() == std::vector<std::uint32_t>{0, 0, 1});
  CHECK(data.classes() == 3);
  CHECK(data.features(2)[1] == 0.6F);
}

TEST_CASE("leaf: texts are tokens of LEAF's 80 characters") {
  CHECK(std::set<char>(kCharacters.begin(), kCharacters.end()).size() == 80);
  const Dataset data =
      parse_leaf(of_user(R"({"x": ["to be", "r not"], "y": ["\n", "!"]})"), "t.json");
  CHECK(data.values() == Values::tokens);
  CHECK(data.shape() == models::Shape{1, 1, 5});
  CHECK(data.vocabulary() == 80);
  CHECK(data.classes() == 80);
  CHECK(data.labels() == std::vector<Label>{0, 2});
  CHECK(kCharacters[data.image(1)[2]] == 'n');
}

TEST_CASE("leaf: damage is refused with file, line and column") {
  refuses("{", "LEAF file t.json: JSON, line 1, column 2");
  refuses("{}", "no samples");
  refuses(of_user(R"({"x": [[1]], "y": [0, 1]})"), "user 'a' has 1 x, but 2 y");
  refuses(of_user(R"({"x": [[1], [1, 2]], "y": [0, 1]})"), "an x of length 2; the first has 1");
  refuses(of_user(R"({"x": [[]], "y": [0]})"), "an x of length 0");
  refuses(of_user(R"({"x": [[1], "a"], "y": [0, 1]})"), "both texts and lists");
  refuses(of_user(R"({"x": [["id", "a tweet"]], "y": [0]})"), "expected a digit");
  refuses(of_user(R"({"x": [5], "y": [0]})"), "lists of numbers or texts");
  refuses(of_user(R"({"x": ["~~"], "y": [0]})"), "byte 126 of a text is none of");
  refuses(of_user(R"({"x": [[1]], "y": [65536]})"), "whole number 0..65535");
  refuses(of_user(R"({"x": [[1]], "y": [0.5]})"), "whole number 0..65535");
  refuses(of_user(R"({"x": [[1], [2]], "y": [0, "a"]})"), "both numbers and characters");
  refuses(of_user(R"({"x": [[1e39]], "y": [0]})"), "too large for 32 bits");
  refuses(R"({"user_data": {"a": {"x": [[1]], "y": [0]}, "a": {"x": [[1]], "y": [0]}}})",
          "given twice");
  const std::string good = R"("user_data": {"a": {"x": [[1]], "y": [0]}}})";
  refuses(R"({"users": ["b"], )" + good, "user 'b' has no user_data");
  refuses(R"({"users": ["a", "a"], )" + good, "2 users, but user_data of 1");
  refuses(R"({"users": ["a"], "num_samples": [2], )" + good, "but num_samples says 2");
  refuses(R"({"num_samples": [1, 1], )" + good, "2 num_samples for 1 users");
}
