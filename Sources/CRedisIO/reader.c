#include "CRedisIO.h"
