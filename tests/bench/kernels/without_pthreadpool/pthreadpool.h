/* What xnnpack.h needs of pthreadpool, whose header Debian's libxnnpack-dev does not pull in. */
#pragma once
typedef struct pthreadpool* pthreadpool_t;
