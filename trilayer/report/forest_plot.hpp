// Pictures of pooled studies: the forest plot, and the funnel plot beside it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "trilayer/literature/effects.hpp"
#include "trilayer/literature/meta_analysis.hpp"

namespace trilayer::report {

/// One study as it is drawn, on the scale of the plot.
struct ForestRow {
  std::string study;   ///< "Li 2007"
  std::string people;  ///< "16 and 15"; empty where it is not known
  literature::Effect effect;
  bool verified = true;  ///< somebody has seen the source; else drawn open, with a dashed interval
};

/// What a forest plot and a funnel plot show.
struct PooledStudies {
  std::string title;        ///< what is compared: "IHI, Parkinson's disease against healthy"
  std::string effect;       ///< what stands on the axis, with its unit: "Hedges' g", "difference of means, ms"
  std::string fewer, more;  ///< what the left and the right of no effect mean: "weaker in ..."; may be empty
  literature::EffectScale scale = literature::EffectScale::standardised_difference;
  std::vector<ForestRow> rows;  ///< in the order of the analysis
  literature::MetaAnalysis pooled;
};

/// Effects with their intervals, sizes of the squares after the weights, the mean as a diamond and the prediction
/// interval below it; what is said of heterogeneity stands under the axis in words. A file of its own (svg_file).
/// Ratios, shares and correlations are written as such, on an axis of their scale. An interval that leaves the picture
/// ends in an arrow.
std::string forest_plot(const PooledStudies& studies);

/// Effect against standard error, 0 above. Inside the shaded region lie 95 % of studies (the analysis' confidence) that
/// differ from the mean by sampling alone, inside the dashed lines those that differ by tau2 too. Egger's line where
/// there is one.
std::string funnel_plot(const PooledStudies& studies);

/// "The studies differ by more than chance: I2 92 % (82 to 98 %), tau2 0.313 (0.12 to 1.11, REML), Q 152.2 on 12
/// degrees, p < 0.001." More than chance: the interval of tau2 does not reach 0. One sentence, without
/// line breaks; empty with one study.
std::string heterogeneity_in_words(const literature::MetaAnalysis& pooled);

}  // namespace trilayer::report
