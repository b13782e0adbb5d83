// The protocols inside the program, and what a user may write for PROTOCOL.
#include <array>
#include <system_error>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/protocol/protocol_file.hpp"

#define TRILAYER_PROTOCOL(name) extern "C" const char trilayer_protocol_##name[], trilayer_protocol_##name##_end[];
TRILAYER_PROTOCOL(mirror_battery)
TRILAYER_PROTOCOL(clinical)
TRILAYER_PROTOCOL(thresholds_relative_frequency)
TRILAYER_PROTOCOL(thresholds_hunting)
TRILAYER_PROTOCOL(recruitment)
TRILAYER_PROTOCOL(central_conduction)
TRILAYER_PROTOCOL(csp_mapping)
TRILAYER_PROTOCOL(isp_other_hand)
TRILAYER_PROTOCOL(ihi_intervals)
TRILAYER_PROTOCOL(ihi_intensities)
TRILAYER_PROTOCOL(ihi_on_sici)
TRILAYER_PROTOCOL(task_ihi)
TRILAYER_PROTOCOL(coherence)
TRILAYER_PROTOCOL(coherence_both_hands)
TRILAYER_PROTOCOL(mirror_emg)
TRILAYER_PROTOCOL(demand_gain)
TRILAYER_PROTOCOL(force_selectivity)
TRILAYER_PROTOCOL(wrong_hand_lead)
TRILAYER_PROTOCOL(inter_hand_onsets)
TRILAYER_PROTOCOL(preparation_time)
TRILAYER_PROTOCOL(bimanual_default)
TRILAYER_PROTOCOL(preparatory_suppression)
TRILAYER_PROTOCOL(premovement)
TRILAYER_PROTOCOL(premotor_conditioning)
TRILAYER_PROTOCOL(premotor_switch)
#undef TRILAYER_PROTOCOL

namespace trilayer::protocol {
namespace {

struct Shipped {
  std::string_view name, text;
};

std::string_view between(const char* begin, const char* end) { return {begin, static_cast<std::size_t>(end - begin)}; }

// In the order of the list: batteries, pulses by what they look at, tasks, premotor areas.
#define TRILAYER_PROTOCOL(name) \
  Shipped { #name, between(trilayer_protocol_##name, trilayer_protocol_##name##_end) }
const auto& all_shipped() {
  static const std::array all{
      TRILAYER_PROTOCOL(mirror_battery),
      TRILAYER_PROTOCOL(clinical),
      TRILAYER_PROTOCOL(thresholds_relative_frequency),
      TRILAYER_PROTOCOL(thresholds_hunting),
      TRILAYER_PROTOCOL(recruitment),
      TRILAYER_PROTOCOL(central_conduction),
      TRILAYER_PROTOCOL(csp_mapping),
      TRILAYER_PROTOCOL(isp_other_hand),
      TRILAYER_PROTOCOL(ihi_intervals),
      TRILAYER_PROTOCOL(ihi_intensities),
      TRILAYER_PROTOCOL(ihi_on_sici),
      TRILAYER_PROTOCOL(task_ihi),
      TRILAYER_PROTOCOL(coherence),
      TRILAYER_PROTOCOL(coherence_both_hands),
      TRILAYER_PROTOCOL(mirror_emg),
      TRILAYER_PROTOCOL(demand_gain),
      TRILAYER_PROTOCOL(force_selectivity),
      TRILAYER_PROTOCOL(wrong_hand_lead),
      TRILAYER_PROTOCOL(inter_hand_onsets),
      TRILAYER_PROTOCOL(preparation_time),
      TRILAYER_PROTOCOL(bimanual_default),
      TRILAYER_PROTOCOL(preparatory_suppression),
      TRILAYER_PROTOCOL(premovement),
      TRILAYER_PROTOCOL(premotor_conditioning),
      TRILAYER_PROTOCOL(premotor_switch),
  };
  return all;
}
#undef TRILAYER_PROTOCOL

}  // namespace

std::vector<std::string> shipped_protocols() {
  std::vector<std::string> names;
  for (const Shipped& one : all_shipped()) names.emplace_back(one.name);
  return names;
}

std::string_view shipped_protocol_text(std::string_view name) {
  std::vector<std::string_view> names;
  std::string listed;
  for (const Shipped& one : all_shipped()) {
    if (one.name == name) return one.text;
    names.push_back(one.name);
    listed += (listed.empty() ? "" : ", ") + std::string(one.name);
  }
  const std::string_view near = base::nearest(name, names);
  throw base::Refusal("there is neither a file nor a protocol of this name", std::string(name),
                      (near.empty() ? "" : "did you mean '" + std::string(near) + "'? ") +
                          "the protocols that come with the program are " + listed);
}

Protocol find_protocol(const std::string& name_or_path) {
  std::error_code error;
  if (std::filesystem::is_regular_file(name_or_path, error)) return read_protocol(name_or_path);
  return parse_protocol(shipped_protocol_text(name_or_path), name_or_path + ".toml");
}

Protocol read_protocol(const std::filesystem::path& file) {
  return parse_protocol(base::to_utf8(base::read_file(file, std::size_t{1} << 20)), file.filename().string());
}

}  // namespace trilayer::protocol
