// Text of files made strict: numbers that are numbers, UTF-8 whatever the file had.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trilayer::base {

std::string_view trim(std::string_view text);
std::string lower(std::string_view text);  ///< ASCII letters only
std::vector<std::string> split(std::string_view text, char separator);
/// Lines without their ends; takes LF and CRLF. A trailing newline makes no empty last line.
std::vector<std::string> lines(std::string_view text);

/// The whole text (trimmed) as a finite number with a decimal point; nothing for anything else ("1,5", "nan", "3 mV").
std::optional<double> parse_number(std::string_view text);
std::optional<long long> parse_integer(std::string_view text);

/// Which of the known words was probably meant: the one a few slips of the keyboard away; empty where none is near.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& known);

bool is_utf8(std::string_view text);
/// Valid UTF-8 as it is (without its byte-order mark); anything else is read as Latin-1.
std::string to_utf8(std::string_view text);

/// A number for people and files: shortest form that reads back equal after rounding to `digits` significant digits.
/// Never in exponent form between 1e-5 and 1e9.
std::string format_number(double value, int digits = 6);

}  // namespace trilayer::base
