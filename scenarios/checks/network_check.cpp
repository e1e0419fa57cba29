// Everything that is claimed of the network, row group by row group.
#include "scenarios/checks/fluid_rows.hpp"
#include "scenarios/checks/network_rows.hpp"
#include "scenarios/checks/nr_rows.hpp"
#include "scenarios/checks/row_groups.hpp"

namespace lastmile::scenarios {
namespace {

RowGroup group(const char* name, std::vector<Claim> (*rows)(bool quick)) {
  return {name, [rows](const CheckOptions& options) { return rows(options.quick); }};
}

std::vector<Claim> bianchi_rows(bool) { return bianchi_claims(); }

std::vector<Claim> run(const CheckOptions& options) {
  return run_groups("network",
                    {group("messages", message_rows), group("grid", fluid_grid_claims),
                     group("decision", decision_rows), group("bianchi", bianchi_rows),
                     group("nr-formulas", nr_formula_rows), group("nr-latency", nr_latency_rows),
                     group("nr-schedulers", nr_sharing_rows), group("nr-errors", nr_error_rows),
                     group("handover", handover_rows), group("frozen", frozen_rows),
                     group("scale-packets", packet_scale_rows), group("scale-fluid", fluid_scale_rows),
                     group("conservation", conservation_rows), group("costs", cost_rows)},
                    options);
}

const CheckRegistration registration{
    {"network", "everything claimed of the network (--quick: minutes; --rows: some of it)", {}, run}};

}  // namespace
}  // namespace lastmile::scenarios
