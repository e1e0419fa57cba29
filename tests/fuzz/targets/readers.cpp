// A libFuzzer target: the reader named when it was compiled. Built by -DLASTMILE_FUZZ=ON.
#include "sim/error.hpp"
#include "tests/fuzz/readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  try {
    lastmile::learn::test::read_as(LASTMILE_FUZZ_READER,
                                   {reinterpret_cast<const char*>(data), size});
  } catch (const lastmile::ConfigError&) {
  }
  return 0;
}
