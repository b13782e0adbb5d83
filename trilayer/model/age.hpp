// What age and height change in a person: loadings are deviations from what is expected at that age.
#pragma once

#include "trilayer/model/participant.hpp"

namespace trilayer::model {

/// The participant with the parameters that her age and height give her; unchanged where neither is stated. Every
/// factor is 1 at 25 years and 171 cm or close to it:
///   callosum, phasic and tonic: matures as 1 / (1 + e^(-(age - 16) / 1.2)), its delay grows by 0.2 % a year from 25
///   on; GABA-A inhibition: from 0.4 in the small child to 1, half way at 13 years; premotor share: doubled at 3 years
///   and falling, growing again by 1.6 % a year from 25 on; threshold: higher in children, growing by 0.1 % a year from
///   25 on; unit size falls by 0.4 % a year from 25 on; delays: in proportion to height in adults, and growing by 0.1 %
///   a year from 25 on; the child's late ipsilateral path: open to 9 years, in two of three (IM-05 [V]).
/// Directions are published (T08, T23, T43, T50, T55, T93, S14); sizes [project]. `age_leak` of 0 takes age out of the
/// premotor share.
Participant with_age_and_height(const Participant& participant);

}  // namespace trilayer::model
