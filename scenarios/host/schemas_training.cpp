// How a network learns.
#include "scenarios/host/schemas.hpp"

namespace lastmile::scenarios {
namespace {

using K = ParameterKind;

Parameter passes(const char* name, const char* doc) {
  return optional(name, K::number, doc).between(1e-3, 1e6);
}
Parameter warm_up() {
  return optional("warm_up", K::number, 0, "passes in which the rate rises to its full size")
      .between(0, 1e6);
}

void add_schedules(Schemas& all) {
  all.push_back({"constant", {warm_up()}});
  all.push_back(
      {"decay",
       {required("every", K::number, "passes from one fall of the rate to the next")
            .between(1e-3, 1e6),
        optional("factor", K::number, 0.1, "that the rate is multiplied by").between(0, 1),
        warm_up()}});
  all.push_back(
      {"cosine",
       {passes("passes", "behind the warm-up, until the rate is 0; default: all that are left"),
        warm_up()}});
}

}  // namespace

void add_training_schemas(Schemas& all) {
  all.push_back(
      {"training",
       {required("passes", K::count, "over every sample").between(1, 100'000),
        required("batch", K::count, "samples in a step").between(1, 100'000),
        required("learning_rate", K::number, "step size").between(0, 100),
        choice("optimiser", {"sgd", "adam"}, "sgd",
               "who takes part in federated or gossip training starts it anew in every round"),
        optional("momentum", K::number,
                 "share kept, of adam its first decay; default: sgd 0, adam 0.9")
            .between(0, 1),
        made_by("schedule", {"constant", "decay", "cosine"},
                "of the learning rate, by passes; default: constant"),
        choice("loss", {"cross_entropy", "squared_error"}, "cross_entropy", "of an answer"),
        optional("entropy", K::number, 0, "reward of even answers; below 0: of sure ones")
            .between(-10, 10),
        optional("weight_decay", K::number, 0, "L2").between(0, 1),
        optional("decoupled_decay", K::flag, false,
                 "weight_decay shrinks weights, not by way of the gradient"),
        optional("clip_norm", K::number, 0, "largest length of a step's gradient; 0: any")
            .between(0, 1e6),
        optional("exit_weight", K::number, 1, "of early exits' loss").between(0, 100)}});
  add_schedules(all);
}

}  // namespace lastmile::scenarios
