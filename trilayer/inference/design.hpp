// The bank as a regression sees it when a given pattern was observed: a column for each number and each state.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "trilayer/inference/bank.hpp"
#include "trilayer/inference/features.hpp"
#include "trilayer/inference/regression.hpp"

namespace trilayer::inference {

/// One row of the design: a session of the bank, as it is or seen in the mirror (left and right exchanged).
struct Seen {
  const BankRow* session = nullptr;
  bool mirrored = false;
};

/// In what an observation is unlike every session of the bank.
struct Unlike {
  std::size_t feature = 0;
  bool by_state = false;  ///< its state hardly occurs in the bank: the feature is left out
  double value = 0.0;     ///< else its value lies outside what the bank holds; on the feature's scale
  double low = 0.0, high = 0.0;
};

/// Columns for the features that were observed. `observed` is the same row of columns for the observation.
struct Design {
  Matrix columns;
  std::vector<double> observed;
  std::vector<std::size_t> used;  ///< features with at least one column
  std::vector<Unlike> unlike;
};

/// Left and right exchanged.
FeatureRow mirrored(const FeatureRow& row);
model::Loadings mirrored(const model::Loadings& loadings);

/// The design of an observation (docs/explanation/abc.md): standardised, winsorised values, indicators of states, the
/// bank's values blurred or censored to what the observation could see.
Design design_of(const FeatureRow& observed, const std::vector<Seen>& rows);

}  // namespace trilayer::inference
