// hiredis' own header, wherever it is: pkg-config names its folder, and without pkg-config it is in a folder of the compiler's.
#pragma once

#if __has_include(<hiredis.h>)
#include <hiredis.h>
#elif __has_include(<hiredis/hiredis.h>)
#include <hiredis/hiredis.h>
#else
#error "hiredis is missing: apt install libhiredis-dev, or brew install hiredis and pkg-config"
#endif
