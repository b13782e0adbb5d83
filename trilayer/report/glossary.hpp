// The words of the page, explained on the page.
#pragma once

#include <string>

namespace trilayer::report {

/// An HTML list of the abbreviations and states a report uses; docs/glossary.md says more.
std::string glossary_list();

}  // namespace trilayer::report
