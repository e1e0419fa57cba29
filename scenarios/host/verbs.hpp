// The verbs of the program. A verb is one file in commands/ and one line in verbs.cpp.
#pragma once

#include <string>
#include <vector>

#include "scenarios/host/arguments.hpp"

namespace lastmile::scenarios {

inline constexpr int kDone = 0, kFailed = 1, kBadInput = 2, kInterrupted = 130;

struct Verb {
  CommandSpec spec;
  int (*run)(const Arguments&);  ///< returns the exit status
  bool hidden = false;
};

Verb run_verb();
Verb sweep_verb();
Verb sweep_point_verb();
Verb worker_verb();
Verb import_verb();
Verb export_verb();
Verb evaluate_verb();
Verb train_verb();
Verb list_verb();
Verb show_verb();
Verb check_verb();
Verb bench_verb();
Verb report_verb();
Verb test_verb();
Verb timeline_verb();
Verb explain_verb();
Verb calibrate_verb();
Verb compress_verb();
Verb new_verb();
Verb doctor_verb();

const std::vector<Verb>& verbs();
/// Exit status of `lastmile WORDS...`. Throws what goes wrong.
int run_program(const std::vector<std::string>& words);

}  // namespace lastmile::scenarios
