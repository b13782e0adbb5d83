// Answers in words: what table, page and picture say alike.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "trilayer/inference/answer.hpp"

namespace trilayer::report {

/// What an answer says of one loading. `plain`: it is informed, does not lead and belongs to no undetermined group;
/// its figures speak for themselves.
enum class Finding { leads, undetermined, not_informed, plain };

Finding finding(const inference::Answer& answer, model::LoadingName loading);
std::string_view name(Finding finding);  ///< "leads", "undetermined", "not informed", ""

const inference::LoadingAnswer& loading_of(const inference::Answer& answer, model::LoadingName name);

/// "layer II transcallosal, intended right"
std::string title(model::LoadingName loading);
/// What a loading is: "lost inhibition of the right M1 by the left".
std::string mechanism(model::LoadingName loading);
/// "Intended right hand, left hand mirrors"
std::string title(protocol::Direction direction);

/// A probability with two decimals, never one that claims certainty: "0.96", ">0.99", "<0.01".
std::string probability(double share);
/// "36", "0.24", ">100", "<0.01"
std::string bayes_factor(double factor);
/// A loading or a number of bits, two decimals.
std::string two_decimals(double value);

/// A sentence: what leads, or that nothing does, and whether that is because the data say next to nothing.
std::string summary(const inference::Answer& answer);

/// Features of an answer for people, one text a measure, its conditions behind it: "IHI ratio: 10 ms; 40 ms (intended
/// left)", "SICI ratio (intended right): 3 ms". Without a direction it is both.
std::vector<std::string> by_measure(const std::vector<std::string>& features);

/// Loadings in words, a layer of both directions once: "layer I corticospinal, both directions".
std::vector<std::string> by_layer(const std::vector<model::LoadingName>& loadings);

/// A warning as one text; its place is left out where the text begins with it.
std::string remark(const base::Warning& warning);

/// That measures are unlike anything simulated, where they are; else empty.
std::string unlike_simulated(const inference::Answer& answer);

/// "intended right: wrong hand first in 12 % of 40 trials", or the state with its reason.
std::string selection_text(const inference::Selection& selection);

/// "layer I corticospinal: 0.41 larger to the right (0.12 to 0.73), right larger with probability 0.97"; of layers of
/// which anything is known.
std::vector<std::string> lateralisation_text(const inference::Answer& answer);

/// "intended right: 0.41 of what is usual at that age (0.22 to 0.77)"
std::vector<std::string> callosal_gain_text(const inference::Answer& answer);

/// The measures that do most, and for or against what: "IHI ratio, 10 ms (right): for II intended right (odds x 3.1)".
/// At most `most`.
std::vector<std::string> roles_text(const inference::Answer& answer, std::size_t most);

/// How like simulated sessions it is as a whole, and the measures that do not fit the others; empty where not asked.
std::vector<std::string> likeness_text(const inference::Answer& answer);

/// Stands at every answer.
extern const char* const validated_on;

}  // namespace trilayer::report
