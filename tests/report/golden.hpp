// Whole outputs kept as files, so that every change of what people read is seen in review.
#pragma once

#include <string>

namespace trilayer::tests {

/// Checks that `text` is what tests/report/golden/<name> holds and names the first line that differs. With the
/// environment variable TRILAYER_RENEW_GOLDEN=1 the file is written instead: read the difference before committing.
void check_golden(const std::string& name, const std::string& text);

}  // namespace trilayer::tests
