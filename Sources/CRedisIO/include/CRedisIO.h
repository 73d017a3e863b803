#pragma once
#include "CRedisTLS.h"
