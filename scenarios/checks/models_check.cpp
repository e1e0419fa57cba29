// Everything that is claimed of networks, devices' files, data and compression, row group by row group.
#include "scenarios/checks/model_rows.hpp"
#include "scenarios/checks/row_groups.hpp"

namespace lastmile::scenarios {
namespace {

std::vector<Claim> run(const CheckOptions& options) {
  constexpr bool child = false;
  return run_groups("models",
                    {{"zoo", model_zoo_rows, child},
                     {"imports", model_import_rows, child},
                     {"cuts", model_cut_rows, child},
                     {"compression", model_compression_rows, child},
                     {"devices", model_device_rows, child},
                     {"learning", model_learning_rows, child},
                     {"exits", model_exit_rows, child},
                     {"scenes", model_scene_rows, child},
                     {"detectors", model_detector_rows, child}},
                    options);
}

const CheckRegistration registration{
    {"models", "networks against published figures, what is learned and compressed, scenes, devices (--rows: some of it)", {}, run}};

}  // namespace
}  // namespace lastmile::scenarios
