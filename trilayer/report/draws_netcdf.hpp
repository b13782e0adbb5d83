// The draws of an answer as a NetCDF file, for xarray, ArviZ and whatever else reads it.
#pragma once

#include <string>

#include "trilayer/inference/answer.hpp"
#include "trilayer/report/interpretation.hpp"

namespace trilayer::report {

/// Bytes of a NetCDF file in the classic format (Unidata, "NetCDF classic format specification"): dimensions chain (1),
/// draw and loading (6); `loading(loading)` the names, `value(chain, draw, loading)` the loadings, 0 where not present,
/// `present(chain, draw, loading)` 0 or 1, `prior_presence(loading)`; as attributes participant, method, versions,
/// hashes and the intended use.
std::string draws_netcdf(const inference::Answer& answer, const Source& source, const Made& made);

}  // namespace trilayer::report
