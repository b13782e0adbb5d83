// session_hash PROTOCOL [JOBS]: prints a fingerprint of the sessions of three people, one line each.
#include <fmt/format.h>

#include <cstdlib>

#include "trilayer/base/hash.hpp"
#include "trilayer/model/population.hpp"
#include "trilayer/model/simulate.hpp"
#include "trilayer/protocol/protocol_file.hpp"

using namespace trilayer;

namespace {

std::uint64_t fingerprint(const recording::Session& session) {
  std::uint64_t hash = base::fnv1a(session.participant);
  for (const recording::Segment& segment : session.recordings[0].segments)
    for (const auto& row : segment.samples)
      hash = base::fnv1a({reinterpret_cast<const char*>(row.data()), row.size() * sizeof(float)}, hash);
  return hash;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) return 2;
  const auto protocol = protocol::read_protocol(arguments[1]);
  const int jobs = count > 2 ? std::atoi(arguments[2]) : 1;
  for (std::uint32_t person = 0; person < 3; ++person) {
    model::Loadings loadings;
    for (double& value : loadings.values) value = 0.4 * person;
    const auto participant = model::draw_participant(loadings, 1, person, model::Lesions::some);
    fmt::print("{} {:016x}\n", person, fingerprint(model::simulate(participant, protocol, person, jobs)));
  }
}
