#include "trilayer/protocol/pulse.hpp"

#include "trilayer/base/text.hpp"

namespace trilayer::protocol {

std::string_view name(Site site) {
  switch (site) {
    case Site::m1:
      return "M1";
    case Site::premotor:
      return "premotor";
    case Site::supplementary_motor:
      return "supplementary motor";
    case Site::root:
      return "root";
    case Site::nerve:
      return "nerve";
    case Site::sham:
      return "sham";
  }
  return "";
}

std::string_view name(PulseRole role) { return role == PulseRole::test ? "test" : "conditioning"; }

std::string_view name(IntensityReference reference) {
  switch (reference) {
    case IntensityReference::maximum_stimulator_output:
      return "%MSO";
    case IntensityReference::resting_motor_threshold:
      return "%RMT";
    case IntensityReference::active_motor_threshold:
      return "%AMT";
  }
  return "";
}

std::string_view name(CurrentDirection direction) {
  switch (direction) {
    case CurrentDirection::posterior_anterior:
      return "PA";
    case CurrentDirection::anterior_posterior:
      return "AP";
    case CurrentDirection::lateral_medial:
      return "LM";
  }
  return "";
}

std::optional<Site> parse_site(std::string_view text) {
  for (const Site site : {Site::m1, Site::premotor, Site::supplementary_motor, Site::root, Site::nerve, Site::sham})
    if (base::lower(name(site)) == base::lower(text)) return site;
  return std::nullopt;
}

std::optional<IntensityReference> parse_intensity_reference(std::string_view text) {
  using enum IntensityReference;
  for (const IntensityReference reference :
       {maximum_stimulator_output, resting_motor_threshold, active_motor_threshold})
    if (base::lower(name(reference)) == base::lower(text)) return reference;
  return std::nullopt;
}

std::optional<CurrentDirection> parse_current_direction(std::string_view text) {
  using enum CurrentDirection;
  for (const CurrentDirection direction : {posterior_anterior, anterior_posterior, lateral_medial})
    if (base::lower(name(direction)) == base::lower(text)) return direction;
  return std::nullopt;
}

std::string to_text(const Intensity& intensity) {
  return base::format_number(intensity.percent) + " " + std::string(name(intensity.reference));
}

std::optional<Intensity> parse_intensity(std::string_view text) {
  const auto sign = text.find('%');
  if (sign == std::string_view::npos) return std::nullopt;
  const auto percent = base::parse_number(text.substr(0, sign));
  const auto reference = parse_intensity_reference(base::trim(text.substr(sign)));
  if (!percent || !reference) return std::nullopt;
  return Intensity{*percent, *reference};
}

}  // namespace trilayer::protocol
