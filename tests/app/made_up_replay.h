// SPDX-License-Identifier: GPL-3.0-or-later
// A run as storage keeps one, made of a seed: guesses and confidences wander until a token settles. With it a text that
// would break a page that did not escape it.
#pragma once

#include <QJsonObject>
#include <QTimeZone>
#include <random>

#include "storage/trajectory.h"
#include "storage/values.h"

namespace lacuna::tests {

struct MadeUpShape {
  int candidates = 3;
  int gaps = 2;
  int tokens = 9;
  int steps = 8;
  quint32 seed = 1;
};

inline QString hostileText() {
  return QStringLiteral(
      "# Low & <b>Water</b>\n\nThe tide went out past the “old” pier, </script><script>fetch('http://example.org')"
      "</script> and nobody <!-- saw it. She *had* said so;\u2028she had said it twice. @DATA@ 🌊\n\nThe ferry left "
      "[[…]] "
      "and the harbour was quiet.\n\nIn the morning [[4 words]] came back, {\"a\": \"\\u0041\"} & all.\n");
}

inline QVector<storage::RunGap> hostileGaps() {
  const QString text = hostileText();
  const auto gapOf = [&](const QString& marker) {
    const auto begin = static_cast<int>(text.indexOf(marker));
    return storage::RunGap{begin, begin + static_cast<int>(marker.size())};
  };
  return {gapOf(QStringLiteral("[[…]]")), gapOf(QStringLiteral("[[4 words]]"))};
}

inline QString madeUpPiece(quint32 id) {
  static const char* const kPieces[] = {" the", " water", " rose", "ed",      ",",   " and", " a", " <i>", " &amp;",
                                        "\n",   " lamp",  " \"so", " slowly", " — ", " été", " 🌊", "ing",  " house"};
  constexpr quint32 kCount = sizeof kPieces / sizeof *kPieces;
  const QString piece = QString::fromUtf8(kPieces[id % kCount]);
  return id < kCount ? piece : piece + QString::number(id / kCount);
}

// pieces: how many different texts there are.
inline storage::Run madeUpReplayRun(const MadeUpShape& shape = {}, quint32 pieces = 40) {
  std::mt19937 random(shape.seed);
  const auto below = [&](quint32 limit) { return static_cast<quint32>(random() % limit); };
  storage::Run run;
  run.id = QStringLiteral("3f8a2c10-0000-4000-8000-%1").arg(shape.seed, 12, 10, QLatin1Char('0'));
  run.created = QDateTime::fromSecsSinceEpoch(1'790'000'000 + shape.seed, QTimeZone::utc());
  run.model = QStringLiteral("made up <small>");
  run.fingerprint = QStringLiteral("00ff00ff00ff00ff");
  run.seed = 18'446'744'073'709'551'615ULL;
  run.steps = shape.steps;
  run.seconds = 1.25;
  run.request = QJsonObject{{"temperature", 0.8}, {"topP", 0.9}, {"sampler", "confidence"}};
  run.gaps = hostileGaps().mid(0, shape.gaps);
  const auto length = static_cast<int>(hostileText().size());
  for (int begin = 0; begin < length; begin += 60) {
    run.context.push_back({begin, std::min(length, begin + 60), static_cast<quint8>(1U << below(4))});
  }
  using Row = QVector<storage::RunToken>;
  QVector<QVector<Row>> now(shape.candidates, QVector<Row>(shape.gaps, Row(shape.tokens)));
  for (int step = 1; step <= shape.steps; ++step) {
    for (auto& gaps : now) {
      for (Row& row : gaps) {
        for (storage::RunToken& token : row) {
          token.flipped = false;
          if (token.settled) {
            token.alternatives.clear();
            continue;
          }
          const qint32 id = below(3) == 0 || token.id < 0 ? static_cast<qint32>(below(pieces)) : token.id;
          token.flipped = token.id >= 0 && id != token.id;
          token.id = id;
          token.text = madeUpPiece(static_cast<quint32>(id));
          token.confidence = static_cast<quint8>(below(255));
          token.entropy = static_cast<quint8>(below(100));
          token.settled = step == shape.steps || static_cast<int>(below(static_cast<quint32>(shape.steps))) < step / 2;
          token.experts = QByteArray(1, static_cast<char>(below(8)));
          token.alternatives.clear();
          quint32 left = 255;
          for (int k = 0; k < 8 && !token.settled && left > 1; ++k) {
            const quint32 other = k == 0 ? static_cast<quint32>(id) : below(pieces);
            const quint32 share = 1 + below(left / 2 + 1);
            left -= std::min(left, share);
            token.alternatives.push_back({static_cast<qint32>(other), static_cast<quint8>(share), madeUpPiece(other)});
          }
        }
      }
    }
    storage::RunFrame frame{step, now, {{0.25F, 0.75F}}, {}};
    for (qsizetype i = 0; i < run.context.size(); ++i)
      frame.attention.push_back(static_cast<float>(below(100)) / 1500.0F);
    run.trajectory.push_back(frame);
  }
  // Best first is not the order of the frames; the fills have the spaces that the page wants.
  for (int c = shape.candidates - 1; c >= 0; --c) {
    storage::RunCandidate candidate{{}, -1.0 - 0.1 * c, QVector<int>(now[c].size(), c)};
    for (const Row& row : now[c]) {
      QString fill;
      for (const storage::RunToken& token : row) fill += token.text;
      candidate.fills << fill.trimmed() + QStringLiteral(" ");
    }
    run.candidates.push_back(candidate);
  }
  storage::orderCandidates(&run);
  return run;
}

}  // namespace lacuna::tests
