// Banks as bytes: a line of text, a line of JSON with the recipe, sessions one after the other, a checksum.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "trilayer/inference/bank.hpp"

namespace trilayer::inference {

/// What stands before the sessions.
struct BankHeader {
  Recipe recipe;
  std::uint64_t features = 0;  ///< features a session
  std::uint64_t sessions = 0;
};

/// The header as its two lines, and back. `place` takes the lines off the bytes. Throws Refusal where there is no
/// header or it is not understood; a recipe that is not this program's is understood.
std::string header_lines(std::string_view first_line, const BankHeader& header);
BankHeader take_header(std::string_view& bytes, std::string_view first_line, const std::string& place);

/// The header of a bank, whoever made it: for `trilayer bank info`.
BankHeader header_of(std::string_view bytes, const std::string& place);

/// One session as bytes: number, six loadings in steps of 1/65535 (0 stays 0, present stays present), and each feature
/// with its state and, where there is one, value and error.
std::string encode(const BankRow& row);

/// Takes a session off the front of the bytes; false where they do not hold one whole and proper.
bool take_row(std::string_view& bytes, BankRow& row);

/// Numbers as bytes, the lowest first, whatever the machine.
void put(std::string& bytes, std::uint64_t value, int width);
bool take(std::string_view& bytes, std::uint64_t& value, int width);

/// The bank whose sessions are these encoded rows, in order of number.
std::string whole_bank(const Recipe& recipe, const std::vector<std::string_view>& rows);

}  // namespace trilayer::inference
