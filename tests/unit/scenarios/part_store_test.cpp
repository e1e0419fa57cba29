#include "scenarios/host/sweep/part_store.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "scenarios/host/whole_file.hpp"
#include "sim/error.hpp"
#include "tests/unit/temporary_folder.hpp"

using namespace lastmile;
using namespace lastmile::scenarios;

namespace {

Part part(std::uint64_t number, PartState state = PartState::done) {
  return {number, state, std::string(32, 'a'), 1e6,
          "payload of " + std::to_string(number) + std::string(100, '\0')};
}

std::string only_file(const std::string& folder) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder + "/parts")) {
    if (entry.is_regular_file()) return entry.path().string();
  }
  return "";
}

}  // namespace

TEST_CASE("records come back from files of one and files of many") {
  for (const bool few : {false, true}) {
    const tests::Folder folder;
    {
      PartWriter writer(folder.path.string(), few);
      for (const std::uint64_t number : {7, 2, 123456}) writer.write(part(number));
      writer.write(part(9, PartState::failed));
      writer.write(part(2, PartState::failed));
    }
    std::size_t seen = 0;
    const Parts parts = find_parts({folder.path.string()}, [&](const Part&) { ++seen; });
    CHECK(parts.files.size() == (few ? 1 : 4));
    CHECK(parts.damaged.empty());
    REQUIRE(parts.found.size() == 4);
    CHECK(parts.found.at(9).state == PartState::failed);
    CHECK(parts.found.at(2).state ==
          (few ? PartState::done : PartState::failed));  // a file was replaced
    CHECK(parts.read(123456).payload == part(123456).payload);
    CHECK(parts.read(7).peak_memory_bytes == 1e6);
    CHECK(seen == 4);
  }
}

TEST_CASE(
    "a file of many that was cut off or changed anywhere loses the records that were hit, no "
    "others") {
  const tests::Folder folder;
  const std::string path = folder.path.string();
  {
    PartWriter writer(path, true);
    for (std::uint64_t number = 0; number < 3; ++number) writer.write(part(number));
  }
  const std::string file = only_file(path), whole = read_whole_file(file);
  const std::size_t each = whole.size() / 3;
  for (std::size_t size = 0; size < whole.size(); size += 5) {
    write_whole_file(file, whole.substr(0, size));
    CHECK(find_parts({path}).found.size() == size / each);
  }
  for (std::size_t at = 0; at < whole.size(); at += 3) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x55);
    write_whole_file(file, changed);
    const Parts parts = find_parts({path});
    CHECK(parts.found.size() == 2);
    CHECK_FALSE(parts.found.contains(at / each));
    CHECK(parts.damaged.size() == 1);
  }
}

TEST_CASE("a whole file appears or does not, and a folder that is not there is an error") {
  const tests::Folder folder;
  const std::string file = (folder.path / "a").string();
  write_whole_file(file, "one");
  write_whole_file(file, "two");
  CHECK(read_whole_file(file) == "two");
  CHECK_THROWS_AS(write_whole_file((folder.path / "no" / "a").string(), "x"), ConfigError);
  CHECK_THROWS_AS(read_whole_file((folder.path / "b").string()), ConfigError);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path), {}) == 1);
}
