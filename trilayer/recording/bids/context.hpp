// The context of a session in a data set (docs/reference/context.md): what belongs to the person in participants.tsv,
// what belongs to the session in the object SessionContext of its *_emg.json.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "trilayer/recording/pulse_table.hpp"
#include "trilayer/recording/session.hpp"

namespace trilayer::recording::bids {

/// The participants, one row each, sorted by label; of several sessions of one participant, what all of them state.
Table participants_table(const std::vector<Session>& sessions);
nlohmann::ordered_json participants_sidecar(const Table& table);

/// What the row of a participant states; an empty context where there is none. `sidecar` may give the unit of height.
/// Adds to `warnings` what cannot be read.
Context context_of(const Table& participants, const std::string& participant, const nlohmann::ordered_json& sidecar,
                   std::vector<base::Warning>& warnings);

/// Everything of a session's context that its participant's row does not state.
nlohmann::ordered_json session_context(const Context& context, const Context& participant);

/// Adds the object SessionContext to what the participant's row states. Throws Refusal naming the key: one that is not
/// known, a wrong type, a value out of range.
void add_session_context(Context& context, const nlohmann::ordered_json& object, const std::string& place);

}  // namespace trilayer::recording::bids
