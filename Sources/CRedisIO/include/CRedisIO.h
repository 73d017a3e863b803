// The C side of the library: what differs between hiredis 0.14 and 1.x, and the system calls that Swift cannot make
// portably. Nothing here keeps state of its own.
#pragma once

#include "CRedisClock.h"
#include "CRedisReader.h"
#include "CRedisSocket.h"
#include "CRedisTLS.h"
#include "CRedisThread.h"
