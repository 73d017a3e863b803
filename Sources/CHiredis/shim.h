// pkg-config gives the folder that holds hiredis.h (0.14) or its parent as well (1.x). Without pkg-config it is in a folder of
// the compiler's.
#pragma once
#if __has_include(<hiredis.h>)
#include <hiredis.h>
#else
#include <hiredis/hiredis.h>
#endif
