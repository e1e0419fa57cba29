// lastmile import profile FILE: another framework's profile into a device with measured times.
#include <filesystem>

#include "models/import/profile.hpp"
#include "scenarios/host/commands/import_files.hpp"
#include "sim/error.hpp"

namespace lastmile::scenarios {
namespace {

models::ProfileOptions options_of(const Arguments& arguments) {
  models::ProfileOptions options;
  options.network = arguments.text("network").value_or("");
  options.batch = static_cast<int>(arguments.count("batch", 1).value_or(1));
  options.whole = arguments.has("whole");
  return options;
}

}  // namespace

int import_profile_file(const Arguments& arguments) {
  const std::string path = arguments.positional(1), format = import_option(arguments, "format");
  const std::string target = import_option(arguments, "out"),
                    file = std::filesystem::path(path).filename().string();
  const models::DeviceLibrary library = models::DeviceLibrary::load_default();
  const models::DeviceProfile& base = library.find(import_option(arguments, "base"));
  const models::Processor& processor = base.processor(arguments.text("processor").value_or(""));
  const models::ImportedProfile profile =
      models::import_profile(text_of_file(path), file, format, options_of(arguments));
  models::DerivedDevice device;
  device.name = arguments.text("name").value_or(std::filesystem::path(target).stem().string());
  device.base = base.name;
  device.processor = processor.name;
  device.source = profile.framework + ", " + file;
  write_whole_file(target, models::device_text(profile, device, processor));
  return kDone;
}

}  // namespace lastmile::scenarios
