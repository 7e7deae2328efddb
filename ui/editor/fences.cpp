// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/fences.h"

#include <QTextDocument>
#include <algorithm>

namespace lacuna::ui {
namespace {

// A block's state: what is open behind it (0: nothing, else the sign and how many there are), and what it is itself.
constexpr int kOpen = 0xFFF;
constexpr int kWaves = 0x800;  // of kOpen: ~ and not `
constexpr int kVerbatim = 0x1000;
constexpr int kFence = 0x2000;
constexpr int kMostSigns = 0x7FF;

int stateOf(const QTextBlock& block) { return std::max(0, block.userState()); }

struct Signs {
  int open = 0;       // as in a block's state
  bool bare = false;  // nothing but blanks behind them
};

Signs signsOf(const QTextDocument& document, const QTextBlock& block) {
  const int end = block.position() + block.length() - 1;
  int at = block.position();
  while (at < end && at - block.position() < 3 && document.characterAt(at) == u' ') ++at;
  const QChar sign = at < end ? document.characterAt(at) : QChar();
  if (sign != u'`' && sign != u'~') return {};
  int many = 0;
  while (at < end && document.characterAt(at) == sign) {
    ++at;
    ++many;
  }
  if (many < 3) return {};
  Signs signs{std::min(many, kMostSigns) | (sign == u'~' ? kWaves : 0), true};
  for (; at < end; ++at) {
    const QChar next = document.characterAt(at);
    if (sign == u'`' && next == u'`') return {};                   // "```a```" is code within a line
    if (!next.isSpace() && next != u'\u200b') signs.bare = false;  // a carriage return is shown as U+200B
  }
  return signs;
}

int stateBehind(const QTextDocument& document, const QTextBlock& block, int before) {
  const Signs signs = signsOf(document, block);
  const int open = before & kOpen;
  if (open == 0) return signs.open == 0 ? 0 : signs.open | kVerbatim | kFence;
  const bool ends = signs.bare && (signs.open & kWaves) == (open & kWaves) && signs.open >= open;
  return ends ? kVerbatim | kFence : open | kVerbatim;
}

}  // namespace

bool isVerbatim(const QTextBlock& block) { return (stateOf(block) & kVerbatim) != 0; }

bool endsVerbatim(const QTextBlock& block) { return isVerbatim(block) && (stateOf(block) & kOpen) == 0; }

bool isFence(const QTextBlock& block) { return (stateOf(block) & kFence) != 0; }

int markFences(const QTextDocument& document, int from, int added) {
  QTextBlock block = document.findBlock(from);
  if (!block.isValid()) block = document.begin();
  const QTextBlock lastChanged = document.findBlock(from + std::max(0, added));
  const int last = lastChanged.isValid() ? lastChanged.blockNumber() : document.blockCount() - 1;
  int before = block.previous().isValid() ? stateOf(block.previous()) : 0;
  int reached = -1;
  for (int number = block.blockNumber(); block.isValid(); block = block.next(), ++number) {
    const int state = stateBehind(document, block, before);
    const bool same = state == stateOf(block);
    if (!same) block.setUserState(state);
    before = state;
    if (number <= last) continue;
    if (same) break;
    reached = number;
  }
  return reached;
}

}  // namespace lacuna::ui
