#include "trilayer/base/text.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>

namespace trilayer::base {
namespace {

TEST_CASE("Trimming takes blanks from both ends and nothing from within") {
  CHECK(trim(" \t a b \r\n") == "a b");
  CHECK(trim(" \n") == "");
  CHECK(lower("FDI \xC3\x84") == "fdi \xC3\x84");  // ASCII only
}

TEST_CASE("Splitting keeps empty cells, so that columns stay columns") {
  CHECK(split("a\t\tb", '\t') == std::vector<std::string>{"a", "", "b"});
  CHECK(split("", '\t') == std::vector<std::string>{""});
  CHECK(split("a\t", '\t') == std::vector<std::string>{"a", ""});
}

TEST_CASE("Lines end as Unix or Windows ends them, and a last newline makes no line") {
  CHECK(lines("a\r\nb\n\nc\n") == std::vector<std::string>{"a", "b", "", "c"});
  CHECK(lines("a") == std::vector<std::string>{"a"});
  CHECK(lines("").empty());
}

TEST_CASE("Numbers are whole numbers of text, with a point, and finite") {
  CHECK(parse_number(" 1.5 ") == 1.5);
  CHECK(parse_number("+2e-3") == 0.002);
  CHECK(parse_number("-.5") == -0.5);
  for (const char* text : {"", "1,5", "nan", "inf", "1e999", "3 mV", "0x10", "--1", "+-1", "1.2.3"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_number(text).has_value());
  }
}

TEST_CASE("Integers are integers and fit") {
  CHECK(parse_integer(" -12 ") == -12);
  for (const char* text : {"", "1.0", "1e3", "99999999999999999999", "12a"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_integer(text).has_value());
  }
}

TEST_CASE("UTF-8 is told from bytes that only look like it") {
  CHECK(is_utf8("\xC2\xB5V \xE2\x82\xAC \xF0\x9F\x98\x80"));
  for (const char* bytes : {"\xB5V", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE2\x82"}) {
    CAPTURE(bytes);
    CHECK_FALSE(is_utf8(bytes));
  }
}

TEST_CASE("Text becomes UTF-8 whatever it was, and loses its byte-order mark") {
  CHECK(to_utf8("\xB5V") == "\xC2\xB5V");      // Latin-1
  CHECK(to_utf8("\xC2\xB5V") == "\xC2\xB5V");  // as it is
  CHECK(to_utf8("\xEF\xBB\xBFname") == "name");
  CHECK(rc::check("any bytes", [](const std::string& bytes) { RC_ASSERT(is_utf8(to_utf8(bytes))); }));
}

TEST_CASE("Numbers are written as people read them") {
  CHECK(format_number(0.0) == "0");
  CHECK(format_number(120.0) == "120");
  CHECK(format_number(0.7774999, 3) == "0.777");
  CHECK(format_number(-21.80000001) == "-21.8");
  CHECK(format_number(123456789.0, 3) == "123000000");
  CHECK(format_number(0.00002) == "0.00002");
  CHECK(format_number(9.9999999, 3) == "10");
  CHECK(format_number(std::nan("")) == "nan");  // said in refusals of such numbers
  CHECK(format_number(-std::numeric_limits<double>::infinity()) == "-inf");
}

TEST_CASE("A written number reads back as the number rounded to its digits") {
  CHECK(rc::check("round trip", [] {
    const double value = *rc::gen::arbitrary<int>() * std::pow(10.0, *rc::gen::inRange(-12, 12));
    const auto back = parse_number(format_number(value));
    RC_ASSERT(back.has_value());
    RC_ASSERT(std::abs(*back - value) <= 0.5000001e-5 * std::abs(value));
    RC_ASSERT(format_number(*back) == format_number(value));
  }));
}

}  // namespace
}  // namespace trilayer::base
