// Text laid out for a terminal of 120 places.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace trilayer::report {

constexpr std::size_t page_width = 120;

/// Places a text takes in a terminal: code points, not bytes.
std::size_t width(std::string_view text);

/// The text cut to `limit` places, with ".." where something is left out.
std::string shortened(std::string_view text, std::size_t limit);

/// UTF-8 without control characters, which can rewrite a terminal.
std::string one_line(std::string_view words);

/// "  - words", continued under the words.
std::string bullet(const std::string& words);

/// The words in lines of the page's width, each ending in a newline.
std::string paragraph(const std::string& words);

}  // namespace trilayer::report
