#include "scenarios/host/schemas.hpp"

namespace lastmile::scenarios {

using K = ParameterKind;

void add_sweep_schemas(Schemas& all) {
  all.push_back({"between",
                 {required("low", K::any, "number, or text with a unit"),
                  required("high", K::any, "likewise; not reached, but for whole numbers"),
                  choice("scale", {"linear", "log"}, "linear", "how draws are spread"),
                  optional("whole", K::flag, false, "whole numbers only")}});
  for (const char* name : {"random", "latin_hypercube"}) {
    all.push_back({name,
                   {required("points", K::count, "how many draws").between(1, 1e6),
                    required("over", K::any, "option = lm.between{} or a list of values"),
                    optional("seed", K::count, 1, "of the draws")}});
  }
  all.push_back({"precision",
                 {required("kpi", K::text, "key performance indicator, as in the table summary"),
                  required("half_width", K::any,
                           "of its 95 % interval: \"5%\" of the mean, or a number in the "
                           "indicator's unit"),
                  choice("of", {"mean", "difference"}, "mean",
                         "every strategy's mean, or the paired differences from the baseline"),
                  optional("least", K::count, 5, "seeds before the first look").between(2, 1e5),
                  optional("step", K::count, 5, "seeds between looks").between(1, 1e5)}});
  all.push_back(
      {"sweep",
       {optional("scenario", K::text, "file below this one's folder; not inside lm.scenario{}"),
        optional("grid", K::any, "option = list of values; every combination"),
        optional("zip", K::any, "option = list of values; first with first, second with second"),
        optional("list", K::any, "list of { option = value, ... }"),
        made_by("random", {"random"}, "independent draws"),
        made_by("latin_hypercube", {"latin_hypercube"}, "draws that fill every range evenly"),
        optional("where", K::any, "function(point): false leaves a combination out"),
        optional("seeds", K::number_list, "default: the scenario's"),
        optional("baseline", K::text,
                 "strategy that the others are compared with; default: the first"),
        made_by("precision", {"precision"},
                "stop a cell's seeds when its interval is narrow enough"),
        choice("keep", {"all", "indicators"}, "all",
               "rows of every request, or indicators and rounds")}});
}

}  // namespace lastmile::scenarios
