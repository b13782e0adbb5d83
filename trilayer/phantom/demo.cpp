#include "trilayer/phantom/phantom.hpp"
