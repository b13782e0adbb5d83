#include "trilayer/report/advice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "trilayer/model/loadings.hpp"
#include "trilayer/report/answer_words.hpp"
#include "trilayer/report/report.hpp"
#include "trilayer/report/terminal.hpp"

namespace trilayer::report {
namespace {

using inference::Advice;
using Json = nlohmann::ordered_json;

// "II", or "I and II": the layers it would tell most of, both directions together.
std::string tells_most_of(const Advice& advice) {
  std::array<double, 3> bits{};
  for (std::size_t i = 0; i < 6; ++i) bits[i / 2] += advice.presence_bits[i];
  const double most = *std::max_element(bits.begin(), bits.end());
  std::string words;
  for (std::size_t layer = 0; layer < 3; ++layer)
    if (bits[layer] > 0.05 && bits[layer] > 0.5 * most)
      words += (words.empty() ? "" : ", ") + std::string(model::numeral(model::all_layers[layer]));
  return words.empty() ? "-" : words;
}

}  // namespace

std::string advice_table(const std::vector<Advice>& advice) {
  std::string text = fmt::format("{:<24} {:>14} {:>10} {:>8} {:>7}  {:<10} {}\n", "protocol", "expected, bit",
                                 "in 10 min", "minutes", "pulses", "tells of", "what it is");
  for (const Advice& a : advice) {
    if (!a.left_out.empty()) continue;
    text += fmt::format("{:<24} {:>6.2f} +- {:.2f} {:>10.2f} {:>8.0f} {:>7}  {:<10} {}\n", shortened(a.protocol, 24),
                        a.bits, a.error, a.minutes > 0.0 ? 10.0 * a.bits / a.minutes : 0.0, a.minutes, a.pulses,
                        tells_most_of(a), shortened(a.title, 40));
  }
  std::string out;
  for (const Advice& a : advice)
    if (!a.left_out.empty()) out += bullet(a.protocol + ": " + a.left_out);
  if (!out.empty()) text += "\nLeft out:\n" + out;
  text +=
      "\n" + paragraph(
                 "Expected information about the six loadings beyond what is known, from simulated sessions like this "
                 "one; minutes count trials and pauses, not electrodes and thresholds. Protocols with fewer trials "
                 "than the full battery tell somewhat less than is said here.");
  return text + paragraph(validated_on);
}

std::string advice_json(const std::vector<Advice>& advice) {
  Json page = {{"schema", "trilayer/advice/1"}, {"intended_use", intended_use}, {"validated_on", "simulation"}};
  page["protocols"] = Json::array();
  for (const Advice& a : advice) {
    Json presence;
    for (std::size_t i = 0; i < 6; ++i) presence[model::name(model::all_loadings[i])] = a.presence_bits[i];
    page["protocols"].push_back({{"name", a.protocol},
                                 {"title", a.title},
                                 {"expected_bits", a.left_out.empty() ? Json(a.bits) : Json(nullptr)},
                                 {"standard_error", a.left_out.empty() ? Json(a.error) : Json(nullptr)},
                                 {"presence_bits", presence},
                                 {"minutes", a.minutes},
                                 {"pulses", a.pulses},
                                 {"features", a.features},
                                 {"left_out", a.left_out.empty() ? Json(nullptr) : Json(a.left_out)}});
  }
  return page.dump(2) + "\n";
}

}  // namespace trilayer::report
