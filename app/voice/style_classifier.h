// SPDX-License-Identifier: GPL-3.0-or-later
// Tells one author's words from others' by runs of two to four characters: naive Bayes over hashed runs. Small and
// plain on purpose: it knows nothing of the models that it judges.
#pragma once

#include <QStringView>
#include <array>
#include <vector>

namespace lacuna::app {

class StyleClassifier {
 public:
  enum class Side { Author, Other };

  StyleClassifier();
  void learn(Side side, QStringView text);
  // How much more the text is like the author's than like the other's: the mean over its runs of the difference of
  // their log-probabilities, nats. 0 of a text without runs, or before anything was learnt.
  double likeness(QStringView text) const;

 private:
  struct Counts {
    std::vector<int> runs;  // [hash]
    qint64 all = 0;
  };
  std::array<Counts, 2> sides_;
};

}  // namespace lacuna::app
