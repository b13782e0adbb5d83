#include "trilayer/report/draws_netcdf.hpp"

#include <fmt/format.h>

#include <bit>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "trilayer/base/text.hpp"

namespace trilayer::report {
namespace {

// Tags and types of the format.
constexpr std::uint32_t dimension_list = 0x0A, variable_list = 0x0B, attribute_list = 0x0C;
constexpr std::uint32_t type_char = 2, type_int = 4, type_double = 6;
constexpr std::size_t name_length = 24;  // of a loading

void put(std::string& bytes, std::uint64_t value, int width) {
  for (int i = width - 1; i >= 0; --i) bytes += static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
}
void put32(std::string& bytes, std::size_t value) { put(bytes, value, 4); }

void put_padded(std::string& bytes, std::string_view text) {
  bytes += text;
  bytes.append((4 - text.size() % 4) % 4, '\0');
}

void put_name(std::string& bytes, std::string_view name) {
  put32(bytes, name.size());
  put_padded(bytes, name);
}

using Attributes = std::vector<std::pair<std::string, std::string>>;

void put_attributes(std::string& bytes, const Attributes& attributes) {
  put32(bytes, attributes.empty() ? 0 : attribute_list);
  put32(bytes, attributes.size());
  for (const auto& [name, text] : attributes) {
    put_name(bytes, name);
    put32(bytes, type_char);
    put_name(bytes, text);  // as a name: its length, then the text
  }
}

struct Variable {
  std::string name;
  std::vector<std::uint32_t> dimensions;
  Attributes attributes;
  std::uint32_t type = type_double;
  std::string data;  // padded
};

struct Dimension {
  std::string name;
  std::size_t length = 0;
};

std::string header(const std::vector<Dimension>& dimensions, const Attributes& attributes,
                   const std::vector<Variable>& variables, std::size_t first) {
  std::string bytes = {'C', 'D', 'F', 1};
  put32(bytes, 0);  // no record dimension
  put32(bytes, dimension_list);
  put32(bytes, dimensions.size());
  for (const Dimension& d : dimensions) {
    put_name(bytes, d.name);
    put32(bytes, d.length);
  }
  put_attributes(bytes, attributes);
  put32(bytes, variable_list);
  put32(bytes, variables.size());
  for (const Variable& v : variables) {
    put_name(bytes, v.name);
    put32(bytes, v.dimensions.size());
    for (const std::uint32_t d : v.dimensions) put32(bytes, d);
    put_attributes(bytes, v.attributes);
    put32(bytes, v.type);
    put32(bytes, v.data.size());
    put32(bytes, first);
    first += v.data.size();
  }
  return bytes;
}

void put_double(std::string& bytes, double value) { put(bytes, std::bit_cast<std::uint64_t>(value), 8); }

enum DimensionPlace : std::uint32_t { chain, draw, loading, letters };

std::vector<Variable> variables_of(const inference::Answer& answer) {
  Variable names{
      "loading", {loading, letters}, {{"long_name", "layer and direction of the intended hand"}}, type_char, {}};
  Variable value{"value",
                 {chain, draw, loading},
                 {{"long_name", "loading, 0 where it is not present"}, {"units", "1"}},
                 type_double,
                 {}};
  Variable present{"present",
                   {chain, draw, loading},
                   {{"long_name", "1 where the loading is present"}, {"units", "1"}},
                   type_int,
                   {}};
  Variable before{"prior_presence",
                  {loading},
                  {{"long_name", "probability of presence before the data"}, {"units", "1"}},
                  type_double,
                  {}};
  for (const auto& l : answer.loadings) {
    std::string name = model::name(l.name);
    name.resize(name_length, '\0');
    names.data += name;
    put_double(before.data, l.prior_presence);
  }
  for (std::size_t k = 0; k < answer.loadings[0].draws.size(); ++k)
    for (const auto& l : answer.loadings) {
      put_double(value.data, l.draws[k]);
      put32(present.data, l.draws[k] > 0.0 ? 1 : 0);
    }
  return {names, value, present, before};
}

}  // namespace

std::string draws_netcdf(const inference::Answer& answer, const Source& source, const Made& made) {
  const std::vector<Dimension> dimensions{
      {"chain", 1}, {"draw", answer.loadings[0].draws.size()}, {"loading", 6}, {"letters", name_length}};
  const Attributes attributes{
      {"title", "Draws of the six loadings of the tri-layer model"},
      {"participant", base::to_utf8(answer.participant)},
      {"method", made.method},
      {"trilayer", source.version},
      {"model_version", fmt::format("{}", made.model_version)},
      {made.network != 0 ? "network" : "bank", fmt::format("{:016x}", made.network != 0 ? made.network : made.bank)},
      {"features", fmt::format("{:016x}", made.features)},
      {"validated_on", "simulation"},
      {"intended_use", intended_use}};
  const auto variables = variables_of(answer);
  const std::size_t first = header(dimensions, attributes, variables, 0).size();
  std::string bytes = header(dimensions, attributes, variables, first);
  for (const Variable& v : variables) bytes += v.data;
  return bytes;
}

}  // namespace trilayer::report
