// Outputs that people and programs rely on, kept word for word in tests/report/golden/.
#pragma once

#include <string>

namespace trilayer::tests {

/// Fails where `text` is not byte for byte the file `name` of tests/report/golden/. To renew the files after a change
/// that was meant, run the tests once with the environment variable TRILAYER_RENEW_GOLDEN=1 and read the difference
/// before committing it.
void check_golden(const std::string& name, const std::string& text);

}  // namespace trilayer::tests
