// Whether a session as a whole is like what the simulator makes: what no layer explains shows here.
#pragma once

#include <cstddef>
#include <vector>

#include "trilayer/inference/bank.hpp"
#include "trilayer/inference/features.hpp"

namespace trilayer::inference {

/// A measure that the others would not lead one to expect.
struct Odd {
  std::size_t feature = 0;
  double deviations = 0.0;  ///< from what the other measures lead to expect, in standard deviations
};

/// How like the bank a session is.
struct Typicality {
  double p = 1.0;            ///< share of the bank's sessions that lie as far out, both ways of naming sides counted
  std::size_t features = 0;  ///< that it rests on
  std::vector<Odd> odd;      ///< those 3 or more deviations off, the oddest first
};

/// The session's numbers against a normal law of the bank's: Mahalanobis distance in standardised features (5 spreads
/// at most), larger errors than the bank's allowed for, and where that lies among the distances of the bank's own
/// sessions, so that no law has to hold. Features that fewer than half of the bank has as numbers are left out; with
/// fewer than two numbers p is 1.
Typicality typicality(const FeatureRow& observed, const Bank& bank);

}  // namespace trilayer::inference
