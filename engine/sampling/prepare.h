// SPDX-License-Identifier: GPL-3.0-or-later
// From a request to what a run needs: the context stream, the gaps' seams, lengths, given tokens and pins.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/attention/layout.h"
#include "engine/sampling/pins.h"
#include "engine/sampling/seams.h"
#include "engine/session.h"
#include "engine/text/line_cache.h"

namespace lacuna::engine {

constexpr int kLongestGap = 512;  // tokens

struct PreparedGap {
  Seam seam;
  std::vector<TokenId> given;   // the brush: the gap's own text; else empty
  std::vector<float> strength;  // per given token, 0..1
  std::vector<PinTokens> pins;
  int words = 0;           // that were asked for; 0: none, or the gap begins from its own text
  bool automatic = false;  // the request says nothing of its length; the plan holds a first guess
  bool open = false;       // it ends where the model says so, within the plan's length
  bool mayEnd = false;     // it is open, or may end before its last token when it has all words that were asked for
  int shortest = 1;        // tokens that its pins need
};

// A stretch of the document that is read without a break.
struct ContextPiece {
  std::size_t firstToken = 0;  // of the context stream
  TextSpan bytes;
};

// A StepEdit as the slots of a candidate see it.
struct PreparedEdit {
  std::size_t gap = 0;
  std::size_t token = 0;        // the first, of those that the gap has then
  std::vector<TokenId> tokens;  // empty: the slot goes back to noise
  std::string text;
};

struct PreparedRequest {
  std::vector<std::int64_t> context;
  std::vector<std::size_t> contextByte;  // where each begins in the document
  std::vector<ContextPiece> pieces;      // ascending; between two of them text was left out
  DocumentPlan plan;
  std::vector<PreparedGap> gaps;
  std::vector<std::vector<PreparedEdit>> edits;  // [point of the way]
};

// The seams hold views into request.text. betweenLines is called while text is encoded, what it throws passes through.
// Throws Error(kInvalidInput) with one sentence for whatever is out of range, does not fit, or contradicts itself.
PreparedRequest prepareRequest(const InfillRequest& request, LineCache& lines,
                               const std::function<void()>& betweenLines = {});

// Throws Error(kInvalidInput) when the edit reaches beyond the end of a gap of so many tokens.
void requireEditFits(const PreparedEdit& edit, std::size_t length);

// Throws Error(kInvalidInput) when the pins of gap (from 0) have no room in length tokens.
void requirePinsFit(const PreparedGap& gap, std::size_t index, int length);

}  // namespace lacuna::engine
