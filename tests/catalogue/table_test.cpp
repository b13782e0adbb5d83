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
  const std::set<std::string_view> units{"ms", "mV", "uV",  "mV*ms", "mV/%", "ms/mV",  "%MSO",
                                         "%",  "1",  "1/s", "Hz",    "mm2",  "points", "1/ln"};
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
    const bool share = id.ends_with("_persistence") || id.ends_with("_lead") || id.ends_with("_share") ||
                       id.ends_with("_fraction") || id.ends_with("_fa") || id == "coherence_beta" ||
                       id.starts_with("imep_class_");
    const bool signed_number = id.ends_with("_effect") || id.ends_with("_correlation") || id == "mirror_force_slope";
    if (share) CHECK(measure.scale == ErrorScale::logit);
    if (measure.unit == "ms" && !id.ends_with("_area")) CHECK(measure.scale == ErrorScale::linear);
    if (measure.unit == "1" && !share && !signed_number) CHECK(measure.scale == ErrorScale::log);
  }
}

TEST_CASE("Limits are a range that the measure's scale allows, and every measure has some") {
  for (const Descriptor& measure : measures()) {
    CAPTURE(measure.id);
    const Limits limits = permitted(measure);
    CHECK(limits.low < limits.high);
    if (measure.scale == ErrorScale::log) CHECK(limits.low >= 0.0);
    if (measure.scale == ErrorScale::logit) CHECK((limits.low == 0.0 && limits.high == 1.0));
    if (measure.limits) CHECK((limits.low == measure.limits->low && limits.high == measure.limits->high));
  }
  CHECK(permitted(descriptor("cmep_amplitude")).high == 1000.0);
  CHECK(permitted(descriptor("ihi")).high == 1000.0);
  CHECK(permitted(descriptor("cmep_latency")).low == 0.0);
  CHECK(permitted(descriptor("tct")).low < 0.0);
  CHECK(permitted(descriptor("cmep_background_slope")).low < 0.0);
}

TEST_CASE("A measure is found by its id, and an unknown id is a bug where the program asks") {
  CHECK(descriptor("tct").id == "tct");
  CHECK(find_descriptor("tct") == &descriptor("tct"));
  CHECK(find_descriptor("no_such_measure") == nullptr);
  CHECK_THROWS_AS(descriptor("no_such_measure"), base::Bug);
}

}  // namespace
}  // namespace trilayer::catalogue
