#include "trilayer/report/terminal.hpp"

#include <algorithm>

#include "trilayer/base/text.hpp"

namespace trilayer::report {
namespace {

bool starts_a_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

std::string wrapped(const std::string& words, const std::string& first, const std::string& rest) {
  std::string out = first;
  std::size_t used = width(first);
  bool begun = false;  // something stands on this line
  for (const auto& word : base::split(words, ' ')) {
    if (begun && used + 1 + width(word) > page_width) {
      out += "\n" + rest;
      used = width(rest);
      begun = false;
    }
    out += (begun ? " " : "") + word;
    used += (begun ? 1 : 0) + width(word);
    begun = true;
  }
  return out + "\n";
}

}  // namespace

std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_a_character));
}

std::string shortened(std::string_view text, std::size_t limit) {
  if (width(text) <= limit) return std::string(text);
  std::size_t bytes = 0;
  for (std::size_t seen = 0; bytes < text.size(); ++bytes)
    if (starts_a_character(text[bytes]) && seen++ == limit - 2) break;
  return std::string(text.substr(0, bytes)) + "..";
}

std::string one_line(std::string_view words) {
  std::string text = base::to_utf8(words);
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  // U+0080 to U+009F: to some terminals U+009B is what ESC [ is.
  for (std::size_t i = 0; i + 1 < text.size(); ++i)
    if (text[i] == '\xC2' && static_cast<unsigned char>(text[i + 1]) < 0xA0) text.replace(i, 2, " ");
  return text;
}

std::string bullet(const std::string& words) { return wrapped(words, "  - ", "    "); }

std::string paragraph(const std::string& words) { return wrapped(words, "", ""); }

}  // namespace trilayer::report
