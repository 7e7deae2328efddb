// SPDX-License-Identifier: GPL-3.0-or-later
// From what a base thought of tokens to what the lens *Surprise* shows of words. Pure; any thread.
#pragma once

#include <cstddef>
#include <vector>

#include "app/window/text_positions.h"
#include "engine/surprise.h"
#include "ui/surprise/surprise_values.h"

namespace lacuna::app {

// One asked passage, piece by piece as its pieces are read.
class SurprisingWords {
 public:
  // pieces: as SurpriseReader::take() gave them.
  SurprisingWords(const ui::SurpriseAsk& ask, const std::vector<engine::TextSpan>& pieces);

  // What is to be read, what is in sight first and then outwards, at most kOutward pieces to either side.
  static constexpr int kOutward = 3;
  std::vector<std::size_t> order() const;
  // The words that begin in the piece or reach into it and whose tokens have all been read.
  ui::SurprisePiece add(std::size_t piece, const std::vector<engine::SurprisingToken>& tokens);

 private:
  struct Token {
    int last = 0;  // unit that its last byte belongs to
    float logProbability = 0;
    QString expected;
  };
  struct Piece {
    int begin = 0;  // units of the passage
    int end = 0;
    bool read = false;
    std::vector<Token> tokens;
  };

  ui::SurpriseAsk ask_;
  UnitOffsets units_;
  std::vector<engine::TextSpan> spans_;
  std::vector<Piece> pieces_;
};

// Where the word that holds the unit begins and ends; an empty range where it is of no word. A run of letters and
// digits, with apostrophes inside; of scripts without spaces each letter is a word.
struct WordRange {
  int begin = 0;
  int end = 0;
};
WordRange wordAround(const QString& text, int unit);

}  // namespace lacuna::app
