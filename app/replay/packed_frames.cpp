// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers, as docs/replay.md describes them. For each frame: its step; 1 and its shape (candidates, for each its
// gaps, for each its tokens), or 0 where the shape is that of the frame before; the tokens; the number of blocks of
// context and the attention that each received, in ten-thousandths. For each token: flags, then what the flags
// announce. What a flag does not announce is as it was at the step before, or zero where the shape is new.
#include <QHash>
#include <algorithm>
#include <cmath>

#include "app/replay/packed_numbers.h"
#include "app/replay/replay_html.h"

namespace lacuna::app {
namespace {

constexpr quint64 kSettled = 1, kFlipped = 2, kPiece = 4, kConfidence = 8, kEntropy = 16, kAlternatives = 32;

using Shape = QVector<QVector<qsizetype>>;  // [candidate][gap], tokens

Shape shapeOf(const storage::RunFrame& frame) {
  Shape shape;
  for (const auto& gaps : frame.tokens) {
    QVector<qsizetype> sizes;
    for (const auto& tokens : gaps) sizes.push_back(tokens.size());
    shape.push_back(sizes);
  }
  return shape;
}

template <typename Visit>
void visitTokens(const storage::RunFrame& frame, const storage::RunFrame* before, const Visit& visit) {
  static const storage::RunToken kNone{};
  for (qsizetype c = 0; c < frame.tokens.size(); ++c) {
    for (qsizetype g = 0; g < frame.tokens[c].size(); ++g) {
      for (qsizetype t = 0; t < frame.tokens[c][g].size(); ++t) {
        visit(frame.tokens[c][g][t], before == nullptr ? kNone : before->tokens[c][g][t]);
      }
    }
  }
}

// Texts by how often they are named, so that the usual ones get the short numbers. 0 is the empty text.
QStringList tableOf(const storage::Trajectory& trajectory) {
  QHash<QString, int> counts;
  for (const storage::RunFrame& frame : trajectory) {
    visitTokens(frame, nullptr, [&](const storage::RunToken& token, const storage::RunToken&) {
      ++counts[token.text];
      for (const storage::RunAlternative& other : token.alternatives) ++counts[other.text];
    });
  }
  counts.remove(QString());
  QStringList table = counts.keys();
  std::sort(table.begin(), table.end(),
            [&](const QString& a, const QString& b) { return counts[a] != counts[b] ? counts[a] > counts[b] : a < b; });
  table.prepend(QStringLiteral(""));
  return table;
}

class Packer {
 public:
  explicit Packer(const QStringList& table) {
    for (int i = 0; i < table.size(); ++i) numbers_.insert(table[i], i);
  }

  void add(const storage::RunFrame& frame, const storage::RunFrame* before) {
    put(frame.step);
    const bool same = before != nullptr && shapeOf(*before) == shapeOf(frame);
    put(same ? 0 : 1);
    if (!same) addShape(shapeOf(frame));
    visitTokens(frame, same ? before : nullptr, [&](const auto& token, const auto& last) { addToken(token, last); });
    put(frame.attention.size());
    for (const float share : frame.attention) {
      put(std::isfinite(share) ? std::lround(std::clamp(share, 0.0F, 1.0F) * 10000) : 0);
    }
  }

  QByteArray take() { return std::move(text_); }

 private:
  template <typename Number>
  void put(Number number) {
    packNumber(text_, static_cast<quint64>(std::max<Number>(number, 0)));
  }

  void addShape(const Shape& shape) {
    put(shape.size());
    for (const auto& sizes : shape) {
      put(sizes.size());
      for (const qsizetype size : sizes) put(size);
    }
  }

  void addToken(const storage::RunToken& token, const storage::RunToken& last) {
    put((token.settled ? kSettled : 0) | (token.flipped ? kFlipped : 0) | (token.text != last.text ? kPiece : 0) |
        (token.confidence != last.confidence ? kConfidence : 0) | (token.entropy != last.entropy ? kEntropy : 0) |
        (token.alternatives != last.alternatives ? kAlternatives : 0));
    if (token.text != last.text) put(numbers_.value(token.text));
    if (token.confidence != last.confidence) put(static_cast<int>(token.confidence));
    if (token.entropy != last.entropy) put(static_cast<int>(token.entropy));
    if (token.alternatives == last.alternatives) return;
    put(token.alternatives.size());
    for (const storage::RunAlternative& other : token.alternatives) {
      put(numbers_.value(other.text));
      put(static_cast<int>(other.probability));
    }
  }

  QHash<QString, int> numbers_;
  QByteArray text_;
};

}  // namespace

PackedFrames packFrames(const storage::Trajectory& trajectory) {
  PackedFrames packed;
  packed.pieces = tableOf(trajectory);
  Packer packer(packed.pieces);
  for (qsizetype f = 0; f < trajectory.size(); ++f) packer.add(trajectory[f], f > 0 ? &trajectory[f - 1] : nullptr);
  packed.numbers = packer.take();
  return packed;
}

}  // namespace lacuna::app
