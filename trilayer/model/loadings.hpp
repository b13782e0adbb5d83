// The six loadings: one a layer and direction, each in [0, 1], 0 in a healthy adult.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "trilayer/protocol/side.hpp"

namespace trilayer::model {

/// The mechanisms of the tri-layer model, in the order I, II, III.
enum class Layer { corticospinal, transcallosal, supraspinal };
constexpr std::array<Layer, 3> all_layers{Layer::corticospinal, Layer::transcallosal, Layer::supraspinal};

/// A loading by its name, "transcallosal.right". The direction is that of the intended hand.
/// corticospinal.right: fast projection of the left hemisphere to the left hand. transcallosal.right: lost inhibition
/// of the right M1 by the left. supraspinal.right: premotor drive that reaches the right M1.
struct LoadingName {
  Layer layer = Layer::corticospinal;
  protocol::Direction direction = protocol::Direction::right;

  friend bool operator==(const LoadingName&, const LoadingName&) = default;
};

/// corticospinal left, right, transcallosal left, right, supraspinal left, right.
constexpr std::array<LoadingName, 6> all_loadings{{{Layer::corticospinal, protocol::Direction::left},
                                                   {Layer::corticospinal, protocol::Direction::right},
                                                   {Layer::transcallosal, protocol::Direction::left},
                                                   {Layer::transcallosal, protocol::Direction::right},
                                                   {Layer::supraspinal, protocol::Direction::left},
                                                   {Layer::supraspinal, protocol::Direction::right}}};

/// Place of a loading in all_loadings.
constexpr std::size_t index_of(LoadingName name) {
  return 2 * static_cast<std::size_t>(name.layer) + (name.direction == protocol::Direction::right ? 1 : 0);
}

/// The six values.
struct Loadings {
  std::array<double, 6> values{};

  constexpr double& operator[](LoadingName name) { return values[index_of(name)]; }
  constexpr double operator[](LoadingName name) const { return values[index_of(name)]; }
  [[nodiscard]] constexpr double at(Layer layer, protocol::Direction direction) const {
    return values[index_of({layer, direction})];
  }
  friend bool operator==(const Loadings&, const Loadings&) = default;
};

std::string_view name(Layer layer);     ///< "corticospinal" ...
std::string name(LoadingName loading);  ///< "corticospinal.right"
std::string_view numeral(Layer layer);  ///< "I", "II", "III"
std::optional<LoadingName> parse_loading(std::string_view text);

}  // namespace trilayer::model
