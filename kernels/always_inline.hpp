// Small functions of inner loops, which must not remain calls: LASTMILE_INLINE before a function,
// LASTMILE_INLINED behind the parameters of a lambda.
#pragma once

#define LASTMILE_INLINED __attribute__((always_inline))
#define LASTMILE_INLINE inline LASTMILE_INLINED
