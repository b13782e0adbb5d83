#include "trilayer/validation/facts/course_readings.hpp"

#include <algorithm>
#include <vector>

#include "trilayer/measures/coupling/coherence_tests.hpp"
#include "trilayer/measures/coupling/cross_spectrum.hpp"
#include "trilayer/measures/coupling/steady_contraction.hpp"
#include "trilayer/measures/epochs.hpp"

namespace trilayer::validation {

using protocol::Side;

namespace {

// The first channel of a side, and the block of that name.
struct Place {
  const recording::Recording* recording = nullptr;
  const protocol::Block* block = nullptr;
};

std::optional<Place> place_of_block(const Visit& visit, std::string_view id) {
  for (const auto& recording : visit.session.recordings)
    for (const auto& block : recording.blocks)
      if (block.id == id) return Place{&recording, &block};
  return std::nullopt;
}

double mean_between(const std::vector<double>& course, const measures::Epochs& epochs, TimeWindow window) {
  const auto from = static_cast<std::ptrdiff_t>(epochs.column(base::Milliseconds(window.from)));
  const auto to = static_cast<std::ptrdiff_t>(epochs.column(base::Milliseconds(window.to)));
  double sum = 0.0;
  for (auto k = from; k < to; ++k) sum += course[static_cast<std::size_t>(k)];
  return sum / static_cast<double>(std::max<std::ptrdiff_t>(1, to - from));
}

}  // namespace

Read of_emg_course(std::string block, Side side, TimeWindow window) {
  return [=](const Visit& visit) -> std::optional<double> {
    const auto place = place_of_block(visit, block);
    if (!place) return std::nullopt;
    const auto& channels = place->recording->channels;
    const auto at = std::find_if(channels.begin(), channels.end(), [&](const auto& c) { return c.side == side; });
    if (at == channels.end()) return std::nullopt;
    const measures::Window all{base::Milliseconds(-110.0), base::Milliseconds(200.0)},
        before{base::Milliseconds(-105.0), base::Milliseconds(-5.0)};
    const auto epochs = measures::cut_epochs(*place->recording, *place->block,
                                             static_cast<std::size_t>(at - channels.begin()), all, before, {});
    if (epochs.trials() == 0) return std::nullopt;
    const auto course = measures::rectified_average(epochs);
    const double background = mean_between(course, epochs, {-105.0, -5.0});
    return background > 0.0 ? std::optional(100.0 * mean_between(course, epochs, window) / background) : std::nullopt;
  };
}

Read of_coherence(std::string block, double low, double high) {
  return [=](const Visit& visit) -> std::optional<double> {
    const auto place = place_of_block(visit, block);
    if (!place) return std::nullopt;
    const measures::Settings settings;
    const std::vector<std::optional<measures::Hum>> no_hum(place->recording->channels.size());
    const auto steady =
        measures::steady_contraction(*place->recording, *place->block, "FDI", Side::left, no_hum, settings);
    if (!measures::why_not_steady(steady, settings).empty()) return std::nullopt;
    const auto of = [&](const measures::SteadyHand& hand) {
      return measures::transforms(hand.rectified, steady.length, settings.coupling.taper);
    };
    const auto spectrum =
        measures::pooled(measures::grouped_spectra(of(steady.other), of(steady.measured), steady.length / 2 + 1,
                                                   steady.rate / static_cast<double>(steady.length), 1));
    const measures::Band band{base::Hertz(low), base::Hertz(high)};
    return measures::band_coherence(spectrum, measures::bins_of(band, spectrum)).mean;
  };
}

}  // namespace trilayer::validation
