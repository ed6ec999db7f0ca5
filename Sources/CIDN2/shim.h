#pragma once
#include <idn2.h>

// TR46 mapping and IDNA2008 rules; the deviation characters (such as the sharp s) stay what they
// are.
static inline int cidn2_to_ascii(const char *input, char **output) {
  return idn2_to_ascii_8z(input, output, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
}
