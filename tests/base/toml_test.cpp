#include "trilayer/base/toml.hpp"

#include <doctest/doctest.h>

#include <functional>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/text.hpp"

namespace trilayer::base {
namespace {

constexpr std::string_view example = R"(name = "a"
count = 3
share = 0.5
on = true
list = ["x", "y"]

[inner]
depth = 2

[[row]]
id = "one"
[[row]]
id = "two"
)";

void refused(const std::function<void()>& question, const std::string& place, const std::string& advice) {
  try {
    question();
    FAIL_CHECK("not refused");
  } catch (const Refusal& refusal) {
    CHECK(refusal.place() == place);
    CAPTURE(refusal.advice());
    CHECK(refusal.advice().find(advice) != std::string::npos);
  }
}

TEST_CASE("A table answers what its keys hold, and nothing where there is no such key") {
  const TomlTable file = parse_toml(example, "f.toml");
  CHECK(file.text("name") == "a");
  CHECK(file.whole("count", 1, 10) == 3);
  CHECK(file.number("count", 0.0, 10.0) == 3.0);
  CHECK(file.number("share", 0.0, 1.0) == 0.5);
  CHECK(file.flag("on") == true);
  CHECK(file.texts("list") == std::vector<std::string>{"x", "y"});
  CHECK(file.below("inner")->whole("depth", 0, 5) == 2);
  REQUIRE(file.tables("row").size() == 2);
  CHECK(file.tables("row")[1].text("id") == "two");
  CHECK_FALSE(file.text("other").has_value());
  CHECK_FALSE(file.below("other").has_value());
  CHECK(file.tables("other").empty());
}

TEST_CASE("What is wrong is refused with its line and what is allowed") {
  const TomlTable file = parse_toml(example, "f.toml");
  refused([&] { (void)file.number("share", 1.0, 2.0); }, "f.toml line 3", "from 1 to 2");
  refused([&] { (void)file.whole("share", 0, 2); }, "f.toml line 3", "whole number from 0 to 2");
  refused([&] { (void)file.whole("count", 4, 9); }, "f.toml line 2", "from 4 to 9");
  refused([&] { (void)file.text("count"); }, "f.toml line 2", "quotes");
  refused([&] { (void)file.flag("name"); }, "f.toml line 1", "true or false");
  refused([&] { (void)file.texts("name"); }, "f.toml line 1", "[\"...\"");
  refused([&] { (void)file.below("name"); }, "f.toml line 1", "[name]");
  refused([&] { (void)file.tables("inner"); }, "f.toml line 7", "[[inner]]");
  refused([&] { parse_toml("a = 1\nb = \n", "f.toml"); }, "f.toml line 2", "toml.io");
  refused([&] { (void)parse_toml("a = nan", "f.toml").number("a", 0.0, 1.0); }, "f.toml line 1", "from 0 to 1");
}

TEST_CASE("Tables too deep to be taken apart are refused, long comments and texts are not") {
  std::string deep = "a";
  for (int i = 0; i < 200000; ++i) deep += ".a";
  refused([&] { parse_toml("b = 1\n" + deep + " = 1\n", "f.toml"); }, "f.toml line 2", "break the line");
  refused([&] { parse_toml("[" + deep + "]\nb = 1\n", "f.toml"); }, "f.toml line 1", "break the line");
  CHECK_NOTHROW(parse_toml("# " + std::string(1000, '.') + "\na.b.c = 0.5\n", "f.toml"));
  // The deepest that passes: a hundred tables in every value of 250 within one another.
  std::string worst, key = "a";
  for (int i = 0; i < 99; ++i) key += ".a";
  for (int i = 0; i < 120; ++i) worst += (i == 0 ? "" : "{") + key + " = [\n";
  for (int i = 0; i < 120; ++i) worst += i == 0 ? "" : "]}";
  CHECK_NOTHROW(parse_toml(worst + "]\n", "f.toml"));
}

TEST_CASE("A key that is not known is refused with the one that was probably meant") {
  const TomlTable file = parse_toml("trials = 3\n[x]\ncolour = 1\n", "f.toml");
  refused([&] { file.only({"trails", "id", "x"}); }, "f.toml line 1", "did you mean 'trails'?");
  refused([&] { file.below("x")->only({"id", "trials"}); }, "f.toml line 3", "allowed here: id, trials");
  CHECK_NOTHROW(file.only({"trials", "x"}));
}

TEST_CASE("The nearest word is a few slips away, or there is none") {
  const std::vector<std::string_view> known{"hemisphere", "intensity", "id"};
  CHECK(nearest("hemishpere", known) == "hemisphere");
  CHECK(nearest("Intensity", known) == "intensity");
  CHECK(nearest("intensities", known) == "intensity");
  CHECK(nearest("colour", known).empty());
  CHECK(nearest("", known).empty());
  CHECK(nearest(std::string(100000, 'x'), known).empty());
}

}  // namespace
}  // namespace trilayer::base
