// SPDX-License-Identifier: GPL-3.0-or-later
// Passages that stand in a corpus more than once, word for word or nearly: other drafts of a chapter, a story that is
// in a collection too, a licence at the end of each file. Pure; any thread.
//
// Passages of some length that share many runs of five words are found by MinHash (126 permutations, 42 bands of 3) and
// compared exactly; from there on both sides are followed paragraph by paragraph, so that short ones, lines of dialogue
// above all, are found where they stand in a copy and not where they merely are what people say.
#pragma once

#include <QStringView>
#include <vector>

#include "storage/values/work.h"

namespace lacuna::storage {

struct CorpusPassage {
  QStringView text{};  // a paragraph
  int chapter = 0;     // never less than that of the passage before
};

// For each passage the first one that it nearly repeats, which stands before it; -1: it stands nowhere before. A
// million words take about a second. Throws Stopped.
std::vector<int> findNearDuplicates(const std::vector<CorpusPassage>& passages, const Work& work = {});

}  // namespace lacuna::storage
