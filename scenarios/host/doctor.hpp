// What the program finds of the machine and the folder that it runs in.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lastmile::scenarios {

enum class Health : std::uint8_t { ok, note, problem };
std::string to_string(Health health);

struct Finding {
  std::string what;
  Health health = Health::ok;
  std::string says;
  std::string mend;  ///< a command, or what to do; "" where nothing is to do
};

std::vector<Finding> findings_of_build();    ///< the program, packages and modules that belong to it
std::vector<Finding> findings_of_machine();  ///< processors, memory, limits
std::vector<Finding> findings_of_folder();   ///< the current one, where results go

/// What this process may use: the smaller of the machine's and its control group's.
double usable_cores();

}  // namespace lastmile::scenarios
