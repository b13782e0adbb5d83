// From what was measured to answers: the way `interpret` and `demo` share.
#pragma once

#include <filesystem>
#include <vector>

#include "apps/trilayer/measured.hpp"
#include "trilayer/inference/answer.hpp"
#include "trilayer/report/interpretation.hpp"

namespace trilayer::app {

/// One answer a participant, with its likeness to the sessions of `like` where that is given. Somebody of whom nothing
/// could be measured has one too: the prior.
std::vector<inference::Answer> answers_for(const Measured& measured, const inference::Method& method,
                                           const inference::Bank* like);

/// What answers of a method are made with.
report::Made made_with(const inference::Method& method, const inference::Recipe& recipe);

/// The warnings of the answers, one line each, to stderr.
void say_warnings_of(const std::vector<inference::Answer>& answers);

/// Writes interpretation.json, the draws (draws.nc, or draws-LABEL.nc of several) and report.html into a folder that is
/// there.
void write_answers(const std::filesystem::path& folder, const Measured& measured, const measures::Settings& settings,
                   const report::Source& source, const std::vector<inference::Answer>& answers,
                   const report::Made& made);

}  // namespace trilayer::app
