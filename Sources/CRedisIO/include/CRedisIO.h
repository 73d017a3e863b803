// The C side of the library: what differs between hiredis 0.14 and 1.x, and the socket calls that Swift cannot
// make portably. Nothing here keeps state of its own.
#pragma once

#include "CRedisReader.h"
#include "CRedisSocket.h"
#include "CRedisThread.h"
