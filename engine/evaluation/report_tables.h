// SPDX-License-Identifier: GPL-3.0-or-later
// From the answers to the tables that `lacuna eval` prints. Figures per row; 95 % intervals by bootstrap over blanks,
// the same resamples in every row.
#pragma once

#include "engine/evaluation/harness.h"
#include "engine/table.h"
#include "engine/text/corpus.h"

namespace lacuna::engine {

struct ReportInput {
  const Harness& harness;
  const std::vector<HarnessRow>& rows;      // the first system's first context first
  const std::vector<double>& goldBoundary;  // the judge's, per blank; empty: not asked
  const Tokenizer& tokenizer;               // of the training set and the judge
  const TokenizedCorpus* train = nullptr;   // null: memorisation is not measured
};

Table infillTable(const ReportInput& input);
Table lengthTable(const ReportInput& input);
Table differenceTable(const ReportInput& input);
Table wordTable(const ReportInput& input);
Table textTable(const ReportInput& input);
Table fillTable(const ReportInput& input);

}  // namespace lacuna::engine
