// The looks of the page. Colours: Okabe and Ito (2008), which people with colour-blindness tell apart; text has a
// contrast of at least 4.5 to 1 on its ground.
#pragma once

namespace trilayer::report {

/// The content of the page's one <style>, print rules included.
extern const char* const style;

}  // namespace trilayer::report
