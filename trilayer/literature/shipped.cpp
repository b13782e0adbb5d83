// The facts inside the program.
#include "trilayer/literature/facts.hpp"
#include "trilayer/literature/norms.hpp"

#define TRILAYER_FACTS(topic) extern "C" const char trilayer_facts_##topic[], trilayer_facts_##topic##_end[];
TRILAYER_FACTS(coherence)
TRILAYER_FACTS(contralateral_silent_period)
TRILAYER_FACTS(crossed_facilitation)
TRILAYER_FACTS(groups)
TRILAYER_FACTS(interhemispheric_inhibition)
TRILAYER_FACTS(ipsilateral_mep)
TRILAYER_FACTS(ipsilateral_silent_period)
TRILAYER_FACTS(latency_and_conduction)
TRILAYER_FACTS(layers)
TRILAYER_FACTS(mirror_emg)
TRILAYER_FACTS(paired_pulse)
TRILAYER_FACTS(premotor)
TRILAYER_FACTS(reaction_and_preparation)
TRILAYER_FACTS(thresholds_and_recruitment)
#undef TRILAYER_FACTS
extern "C" const char trilayer_norms_excitability[], trilayer_norms_excitability_end[];
extern "C" const char trilayer_norms_silences[], trilayer_norms_silences_end[];

namespace trilayer::literature {
namespace {

FactsFile file(const char* topic, const char* begin, const char* end) {
  return {std::string(topic) + ".toml", {begin, static_cast<std::size_t>(end - begin)}};
}

}  // namespace

const std::vector<FactsFile>& shipped_facts_files() {
#define TRILAYER_FACTS(topic) file(#topic, trilayer_facts_##topic, trilayer_facts_##topic##_end)
  static const std::vector<FactsFile> files{
      TRILAYER_FACTS(coherence),
      TRILAYER_FACTS(contralateral_silent_period),
      TRILAYER_FACTS(crossed_facilitation),
      TRILAYER_FACTS(groups),
      TRILAYER_FACTS(interhemispheric_inhibition),
      TRILAYER_FACTS(ipsilateral_mep),
      TRILAYER_FACTS(ipsilateral_silent_period),
      TRILAYER_FACTS(latency_and_conduction),
      TRILAYER_FACTS(layers),
      TRILAYER_FACTS(mirror_emg),
      TRILAYER_FACTS(paired_pulse),
      TRILAYER_FACTS(premotor),
      TRILAYER_FACTS(reaction_and_preparation),
      TRILAYER_FACTS(thresholds_and_recruitment),
  };
#undef TRILAYER_FACTS
  return files;
}

const Facts& shipped_facts() {
  static const Facts facts = parse_facts(shipped_facts_files());
  return facts;
}

const std::vector<Norm>& shipped_norms() {
  static const std::vector<Norm> norms =
      parse_norms({file("excitability", trilayer_norms_excitability, trilayer_norms_excitability_end),
                   file("silences", trilayer_norms_silences, trilayer_norms_silences_end)},
                  shipped_facts(), shipped_studies());
  return norms;
}

}  // namespace trilayer::literature
