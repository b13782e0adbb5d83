// Side and muscle from the name of a channel. A name can be wrong, so every conclusion is reported for a person to
// check.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "trilayer/protocol/side.hpp"
#include "trilayer/recording/recording.hpp"

namespace trilayer::recording {

/// Which muscle, and on which side where the text says so.
struct MuscleLabel {
  std::optional<protocol::Side> side;
  std::string muscle;  ///< short name (FDI, APB ...), never empty

  friend bool operator==(const MuscleLabel&, const MuscleLabel&) = default;
};

/// The muscle a text names: "right FDI", "R-FDI", "FDI_L", "lFDI", "first dorsal interosseous". Letter case,
/// separators and words such as "EMG" do not count. Nothing for text that names no muscle of the table, or that can
/// be read in two ways ("ECRL": left ECR, or extensor carpi radialis longus).
std::optional<MuscleLabel> parse_muscle(std::string_view text);

/// Labels the EMG channels whose side and muscle nobody has stated, and makes EMG channels with a trigger's name
/// trigger channels where the reader has not. Sets LabelSource::concluded and adds one warning
/// `channel_labels_concluded` that lists every conclusion. A channel that is labelled already, or is not EMG, stays as
/// it is.
void conclude_labels(Recording& recording);

}  // namespace trilayer::recording
