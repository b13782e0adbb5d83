// A bank holds only for the simulator and the detectors it was made with. What no hash of a table can see, a change in
// their code, shows here: one session is made anew and compared with what it was.
#include <doctest/doctest.h>

#include <string>

#include "trilayer/base/hash.hpp"
#include "trilayer/inference/bank.hpp"
#include "trilayer/inference/bank_format.hpp"

namespace trilayer::inference {
namespace {

// Session 10 of seed 1 in the clinical protocol, as it was when trilayer/inference/bank.tri was built.
constexpr std::uint32_t fixed_session = 10;
constexpr std::uint64_t fingerprint = 9106308166950278225U;

std::uint64_t fingerprint_now() {
  BankPlan plan;
  plan.protocol = "clinical";
  return base::fnv1a(encode(bank_row(plan, fixed_session)));
}

TEST_CASE("Simulator and detectors are those the bank was made with") {
  const std::uint64_t now = fingerprint_now();
  INFO("The same seed gives another session, or the same session other measures: raise model_version, rebuild ",
       "trilayer/inference/bank.tri and write this number here, or revert. It is now ", now);
  CHECK(now == fingerprint);
}

TEST_CASE("A session of a bank depends on seed, protocol and number, and on nothing else") {
  BankPlan plan;
  plan.protocol = "clinical";
  const std::string session = encode(bank_row(plan, 3));
  plan.first = 2;
  plan.count = 9;
  plan.jobs = 7;
  CHECK(encode(bank_row(plan, 3)) == session);
  plan.seed = 2;
  CHECK(encode(bank_row(plan, 3)) != session);
}

}  // namespace
}  // namespace trilayer::inference
