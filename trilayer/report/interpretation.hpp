// Answers as people and programs read them: table, JSON, and the two-hemisphere picture of the page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "trilayer/inference/answer.hpp"
#include "trilayer/report/report.hpp"

namespace trilayer::report {

/// What an answer was made with.
struct Made {
  std::uint64_t bank = 0;  ///< 0: the method is the network
  std::uint64_t features = 0;
  std::uint64_t settings = 0;
  int model_version = 0;
  std::uint64_t network = 0;  ///< 0: the method is another
  std::string method = "abc";
};

/// {schema, versions, hashes, intended_use, validated_on, source, participants: [{participant, directions: {right:
/// {corticospinal: {prior_presence, presence, bayes_factor, mean, interval_90, information_gained_bits}, ...}, left:
/// ...}, selection, leading, undetermined, not_informed, used, lacked, warnings}]}. With one participant its members
/// stand at the top.
std::string to_json(const std::vector<inference::Answer>& answers, const Source& source, const Made& made);

/// For a terminal: one line a loading, then what leads, what is undetermined, what was lacking.
std::string to_table(const std::vector<inference::Answer>& answers);

/// Two hemispheres, callosum, descending tracts, premotor areas and hands: for each direction what each layer is.
/// Width and colour by the loading, its interval in figures; what the data did not inform is drawn as such.
std::string layers_picture(const inference::Answer& answer);

/// The part of the page that shows answers, one after the other: picture, table, what leads, what is undetermined, what
/// was lacking, and what they were made with. Under `most` bytes; says how many answers were left out.
std::string answers_html(const std::vector<inference::Answer>& answers, const Made& made, std::size_t most);

/// The page of report.hpp with the answers before the measures. Without sessions (the measures came as a table) the
/// parts that show signals are left out.
std::string to_html(const measures::Results& results, const std::vector<recording::Session>& sessions,
                    const measures::Settings& settings, const Source& source,
                    const std::vector<inference::Answer>& answers, const Made& made);

}  // namespace trilayer::report
