#include "models/learn/read/csv.hpp"

#include <doctest/doctest.h>

#include "sim/error.hpp"

using namespace lastmile;
using namespace lastmile::learn;

namespace {

void refuses(const std::string& text, const char* why) {
  CHECK_THROWS_WITH_AS(parse_csv(text, "t.csv"), doctest::Contains(why), ConfigError);
}

}  // namespace

TEST_CASE("csv: columns of numbers become features, the named column labels") {
  const Dataset data = parse_csv("a,label,b\n1,0,2.5\n-3e2,4,.25\r\n", "t.csv");
  CHECK(data.values() == Values::features);
  CHECK(data.shape() == models::Shape{2, 1, 1});
  CHECK(data.labels() == std::vector<Label>{0, 4});
  CHECK(data.classes() == 5);
  CHECK(data.features(0)[1] == 2.5F);
  CHECK(data.features(1)[0] == -300.0F);
  CHECK(data.image_bytes() == 8);
  CHECK(data.users().empty());
}

TEST_CASE("csv: names as labels in alphabetical order, quotes, users by first row") {
  const Dataset data =
      parse_csv("user,x,class\nzoe,1,\"dog, \"\"big\"\"\"\nann,2,cat\nzoe,3,cat\n", "t.csv");
  CHECK(data.labels() == std::vector<Label>{1, 0, 0});
  CHECK(data.users() == std::vector<std::uint32_t>{0, 1, 0});
  CHECK(data.classes() == 2);
  CHECK(parse_csv("x,kind\n1,a\n2,b\n", "t.csv", "kind").classes() == 2);
}

TEST_CASE("csv: damage is refused with line and column") {
  refuses("", "is empty");
  refuses("1,2\n3,4\n", "line 1: only numbers");
  refuses("a,b\n1,2\n", "no column is named label");
  refuses("label\n1\n", "no column of features");
  refuses("a,a,label\n1,2,3\n", "column 'a' is named twice");
  refuses("a,label\n", "no rows");
  refuses("a,label\n1,0\n1\n", "line 3: 1 fields; the header names 2 columns");
  refuses("a,label\n1,0\nx,0\n", "line 3: column 'a': 'x' is no finite number");
  refuses("a,label\n,0\n", "line 2: column 'a': '' is no finite number");
  refuses("a,label\ninf,0\n", "is no finite number");
  refuses("a,label\n1e99,0\n", "is no finite number");
  refuses("a,label\n\"1,0\n", "line 2: a quote that does not end");
  refuses("a,label\n\"1\"2,0\n", "line 2: something between");
  refuses(std::string("a,label\n1\0,0\n", 13), "line 2: a zero byte");
  CHECK_THROWS_WITH_AS(parse_csv("size,label\n1,0\n", "t.csv", "sise"),
                       doctest::Contains("did you mean 'size'"), ConfigError);
  std::string many = "a,label\n";
  for (int i = 0; i < 65537; ++i) many += "1,c" + std::to_string(i) + "\n";
  refuses(many, "line 65538: more than 65536 different labels");
}
