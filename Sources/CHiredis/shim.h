// pkg-config gives the folder that holds hiredis.h (0.14) or its parent as well (1.x).
#pragma once
#include <hiredis.h>
