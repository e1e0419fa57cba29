// libFuzzer: any text is an ncnn network or a ConfigError; nothing else happens.
#include <cstddef>
#include <cstdint>

#include "models/ncnn/param.hpp"
#include "sim/error.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    lastmile::models::import_ncnn({reinterpret_cast<const char*>(data), size}, "fuzzed");
  } catch (const lastmile::ConfigError&) {
  }
  return 0;
}
