// Ids that other data name lead somewhere, or a line says so.
#include "trilayer/literature/links.hpp"

#include <doctest/doctest.h>

namespace trilayer::literature {
namespace {

TEST_SUITE_BEGIN("literature.links");

using Words = std::vector<std::string>;

TEST_CASE("ids of checks, facts, studies and findings are found in a text, each once") {
  CHECK(ids_in("sign: T14, IHI-08 [V]; and (D20.1) as S11b, T14; size [project]") ==
        Words{"T14", "IHI-08", "D20.1", "S11b"});
  CHECK(ids_in("D20. Next, LA-05.") == Words{"D20", "LA-05"});
  CHECK(ids_in("M1, FDI, 10.1000/A10b-X, I4, ISP_01, GABA-A") == Words{});
}

TEST_CASE("an id that leads nowhere is one line, and a word that only looks alike none") {
  const std::vector<Quoting> texts{{"parameter a", "T14, IHI-08, D20 and D20.1"},
                                   {"parameter b", "T99, IHI-99, D99 and D20.99; the N20 and P14 potentials"}};
  // N is a letter of studies, so that N20 counts as one.
  const auto faults = orphan_links(texts, shipped_facts(), shipped_studies());
  CHECK(faults == Words{"parameter b: T99 is no check", "parameter b: IHI-99 is no fact",
                        "parameter b: D99 is no study", "parameter b: D20.99 is no finding",
                        "parameter b: N20 is no study"});
}

TEST_CASE("a fact knows its study by the identifier in its source") {
  const Fact* fact = find_fact(shipped_facts(), "MM-12");
  REQUIRE(fact != nullptr);
  const Study* study = study_of(*fact, shipped_studies());
  REQUIRE(study != nullptr);
  CHECK(study->id == "D20");
  CHECK(study_of(Fact{}, shipped_studies()) == nullptr);
}

TEST_SUITE_END();

}  // namespace
}  // namespace trilayer::literature
