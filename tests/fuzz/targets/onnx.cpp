// libFuzzer: any bytes are an ONNX network or a ConfigError; nothing else happens.
#include <cstddef>
#include <cstdint>

#include "models/onnx/imported.hpp"
#include "sim/error.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lastmile::models::ImportOptions options;
  options.most_floats = 1 << 20;
  try {
    lastmile::models::import_onnx({reinterpret_cast<const char*>(data), size}, "fuzzed", options);
  } catch (const lastmile::ConfigError&) {
  }
  return 0;
}
