#include "trilayer/catalogue/descriptor.hpp"

#include <string>

#include "trilayer/base/errors.hpp"

namespace trilayer::catalogue {

const Descriptor* find_descriptor(std::string_view id) {
  for (const Descriptor& measure : measures())
    if (measure.id == id) return &measure;
  return nullptr;
}

const Descriptor& descriptor(std::string_view id) {
  const Descriptor* found = find_descriptor(id);
  if (found == nullptr) throw base::Bug("the catalogue has no measure '" + std::string(id) + "'");
  return *found;
}

Limits permitted(const Descriptor& measure) {
  if (measure.limits) return *measure.limits;
  const std::string_view unit = measure.unit;
  if (measure.scale == ErrorScale::logit) return {0.0, 1.0};
  if (unit == "ms") return {-1000.0, 1000.0};  // differences of two times too
  if (unit == "%")
    return {measure.scale == ErrorScale::log ? 0.0 : -1e4, measure.scale == ErrorScale::log ? 1e4 : 100.0};
  if (unit == "1" || unit == "mV") return {0.0, 1e3};
  return {0.0, 1e6};
}

std::optional<LeftRight> bears_on(const Descriptor& measure, LeftRight side, std::optional<LeftRight> hemisphere) {
  if (measure.evidence.empty()) return std::nullopt;
  const bool fits = measure.relation == Relation::any             ? true
                    : measure.relation == Relation::no_pulse      ? !hemisphere.has_value()
                    : measure.relation == Relation::contralateral ? hemisphere.has_value() && *hemisphere != side
                                                                  : hemisphere.has_value() && *hemisphere == side;
  if (!fits) return std::nullopt;
  return side == LeftRight::left ? LeftRight::right : LeftRight::left;  // the measured hand is the mirror hand
}

std::string_view name(Layer layer) {
  switch (layer) {
    case Layer::none:
      return "none";
    case Layer::corticospinal:
      return "corticospinal";
    case Layer::transcallosal:
      return "transcallosal";
    case Layer::supraspinal:
      return "supraspinal";
  }
  return "";
}

std::string_view name(ErrorScale scale) {
  switch (scale) {
    case ErrorScale::linear:
      return "linear";
    case ErrorScale::log:
      return "log";
    case ErrorScale::logit:
      return "logit";
  }
  return "";
}

std::string_view name(Bearing bearing) {
  switch (bearing) {
    case Bearing::none:
      return "none";
    case Bearing::raises:
      return "raises";
    case Bearing::lowers:
      return "lowers";
    case Bearing::either:
      return "either";
  }
  return "";
}

}  // namespace trilayer::catalogue
