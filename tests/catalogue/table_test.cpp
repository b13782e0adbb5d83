#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "trilayer/base/errors.hpp"
#include "trilayer/catalogue/descriptor.hpp"

namespace trilayer::catalogue {
namespace {

TEST_CASE("Every measure has an id of its own that programs can use as a column name") {
  std::set<std::string_view> ids;
  for (const Descriptor& measure : measures()) {
    CAPTURE(measure.id);
    CHECK(ids.insert(measure.id).second);
    CHECK_FALSE(measure.id.empty());
    CHECK(measure.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos);
  }
}

TEST_CASE("Every measure says what it is, in which unit, and where its definition comes from") {
  const std::set<std::string_view> units{"ms", "mV", "uV", "mV*ms", "%", "1"};
  std::set<std::string_view> names;
  for (const Descriptor& measure : measures()) {
    CAPTURE(measure.id);
    CHECK(names.insert(measure.name).second);
    CHECK(units.contains(measure.unit));
    CHECK_FALSE(measure.what.empty());
    CHECK_FALSE(measure.source.empty());
  }
}

TEST_CASE("Every piece of evidence names a layer, a sign and a reason") {
  for (const Descriptor& measure : measures())
    for (const Evidence& evidence : measure.evidence) {
      CAPTURE(measure.id);
      CHECK(evidence.layer != Layer::none);
      CHECK(evidence.bearing != Bearing::none);
      CHECK_FALSE(evidence.why.empty());
    }
}

TEST_CASE("Each layer has a measure that bears on it") {
  for (const Layer layer : {Layer::corticospinal, Layer::transcallosal, Layer::supraspinal}) {
    CAPTURE(name(layer));
    CHECK(std::any_of(measures().begin(), measures().end(), [&](const Descriptor& measure) {
      return std::any_of(measure.evidence.begin(), measure.evidence.end(),
                         [&](const Evidence& evidence) { return evidence.layer == layer; });
    }));
  }
}

TEST_CASE("A share has a logit error, a ratio or amplitude a logarithmic one, a time a plain one") {
  for (const Descriptor& measure : measures()) {
    const std::string id(measure.id);
    CAPTURE(id);
    const bool share = id.ends_with("_persistence") || id.ends_with("_lead") || id.ends_with("_share");
    const bool signed_number = id.ends_with("_slope") || id.ends_with("_effect") || id.ends_with("_correlation");
    if (share) CHECK(measure.scale == ErrorScale::logit);
    if (measure.unit == "ms" && !id.ends_with("_area")) CHECK(measure.scale == ErrorScale::linear);
    if (measure.unit == "1" && !share && !signed_number) CHECK(measure.scale == ErrorScale::log);
  }
}

TEST_CASE("A measure is found by its id, and an unknown id is a bug where the program asks") {
  CHECK(descriptor("tct").id == "tct");
  CHECK(find_descriptor("tct") == &descriptor("tct"));
  CHECK(find_descriptor("no_such_measure") == nullptr);
  CHECK_THROWS_AS(descriptor("no_such_measure"), base::Bug);
}

}  // namespace
}  // namespace trilayer::catalogue
