#include "scenarios/host/comparison_tables.hpp"

namespace lastmile::scenarios {

using T = ColumnType;

TableSchema summary_table() {
  return {"summary",
                    "one row a key performance indicator, strategy and network: mean and 95 % interval over seeds",
                    {{"strategy", T::text, "", "name of the strategy"},
                     {"level", T::integer, "1", "level of edge intelligence, -1: none"},
                     {"network", T::text, "", "network backend"},
                     {"kpi", T::text, "", "name of the indicator"},
                     {"title", T::text, "", "the same for people"},
                     {"unit", T::text, "", "unit of mean, ci_low and ci_high"},
                     {"mean", T::real, "", "over seeds; not a number when a seed has no value"},
                     {"ci_low", T::real, "", "lower end of the interval; not a number with one seed"},
                     {"ci_high", T::real, "", "upper end"},
                     {"calibration_error", T::real, "",
                      "standard error of mean from the cost model's own error, first order, in the unit of mean; "
                      "not a number where there is none"},
                     {"n", T::integer, "1", "seeds"},
                     {"reached", T::integer, "1", "seeds that have a value"},
                     {"provenance", T::text, "", "measured, calibrated, published or assumed: the weakest input"},
                     {"printed", T::integer, "1", "1 if the indicator is in the printed table"}}};
}

void declare_comparison_tables(Recorder& recorder) {
  recorder.declare(summary_table());
  recorder.declare({"cuts",
                    "where the plans put the layers, and how much crossed",
                    {{"strategy", T::text, "", "name of the strategy"},
                     {"level", T::integer, "1", "level of edge intelligence, -1: none"},
                     {"network", T::text, "", "network backend"},
                     {"cut", T::text, "", "places, and the layer after which the network is cut"},
                     {"requests", T::integer, "1", "requests with that plan"},
                     {"crossing", T::integer, "1", "of them with at least one frame whose data crossed"},
                     {"frames", T::integer, "1", "frames of these requests"},
                     {"crossed", T::integer, "1", "of them whose data crossed"}}});
  recorder.declare({"claims",
                    "claims of Zhou et al. 2019, section III-B, weakly as the level rises",
                    {{"claim", T::text, "", "what is claimed"},
                     {"network", T::text, "", "network backend"},
                     {"verdict", T::text, "", "holds, or does not hold"},
                     {"figures", T::text, "", "means by level, and the steps against the claim"}}});
  recorder.declare({"ranking",
                    "order of the strategies by each indicator, smallest mean first",
                    {{"kpi", T::text, "", "name of the indicator"},
                     {"title", T::text, "", "the same for people"},
                     {"network", T::text, "", "network backend"},
                     {"order", T::text, "", "< smaller, = equal; without a value last"},
                     {"swapped", T::text, "", "pairs in the opposite order from the first network"}}});
}

}  // namespace lastmile::scenarios
