// How the inner loops are compiled: one plain loop, in a clone for each kind of vector unit, all giving the same bytes.
#pragma once

// GCC on x86-64 makes a clone for each of these and chooses when the program starts. Without fused multiply-add
// (-ffp-contract=off) and with neurons side by side instead of summed, every clone rounds alike. Other compilers, and
// the thread sanitizer (which cannot start such programs), get the plain loop: slower, the same numbers.
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && !defined(__SANITIZE_THREAD__)
#define TRILAYER_KERNEL __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define TRILAYER_KERNEL
#endif
