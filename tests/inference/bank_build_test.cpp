// A bank is the same whatever befalls its making: threads, shards, kills in the middle of a write, other numbers first.
#include "trilayer/inference/bank_build.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/inference/fake_sessions.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/inference/bank_part.hpp"

namespace trilayer::inference {
namespace {

namespace fs = std::filesystem;

BankPlan plan_of(std::uint32_t first, std::uint32_t count, int jobs = 1) {
  BankPlan plan;
  plan.first = first;
  plan.count = count;
  plan.jobs = jobs;
  return plan;
}

std::string built(const BankPlan& plan) {
  const TestFolder folder;
  build_bank_of(fake_session, fake_recipe(), plan, folder.file("bank.tri"));
  CHECK_FALSE(fs::exists(folder.file("bank.tri.part")));
  return base::read_file(folder.file("bank.tri"));
}

// Sessions until the k-th, then an end like that of a machine without power.
MakeRow failing_after(int k) {
  return [left = std::make_shared<std::atomic<int>>(k)](std::uint32_t number) {
    if ((*left)-- <= 0) throw std::runtime_error("power is gone");
    return fake_session(number);
  };
}

TEST_CASE("The same bytes with one thread and with several, as one bank and from merged shards") {
  const std::string whole = built(plan_of(10, 30));
  CHECK(whole == to_bytes(fake_bank(10, 30)));
  CHECK(built(plan_of(10, 30, 3)) == whole);
  std::vector<Bank> shards;
  for (std::uint32_t k = 4; k >= 1; --k)
    shards.push_back(bank_from_bytes(built(shard_of(plan_of(10, 30), k, 4)), "shard"));
  CHECK(to_bytes(merge(std::move(shards))) == whole);
}

TEST_CASE("Shards are stretches that make up the plan, none twice") {
  for (const std::uint32_t count : {0U, 1U, 7U, 4'000'000'000U}) {
    std::uint32_t next = 5;
    for (std::uint32_t k = 1; k <= 9; ++k) {
      const BankPlan shard = shard_of(plan_of(5, count), k, 9);
      CHECK(shard.first == next);
      next += shard.count;
    }
    CHECK(next == 5 + count);
  }
}

TEST_CASE("What was finished before a failure is not made again, and the bank is as if nothing had happened") {
  const TestFolder folder;
  const auto file = folder.file("bank.tri");
  CHECK_THROWS_AS(build_bank_of(failing_after(12), fake_recipe(), plan_of(0, 20), file), std::runtime_error);
  CHECK_FALSE(fs::exists(file));
  int made = 0;
  std::vector<std::uint32_t> told;
  const auto counting = [&](std::uint32_t number) { return ++made, fake_session(number); };
  build_bank_of(counting, fake_recipe(), plan_of(0, 20), file,
                [&](std::uint32_t done, std::uint32_t) { told.push_back(done); });
  CHECK(made == 8);
  CHECK(told.front() == 12);
  CHECK(told.back() == 20);
  CHECK(base::read_file(file) == to_bytes(fake_bank(0, 20)));
}

TEST_CASE("A part cut at any byte gives its whole sessions back and can be gone on with") {
  const TestFolder folder;
  const auto file = folder.file("bank.tri"), part = folder.file("bank.tri.part");
  CHECK_THROWS(build_bank_of(failing_after(3), fake_recipe(), plan_of(0, 5), file));
  const std::string left = base::read_file(part);
  const std::string wanted = to_bytes(fake_bank(0, 5));
  for (std::size_t size = 0; size <= left.size(); size += 41) {
    CAPTURE(size);
    std::ofstream(part, std::ios::binary | std::ios::trunc) << left.substr(0, size);
    build_bank_of(fake_session, fake_recipe(), plan_of(0, 5), file);
    CHECK(base::read_file(file) == wanted);
    fs::remove(file);
  }
  std::string damaged = left;
  damaged[damaged.size() - 5] = static_cast<char>(damaged[damaged.size() - 5] ^ 1);
  std::ofstream(part, std::ios::binary | std::ios::trunc) << damaged;
  CHECK(BankPart(part, fake_recipe()).rows().size() == 2);
}

TEST_CASE("A program killed while it builds leaves a part that the next one goes on with") {
  const TestFolder folder;
  const auto file = folder.file("bank.tri");
  const pid_t child = ::fork();
  if (child == 0) {
    int left = 6;
    build_bank_of(
        [&](std::uint32_t number) {
          if (left-- == 0) ::raise(SIGKILL);
          return fake_session(number);
        },
        fake_recipe(), plan_of(0, 10), file);
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  REQUIRE(WIFSIGNALED(status));
  CHECK(BankPart(folder.file("bank.tri.part"), fake_recipe()).rows().size() == 6);
  build_bank_of(fake_session, fake_recipe(), plan_of(0, 10), file);
  CHECK(base::read_file(file) == to_bytes(fake_bank(0, 10)));
}

TEST_CASE("Sessions outside the range that an earlier call left are not in the bank") {
  const TestFolder folder;
  const auto file = folder.file("bank.tri");
  CHECK_THROWS(build_bank_of(failing_after(9), fake_recipe(), plan_of(0, 20), file));
  build_bank_of(fake_session, fake_recipe(), plan_of(5, 6), file);
  CHECK(base::read_file(file) == to_bytes(fake_bank(5, 6)));
}

TEST_CASE("The part of another bank, a file that is none, and one in use are refused and left alone") {
  const TestFolder folder;
  const auto file = folder.file("bank.tri"), part = folder.file("bank.tri.part");
  CHECK_THROWS(build_bank_of(failing_after(3), fake_recipe(1), plan_of(0, 5), file));
  const std::string left = base::read_file(part);
  CHECK_THROWS_AS(build_bank_of(fake_session, fake_recipe(2), plan_of(0, 5), file), base::Refusal);
  CHECK(base::read_file(part) == left);
  {
    const BankPart in_use(part, fake_recipe(1));
    CHECK_THROWS_AS(build_bank_of(fake_session, fake_recipe(1), plan_of(0, 5), file), base::Refusal);
  }
  std::ofstream(part, std::ios::trunc) << "a letter to a friend";
  CHECK_THROWS_AS(build_bank_of(fake_session, fake_recipe(1), plan_of(0, 5), file), base::Refusal);
  CHECK(base::read_file(part) == "a letter to a friend");
  std::ofstream(file, std::ios::trunc) << "there already";
  fs::remove(part);
  CHECK_THROWS_AS(build_bank_of(fake_session, fake_recipe(1), plan_of(0, 5), file), base::Refusal);
  CHECK_FALSE(fs::exists(part));
  CHECK_THROWS_AS(build_bank_of(fake_session, fake_recipe(1), plan_of(0, 5), folder.file("no/such/bank.tri")),
                  base::Refusal);
}

}  // namespace
}  // namespace trilayer::inference
