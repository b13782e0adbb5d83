// Courses of healthy virtual people: what a laboratory plots before it looks at a table.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "trilayer/validation/facts/company.hpp"

namespace trilayer::validation {

/// A target of evidence/facts that asks for the mean (or median) of a curve at one place.
struct CurveTarget {
  std::string check, quantity;
  double at = 0.0;
};

/// One curve: a reading of a study at each place of its horizontal axis.
struct Curve {
  std::string title;
  std::string circumstance;  ///< how it was recorded
  std::string x, y;          ///< names and units of the axes
  std::vector<double> at;
  std::vector<std::string> readings;  ///< one for each of `at`, "ihi.ihi-10"
  bool logarithmic = false;           ///< the vertical axis
  std::optional<double> reference;    ///< a horizontal line: 1 of ratios, 100 of percent
  std::vector<CurveTarget> targets{};
};

/// All of them in the order of the page.
const std::vector<Curve>& curves();

/// What people gave at one place; nothing where fewer than half of them gave a value.
struct CurvePoint {
  double at = 0.0;
  int people = 0;
  std::optional<double> mean, low, lower, median, upper, high;  ///< centiles 5, 25, 50, 75, 95 over people
};

struct CurveResult {
  const Curve* curve = nullptr;
  std::vector<CurvePoint> points;
  std::string reason;  ///< why the model does not simulate its study; empty: it does
};

/// Simulates and measures healthy adults (group "adult") in the studies of the curves. The same for any number of jobs.
std::vector<CurveResult> run_curves(const RunOptions& options);

}  // namespace trilayer::validation
