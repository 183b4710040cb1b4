// The allocator's settings, which the module Glibc leaves out.
#include <malloc.h>
