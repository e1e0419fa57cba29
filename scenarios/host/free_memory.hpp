// How much memory this process and its children may still take.
#pragma once

namespace lastmile::scenarios {

/// The least of what the machine has free (MemAvailable) and what the control group leaves.
double free_memory_bytes();

}  // namespace lastmile::scenarios
