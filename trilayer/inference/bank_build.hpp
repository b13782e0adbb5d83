// Building a bank whatever its sessions come from: the part of build_bank that knows of files, threads and kills.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "trilayer/inference/bank.hpp"

namespace trilayer::inference {

/// One session by its number. Called from several threads; must depend on the number alone.
using MakeRow = std::function<BankRow(std::uint32_t number)>;

/// build_bank with sessions from `make`.
void build_bank_of(const MakeRow& make, const Recipe& recipe, const BankPlan& plan, const std::filesystem::path& file,
                   const std::function<void(std::uint32_t, std::uint32_t)>& progress = {});

/// The k-th of n shards of a plan, k from 1: a stretch of its sessions. All n together are the plan.
BankPlan shard_of(BankPlan plan, std::uint32_t k, std::uint32_t n);

}  // namespace trilayer::inference
