// Small functions of inner loops, which must not remain calls.
#pragma once

#define LASTMILE_INLINED __attribute__((always_inline))  // of a lambda, behind its parameters
#define LASTMILE_INLINE inline LASTMILE_INLINED
