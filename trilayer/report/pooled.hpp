// What was pooled, as text, JSON, TSV and as what the plots take.
#pragma once

#include <string>

#include "trilayer/literature/pool.hpp"
#include "trilayer/report/forest_plot.hpp"

namespace trilayer::report {

/// For people: the question, each study's effect and weight, the mean, what is said of heterogeneity, the analyses
/// without one study, what was left out and why.
std::string pool_text(const literature::Pool& pool, const literature::Studies& studies);

/// `{question, unit, findings, left_out, result, notes}`; numbers on the scale of the effect, `back` beside them where
/// people read another. `result` is null where no finding went in.
std::string pool_json(const literature::Pool& pool);

/// A row a finding that went in, with yi and vi as metafor takes them.
std::string pool_tsv(const literature::Pool& pool);

/// For forest_plot and funnel_plot. Needs a pool with a result.
PooledStudies pooled_studies(const literature::Pool& pool, const literature::Studies& studies);

}  // namespace trilayer::report
