#include <nlohmann/json.hpp>

#include "trilayer/base/text.hpp"
#include "trilayer/report/report.hpp"
#include "trilayer/report/words.hpp"

namespace trilayer::report {
namespace {

using Json = nlohmann::ordered_json;  // keys stay in the order in which people read them

Json text(std::string_view words) { return words.empty() ? Json(nullptr) : Json(base::to_utf8(words)); }

// Seven significant digits: more than any of it is known to, and the same text for the same result everywhere.
Json number(double value) {
  const auto rounded = base::parse_number(base::format_number(value, 7));
  return rounded ? Json(*rounded) : Json(nullptr);
}
Json number(const std::optional<double>& value) { return value ? number(*value) : Json(nullptr); }

template <class Named>
Json named(const std::optional<Named>& value) {
  return value ? Json(std::string(protocol::name(*value))) : Json(nullptr);
}

Json layers(const measures::Measurement& m) {
  const auto direction = bears_on(m);
  if (!direction) return nullptr;
  Json list = Json::array();
  for (const auto& evidence : catalogue::descriptor(m.key.measure).evidence)
    list.push_back(
        {{"layer", std::string(name(evidence.layer))}, {"larger_value", std::string(name(evidence.bearing))}});
  return {{"direction", std::string(protocol::name(*direction))}, {"layers", list}};
}

Json row(const measures::Measurement& m) {
  const auto& descriptor = catalogue::descriptor(m.key.measure);
  return {{"measure", m.key.measure},
          {"condition", text(m.key.condition)},
          {"block", text(m.block)},
          {"side", named(m.key.side)},
          {"muscle", text(m.key.muscle)},
          {"hemisphere", named(m.key.hemisphere)},
          {"value", number(m.value)},
          {"standard_error", number(m.standard_error)},
          {"scale", std::string(name(descriptor.scale))},
          {"trials", m.trials},
          {"unit", std::string(descriptor.unit)},
          {"state", std::string(name(m.state))},
          {"reason", text(m.reason)},
          {"method", text(m.method)},
          {"participant", text(m.participant)},
          {"recording", text(m.recording)},
          {"smallest_detectable", number(m.smallest_detectable)},
          {"p_value", number(m.p_value)},
          {"bears_on", layers(m)}};
}

Json row(const measures::QualityFinding& f) {
  return {{"participant", text(f.participant)},
          {"recording", text(f.recording)},
          {"block", text(f.block)},
          {"trial", f.trial},
          {"time", number(f.time)},
          {"side", named(f.side)},
          {"muscle", text(f.muscle)},
          {"check", f.check},
          {"severity", std::string(name(f.severity))},
          {"number", number(f.number)},
          {"unit", text(f.unit)},
          {"words", text(f.words)}};
}

Json row(const measures::TrialValue& t) {
  return {{"participant", text(t.participant)},
          {"recording", text(t.recording)},
          {"block", text(t.block)},
          {"trial", t.trial},
          {"time", number(t.time)},
          {"measure", t.measure},
          {"side", named(t.side)},
          {"muscle", text(t.muscle)},
          {"hemisphere", named(t.hemisphere)},
          {"value", number(t.value)},
          {"unit", std::string(catalogue::descriptor(t.measure).unit)},
          {"state", std::string(name(t.state))},
          {"reason", text(t.reason)}};
}

}  // namespace

std::string to_json(const measures::Results& results, const Source& source, bool per_trial) {
  Json page = {{"schema", "trilayer/measures/1"}, {"versions", {{"trilayer", source.version}}},
               {"intended_use", intended_use},    {"source", text(last_part(source.path))},
               {"warnings", Json::array()},       {"measurements", Json::array()}};
  for (const auto& w : results.warnings)
    page["warnings"].push_back({{"code", w.code}, {"text", text(w.text)}, {"place", text(w.place)}});
  for (const auto& m : results.measurements) page["measurements"].push_back(row(m));
  if (per_trial) {
    page["trials"] = Json::array();
    for (const auto& t : results.trials) page["trials"].push_back(row(t));
    page["quality"] = Json::array();
    for (const auto& finding : results.quality) page["quality"].push_back(row(finding));
  }
  return page.dump(2) + "\n";
}

}  // namespace trilayer::report
