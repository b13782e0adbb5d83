// The rows of the catalogue, one file a topic.
#pragma once

#include <span>

#include "trilayer/catalogue/descriptor.hpp"

namespace trilayer::catalogue {

std::span<const Descriptor> responses();     ///< background EMG, cMEP, iMEP
std::span<const Descriptor> silences();      ///< CSP, iSP, TCT
std::span<const Descriptor> pairs();         ///< paired and triple pulses
std::span<const Descriptor> excitability();  ///< thresholds, recruitment curve, M-wave, F-wave, CMCT
std::span<const Descriptor> tasks();         ///< mirror EMG, wrong-hand leads, reaction times, preparation
std::span<const Descriptor> coupling();      ///< coherence, cumulant, cross-correlogram
std::span<const Descriptor> entered();       ///< scores, reflexes, potentials, images: no detector

}  // namespace trilayer::catalogue
