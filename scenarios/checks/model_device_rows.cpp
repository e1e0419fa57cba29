// Devices against their own measurements.
#include "models/data_file.hpp"
#include "models/device.hpp"
#include "scenarios/checks/claim_forms.hpp"
#include "scenarios/checks/model_rows.hpp"

namespace lastmile::scenarios {
namespace {

void add_devices(std::vector<Claim>& claims) {
  const auto library = models::DeviceLibrary::load(models::default_data_folder() / "devices");
  for (const std::string& name : library.names()) {
    for (const models::Processor& processor : library.find(name).processors) {
      const models::Residual& residual = processor.residual;
      claims.push_back(
          printed(name + ", " + processor.name + ": relative error on networks held out",
                  residual.held_out_mape,
                  std::string(models::to_string(residual.origin.provenance)) + ", " +
                      std::to_string(residual.n) + " measurements: " + residual.origin.source));
    }
  }
}

}  // namespace

std::vector<Claim> model_device_rows(const CheckOptions&) {
  std::vector<Claim> claims;
  add_devices(claims);
  return claims;
}

}  // namespace lastmile::scenarios
