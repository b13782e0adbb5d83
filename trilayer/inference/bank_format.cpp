#include "trilayer/inference/bank_format.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/hash.hpp"
#include "trilayer/base/text.hpp"

namespace trilayer::inference {
namespace {

using json = nlohmann::ordered_json;

constexpr std::string_view bank_line = "trilayer bank, format 2\n";
constexpr std::size_t longest_header = 4096;
constexpr int checksum_width = 8;
constexpr double loading_steps = 65535.0;
constexpr unsigned has_number = 8, state_bits = 7;  // in a feature's first byte

double step_of(std::size_t feature) { return scale_of(feature) == Scale::linear ? 0.01 : 0.001; }

// A number in whole steps, held to what fits.
template <class Whole>
Whole in_steps(double value, double step) {
  using Limits = std::numeric_limits<Whole>;
  return static_cast<Whole>(
      std::clamp(std::round(value / step), static_cast<double>(Limits::min()), static_cast<double>(Limits::max())));
}

std::string hexadecimal(std::uint64_t value) {
  std::string text(16, '0');
  for (std::size_t i = 0; i < 16; ++i) text[15 - i] = "0123456789abcdef"[value >> (4 * i) & 15U];
  return text;
}

[[noreturn]] void no_bank(const std::string& why, const std::string& place) {
  throw base::Refusal("is no bank of this program: " + why, place,
                      "name a file written by `trilayer bank build` or `trilayer bank merge`, copied whole");
}

std::uint64_t hash_from(const json& header, const char* key, const std::string& place) {
  const auto found = header.find(key);
  if (found == header.end() || !found->is_string()) no_bank(std::string("its header lacks '") + key + "'", place);
  const auto text = found->get<std::string>();
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (error != std::errc() || end != text.data() + text.size() || text.size() != 16)
    no_bank(std::string("'") + key + "' of its header is no hash", place);
  return value;
}

std::uint64_t count_from(const json& header, const char* key, std::uint64_t most, const std::string& place) {
  const auto found = header.find(key);
  if (found == header.end() || !found->is_number_unsigned() || found->get<std::uint64_t>() > most)
    no_bank(std::string("its header lacks '") + key + "'", place);
  return found->get<std::uint64_t>();
}

void encode_feature(std::string& bytes, const Feature& feature, double step) {
  base::require(std::isfinite(feature.value) && std::isfinite(feature.error) && feature.error >= 0.0,
                "a feature without a finite value and error");
  const bool number = feature.value != 0.0 || feature.error != 0.0;
  put(bytes, static_cast<unsigned>(feature.state) | (number ? has_number : 0U), 1);
  if (!number) return;
  put(bytes, static_cast<std::uint16_t>(in_steps<std::int16_t>(feature.value, step)), 2);
  const auto error = in_steps<std::uint16_t>(feature.error, step);
  put(bytes, feature.error > 0.0 ? std::max<std::uint16_t>(error, 1) : 0U, 2);  // 0 means: not known
  put(bytes, in_steps<std::uint16_t>(feature.trials, 1.0), 2);
}

bool take_feature(std::string_view& bytes, Feature& feature, double step) {
  std::uint64_t head = 0, value = 0, error = 0, trials = 0;
  if (!take(bytes, head, 1) || head > (state_bits | has_number)) return false;
  feature = {static_cast<measures::State>(head & state_bits)};
  if ((head & has_number) == 0) return true;
  if (!take(bytes, value, 2) || !take(bytes, error, 2) || !take(bytes, trials, 2)) return false;
  feature.value = static_cast<double>(static_cast<std::int16_t>(static_cast<std::uint16_t>(value))) * step;
  feature.error = static_cast<double>(error) * step;
  feature.trials = static_cast<int>(trials);
  return true;
}

static_assert(static_cast<unsigned>(measures::State::invalid) == state_bits);

}  // namespace

void put(std::string& bytes, std::uint64_t value, int width) {
  for (int i = 0; i < width; ++i) bytes += static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
}

bool take(std::string_view& bytes, std::uint64_t& value, int width) {
  if (bytes.size() < static_cast<std::size_t>(width)) return false;
  value = 0;
  for (int i = 0; i < width; ++i)
    value |= std::uint64_t{static_cast<unsigned char>(bytes[static_cast<std::size_t>(i)])} << (8 * i);
  bytes.remove_prefix(static_cast<std::size_t>(width));
  return true;
}

std::string header_lines(std::string_view first_line, const BankHeader& header) {
  const Recipe& recipe = header.recipe;
  json lines;
  lines["model_version"] = recipe.model_version;
  lines["features"] = hexadecimal(recipe.features);
  lines["settings"] = hexadecimal(recipe.settings);
  lines["protocol"] = hexadecimal(recipe.protocol);
  lines["protocol_name"] = recipe.protocol_name;
  lines["seed"] = recipe.seed;
  lines["features_a_session"] = header.features;
  lines["sessions"] = header.sessions;
  return std::string(first_line) + lines.dump() + "\n";
}

BankHeader take_header(std::string_view& bytes, std::string_view first_line, const std::string& place) {
  if (!bytes.starts_with(first_line)) no_bank("it does not begin as one", place);
  bytes.remove_prefix(first_line.size());
  const auto end = bytes.substr(0, longest_header).find('\n');
  if (end == std::string_view::npos) no_bank("its header has no end", place);
  const json header = json::parse(bytes.substr(0, end), nullptr, false);
  if (!header.is_object()) no_bank("its header is no JSON object", place);
  bytes.remove_prefix(end + 1);
  constexpr std::uint64_t any = std::numeric_limits<std::uint64_t>::max();
  BankHeader read;
  read.recipe.model_version = static_cast<int>(count_from(header, "model_version", 1'000'000, place));
  read.recipe.features = hash_from(header, "features", place);
  read.recipe.settings = hash_from(header, "settings", place);
  read.recipe.protocol = hash_from(header, "protocol", place);
  const auto name = header.find("protocol_name");
  if (name == header.end() || !name->is_string()) no_bank("its header lacks 'protocol_name'", place);
  read.recipe.protocol_name = name->get<std::string>();
  read.recipe.seed = count_from(header, "seed", any, place);
  read.features = count_from(header, "features_a_session", 1'000'000, place);
  read.sessions = count_from(header, "sessions", std::numeric_limits<std::uint32_t>::max(), place);
  return read;
}

BankHeader header_of(std::string_view bytes, const std::string& place) { return take_header(bytes, bank_line, place); }

std::string encode(const BankRow& row) {
  base::require(row.features.size() == feature_names().size(), "a session with another number of features");
  std::string bytes;
  put(bytes, row.number, 4);
  for (const double loading : row.truth.values) {
    base::require(loading >= 0.0 && loading <= 1.0, "a loading outside 0 to 1");
    const auto steps = in_steps<std::uint16_t>(loading, 1.0 / loading_steps);
    put(bytes, loading > 0.0 ? std::max<std::uint16_t>(steps, 1) : 0U, 2);
  }
  for (std::size_t i = 0; i < row.features.size(); ++i) encode_feature(bytes, row.features[i], step_of(i));
  return bytes;
}

bool take_row(std::string_view& bytes, BankRow& row) {
  std::uint64_t number = 0;
  if (!take(bytes, number, 4)) return false;
  row.number = static_cast<std::uint32_t>(number);
  for (double& loading : row.truth.values) {
    std::uint64_t steps = 0;
    if (!take(bytes, steps, 2)) return false;
    loading = static_cast<double>(steps) / loading_steps;
  }
  row.features.resize(feature_names().size());
  for (std::size_t i = 0; i < row.features.size(); ++i)
    if (!take_feature(bytes, row.features[i], step_of(i))) return false;
  return true;
}

std::string whole_bank(const Recipe& recipe, const std::vector<std::string_view>& rows) {
  std::string bytes = header_lines(bank_line, {recipe, feature_names().size(), rows.size()});
  std::size_t size = bytes.size() + checksum_width;
  for (const std::string_view row : rows) size += row.size();
  bytes.reserve(size);
  for (const std::string_view row : rows) bytes += row;
  put(bytes, base::fnv1a(bytes), checksum_width);
  return bytes;
}

std::string to_bytes(const Bank& bank) {
  std::vector<std::string> rows;
  rows.reserve(bank.rows.size());
  for (const BankRow& row : bank.rows) rows.push_back(encode(row));
  return whole_bank(bank.recipe, {rows.begin(), rows.end()});
}

Bank bank_from_bytes(std::string_view bytes, const std::string& place) {
  const std::string_view all = bytes;
  const BankHeader header = take_header(bytes, bank_line, place);
  require_ours(header.recipe, place);
  // A session has no fewer bytes than this: a header that promises more than the bytes can hold is found out here.
  const std::size_t smallest = 4 + 12 + feature_names().size();
  if (header.features != feature_names().size() || bytes.size() < checksum_width ||
      (bytes.size() - checksum_width) / smallest < header.sessions)
    no_bank("it is cut short", place);
  std::string_view tail = all.substr(all.size() - checksum_width);
  std::uint64_t checksum = 0;
  take(tail, checksum, checksum_width);
  if (checksum != base::fnv1a(all.substr(0, all.size() - checksum_width)))
    no_bank("its checksum does not fit: it is damaged or cut short", place);
  bytes.remove_suffix(checksum_width);
  Bank bank;
  bank.recipe = header.recipe;
  bank.rows.resize(header.sessions);
  for (std::size_t i = 0; i < bank.rows.size(); ++i)
    if (!take_row(bytes, bank.rows[i]) || (i > 0 && bank.rows[i].number <= bank.rows[i - 1].number))
      no_bank("session " + std::to_string(i + 1) + " of it is not whole, or out of order", place);
  if (!bytes.empty()) no_bank("something follows its last session", place);
  return bank;
}

}  // namespace trilayer::inference
