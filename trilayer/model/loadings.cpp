#include "trilayer/model/loadings.hpp"

namespace trilayer::model {

std::string_view name(Layer layer) {
  switch (layer) {
    case Layer::corticospinal:
      return "corticospinal";
    case Layer::transcallosal:
      return "transcallosal";
    case Layer::supraspinal:
      return "supraspinal";
  }
  return "";
}

std::string_view numeral(Layer layer) {
  switch (layer) {
    case Layer::corticospinal:
      return "I";
    case Layer::transcallosal:
      return "II";
    case Layer::supraspinal:
      return "III";
  }
  return "";
}

std::string name(LoadingName loading) {
  return std::string(name(loading.layer)) + "." + std::string(protocol::name(loading.direction));
}

std::optional<LoadingName> parse_loading(std::string_view text) {
  for (const LoadingName loading : all_loadings)
    if (name(loading) == text) return loading;
  return std::nullopt;
}

}  // namespace trilayer::model
