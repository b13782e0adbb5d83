#include "trilayer/report/glossary.hpp"

#include <array>
#include <string_view>

#include "trilayer/report/svg.hpp"

namespace trilayer::report {
namespace {

struct Entry {
  std::string_view word;
  std::string_view meaning;
};

constexpr std::array entries{
    Entry{"cMEP, iMEP",
          "motor evoked potential of the muscle contralateral or ipsilateral to the stimulated hemisphere"},
    Entry{"CSP, iSP",
          "silent period: EMG of a contracting muscle interrupted by a pulse to the contralateral "
          "(cortical silent period) or the ipsilateral hemisphere"},
    Entry{"TCT", "transcallosal conduction time, by the definition named in the row; the two definitions differ"},
    Entry{"IHI, SICI, ICF, LICI",
          "paired-pulse measures: interhemispheric inhibition, short-interval intracortical "
          "inhibition, intracortical facilitation, long-interval intracortical inhibition; given as "
          "conditioned over unconditioned response"},
    Entry{"RMT, AMT, MSO", "resting and active motor threshold; maximum stimulator output"},
    Entry{"Intended and mirror hand",
          "the hand told to move, and the other one; a direction is named by its intended hand"},
    Entry{"Layer I, II, III",
          "corticospinal, transcallosal and supraspinal mechanism of the tri-layer model; \u201cbears "
          "on\u201d names the layers and the direction a measure speaks of, not a finding"},
    Entry{"Loading",
          "how strongly a layer is involved in one direction, from 0 (as in a healthy adult) to 1; given with its 90 % "
          "interval, the chance that it is 0 included"},
    Entry{"Presence", "probability that a loading is above 0: before the data (the prior) and after them"},
    Entry{"Bayes factor", "how many times the data raised the odds of presence; below 1 they lowered them"},
    Entry{"Information gained", "how far the data moved what is believed of a loading, in bit; 0: not at all"},
    Entry{"Leads, undetermined, not informed",
          "a loading leads where it is probable and the data clearly raised it; loadings are undetermined where one of "
          "them is probably present and the data do not say which; not informed: the data say next to nothing"},
    Entry{"95 % interval",
          "where the true value plausibly lies, from the standard error on the scale on which it is "
          "roughly normal (of amplitudes and ratios: the logarithm)"},
    Entry{"value", "measured"},
    Entry{"absent", "looked for and not there; the smallest effect that would have been seen is given"},
    Entry{"at_least, at_most", "the true value is this or larger, this or smaller"},
    Entry{"confounded", "a value is there, with the reason why it cannot be read alone"},
    Entry{"unobtainable", "attempted, could not be had"},
    Entry{"missing", "not recorded"},
    Entry{"invalid", "recorded, but no reading is possible"},
};

}  // namespace

std::string glossary_list() {
  std::string html = "<dl>\n";
  for (const Entry& e : entries) html += "<dt>" + escape(e.word) + "</dt><dd>" + escape(e.meaning) + "</dd>\n";
  return html + "</dl>\n";
}

}  // namespace trilayer::report
