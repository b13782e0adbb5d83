// From draws to words: what each loading is, what leads, what is undetermined, what the data say nothing about.
#pragma once

#include <array>
#include <vector>

#include "trilayer/inference/abc.hpp"
#include "trilayer/inference/answer.hpp"

namespace trilayer::inference {

/// The answer a posterior gives: loadings with their draws, leading, undetermined, not_informed, effective_draws. The
/// rest is left empty. A posterior without draws gives the prior.
Answer answer_of(const Posterior& posterior, const Prior& prior = {}, const Rules& rules = {});

/// The six loadings of an answer, in the order of model::all_loadings.
std::array<LoadingAnswer, 6> loading_answers(const Posterior& posterior, const Prior& prior);

/// Prior probability that at least one of these loadings, all of one direction and different layers, is present.
double presence_of_any(const Prior& prior, const std::vector<model::LoadingName>& loadings);

}  // namespace trilayer::inference
