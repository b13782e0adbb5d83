// Networks as bytes: a line of text, a line of JSON, numbers, a checksum.
#include <bit>
#include <cmath>
#include <nlohmann/json.hpp>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/hash.hpp"
#include "trilayer/inference/bank_format.hpp"
#include "trilayer/inference/network/network.hpp"

extern "C" const char trilayer_network[], trilayer_network_end[];  // NOLINT: the embedded network.tri

namespace trilayer::inference {
namespace {

using json = nlohmann::ordered_json;

constexpr std::string_view first_line = "trilayer network, format 1\n";
constexpr int checksum_width = 8, number_width = 4;
constexpr std::size_t longest_header = 1U << 16U, most_width = 4096, most_blocks = 64, most_members = 64;

[[noreturn]] void no_network(const std::string& why, const std::string& place) {
  throw base::Refusal("is no network of this program: " + why, place,
                      "name a file written by `trilayer train`, copied whole");
}

json numbers_of(const FeatureScale& s) { return {s.centre, s.spread, s.error, s.trials, s.low, s.high}; }

FeatureScale scale_from(const json& numbers) {
  return {numbers.at(0).get<double>(), numbers.at(1).get<double>(), numbers.at(2).get<double>(),
          numbers.at(3).get<double>(), numbers.at(4).get<double>(), numbers.at(5).get<double>()};
}

json header_json(const Network& network) {
  json header;
  header["bank"] = network.bank;
  header["sessions"] = network.sessions;
  header["seed"] = network.seed;
  header["inputs"] = network.shape.inputs;
  header["width"] = network.shape.width;
  header["blocks"] = network.shape.blocks;
  header["components"] = network.shape.outputs.components;
  header["members"] = network.members.size();
  for (const FeatureScale& scale : network.scales) header["scales"].push_back(numbers_of(scale));
  return header;
}

// Throws json's own errors, which the caller turns into a refusal.
Network from_header(const json& header) {
  Network network;
  network.bank = header.at("bank").get<std::uint64_t>();
  network.sessions = header.at("sessions").get<std::uint32_t>();
  network.seed = header.at("seed").get<std::uint64_t>();
  network.shape.inputs = header.at("inputs").get<std::size_t>();
  network.shape.width = header.at("width").get<std::size_t>();
  network.shape.blocks = header.at("blocks").get<std::size_t>();
  network.shape.outputs.components = header.at("components").get<std::size_t>();
  network.members.resize(
      header.at("members").get<std::size_t>() <= most_members ? header.at("members").get<std::size_t>() : 0);
  for (const json& scale : header.at("scales")) network.scales.push_back(scale_from(scale));
  return network;
}

bool is_plausible(const Network& network) {
  const NetworkShape& s = network.shape;
  return s.inputs == input_count() && 2 * network.scales.size() == feature_names().size() && s.width > 0 &&
         s.width <= most_width && s.blocks <= most_blocks && s.outputs.components > 0 &&
         s.outputs.components <= most_width && !network.members.empty();
}

Network parsed_header(std::string_view& bytes, const std::string& place) {
  const BankHeader ours = take_header(bytes, first_line, place);
  require_ours(ours.recipe, place);
  const auto end = bytes.substr(0, longest_header).find('\n');
  if (end == std::string_view::npos) no_network("its second header has no end", place);
  Network network;
  try {
    network = from_header(json::parse(bytes.substr(0, end)));
  } catch (const json::exception&) {
    no_network("its second header is not as it should be", place);
  }
  if (!is_plausible(network)) no_network("its shape is not this program's", place);
  bytes.remove_prefix(end + 1);
  network.recipe = ours.recipe;
  return network;
}

}  // namespace

std::string to_bytes(const Network& network) {
  std::string bytes = header_lines(first_line, {network.recipe, feature_names().size(), network.sessions});
  bytes += header_json(network).dump() + "\n";
  for (const auto& member : network.members)
    for (const float weight : member) put(bytes, std::bit_cast<std::uint32_t>(weight), number_width);
  put(bytes, base::fnv1a(bytes), checksum_width);
  return bytes;
}

Network network_from_bytes(std::string_view bytes, const std::string& place) {
  const std::string_view all = bytes;
  Network network = parsed_header(bytes, place);
  const std::size_t numbers = network.shape.parameters() * network.members.size();
  if (bytes.size() != numbers * number_width + checksum_width)
    no_network("it is cut short, or something follows", place);
  std::string_view tail = all.substr(all.size() - checksum_width);
  std::uint64_t checksum = 0;
  take(tail, checksum, checksum_width);
  if (checksum != base::fnv1a(all.substr(0, all.size() - checksum_width)))
    no_network("its checksum does not fit: it is damaged", place);
  for (auto& member : network.members) {
    member.resize(network.shape.parameters());
    for (float& weight : member) {
      std::uint64_t bits = 0;
      take(bytes, bits, number_width);
      weight = std::bit_cast<float>(static_cast<std::uint32_t>(bits));
      if (!std::isfinite(weight)) no_network("a weight of it is no number", place);
    }
  }
  return network;
}

Network read_network(const std::filesystem::path& file) {
  return network_from_bytes(base::read_file(file), file.string());
}

const Network& shipped_network() {
  static const Network network = network_from_bytes(
      {trilayer_network, static_cast<std::size_t>(trilayer_network_end - trilayer_network)}, "the embedded network");
  return network;
}

std::uint64_t hash_of(const Network& network) { return base::fnv1a(to_bytes(network)); }

}  // namespace trilayer::inference
