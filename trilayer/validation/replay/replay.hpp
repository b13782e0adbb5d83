// A published study simulated: its groups as virtual people, its protocol, our measures, beside what it found.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "trilayer/validation/replay/study.hpp"

namespace trilayer::validation {

/// How a simulated result stands to the published one:
///   agrees: the published value lies within two standard errors, of both together
///   too_small, too_large: the simulated value is beyond them
///   right: goes the published way by more than two standard errors; of `same`: differs by less than two
///   not_shown: goes the published way, or the other one, by less than two
///   wrong: goes the other way by more than two; of `same`: differs by more than two
enum class Agreement { agrees, too_small, too_large, right, not_shown, wrong };
std::string_view name(Agreement agreement);

/// What a group of virtual people gave.
struct Simulated {
  int people = 0;                            ///< who gave a value
  double mean = 0.0, sd = 0.0, error = 0.0;  ///< error: of the mean, by the number of people
};

struct ReplayedFinding {
  const StudyFinding* finding = nullptr;
  std::optional<Simulated> simulated;   ///< of the finding's group and block
  std::optional<Simulated> difference;  ///< less that of the group or block it is against; of blocks person by person
  std::optional<Agreement> value, direction;
  std::string reason;  ///< why something cannot be said; empty: everything can
};

struct Replay {
  const PublishedStudy* study = nullptr;
  int participants = 0;  ///< virtual people a group; 0: as many as the publication's
  std::vector<ReplayedFinding> findings;
};

struct ReplayOptions {
  int participants = 0;  ///< a group; 0: as many as the publication has
  std::uint64_t seed = 1;
  int jobs = 1;
  std::function<void(double)> progress{};
};

/// Simulates every group of every study. Person k of a seed is the same in every group but for age and settings. The
/// same for any number of jobs.
std::vector<Replay> replay(const std::vector<PublishedStudy>& studies, const ReplayOptions& options);

/// Standard error of a published result: sd / sqrt(n); of a share by Agresti and Coull's estimate (two successes and
/// two failures more). Nothing where it cannot be known.
std::optional<double> published_error(const StudyFinding& finding, int n);

/// For tests: the words for two numbers and their errors.
Agreement agreement_of_value(double simulated, double simulated_error, double published, double published_error);
Agreement agreement_of_relation(Relation relation, double difference, double error);

}  // namespace trilayer::validation
