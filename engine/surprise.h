// SPDX-License-Identifier: GPL-3.0-or-later
// Where an author's text surprises a pretrained base, read piece by piece in any order: what the lens in the window
// asks. Beside session.h: value types and interfaces, no torch and no Qt type.
//
// Threads: a reader belongs to one thread, which need not be its session's, and outlives the session. It works on that
// thread alone. Errors, text and offsets as in session.h.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/session.h"

namespace lacuna::engine {

// A text, or a passage of one.
struct SurpriseText {
  std::string text;
  bool cutBefore = false;  // something stands before it that is not in it,
  bool cutAfter = false;   // or behind it
};

struct SurprisingToken {
  std::size_t begin = 0;     // byte of the text; it ends where the next one begins
  float logProbability = 0;  // natural, given what stands before; NaN for a text's first, before which nothing stands
  // Of a token that begins a word: whole words that were likelier there, the likeliest first, three at most. Empty
  // where the word is no surprise.
  std::vector<std::string> expected{};
};

class SurpriseReader {
 public:
  virtual ~SurpriseReader() = default;
  // Takes a text in place of the one before, and says in which pieces it is read: ascending, not overlapping, each some
  // 2,000 bytes. Of a passage only those that are the same in the whole text, so nothing within about 1,000 tokens of a
  // cut. No piece where the text is empty. Throws Error(kCancelled).
  virtual std::vector<TextSpan> take(const SurpriseText& text, const CancelFlag& cancel) = 0;
  // The tokens of a piece of that text. Their numbers are those of Session::score. What was read is kept by content, up
  // to a bound: the same piece costs nothing a second time, wherever it stands. The flag is looked at between layers.
  // Throws Error(kCancelled), and then keeps nothing of the piece.
  virtual std::vector<SurprisingToken> read(std::size_t piece, const CancelFlag& cancel) = 0;
};

// What a session may be besides (dynamic_cast).
class SurpriseSource {
 public:
  virtual ~SurpriseSource() = default;
  // Null: the model is over no base.
  virtual std::unique_ptr<SurpriseReader> surpriseReader() const = 0;
};

}  // namespace lacuna::engine
