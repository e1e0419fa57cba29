// Small functions of inner loops, which must not remain calls.
#pragma once

#define LASTMILE_INLINE inline __attribute__((always_inline))
