// SPDX-License-Identifier: GPL-3.0-or-later
// The writing side.
#include "storage/trajectory.h"

#include <QHash>
#include <algorithm>
#include <numeric>
#include <utility>

#include "storage/candidate_order.h"
#include "storage/codec.h"
#include "storage/trajectory_shape.h"
#include "storage/trajectory_streams.h"

namespace lacuna::storage {
namespace {

char byteOf(int value) { return static_cast<char>(static_cast<quint8>(value)); }

// Numbers the pairs of id and text, and gives the frequent ones the small numbers.
class Table {
 public:
  quint32 numberOf(qint32 id, const QString& text) {
    const auto key = std::pair(id, text);
    auto found = numbers_.constFind(key);
    if (found == numbers_.cend()) {
      found = numbers_.insert(key, static_cast<quint32>(pairs_.size()));
      pairs_.append(key);
      uses_.append(0);
    }
    ++uses_[found.value()];
    return found.value();
  }
  // The new number of each old one; writes the table in its new order.
  QVector<quint32> sortInto(QByteArray& bytes) const {
    QVector<quint32> order(pairs_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [this](quint32 a, quint32 b) { return uses_[a] > uses_[b]; });
    QVector<quint32> renamed(pairs_.size());
    putNumber(bytes, static_cast<quint64>(pairs_.size()));
    for (qsizetype i = 0; i < order.size(); ++i) {
      renamed[order[i]] = static_cast<quint32>(i);
      const auto& [id, text] = pairs_[order[i]];
      const QByteArray letters = encodeText(text);
      putNumber(bytes, static_cast<quint32>(id));
      putNumber(bytes, static_cast<quint64>(letters.size()));
      bytes += letters;
    }
    return renamed;
  }

 private:
  QHash<std::pair<qint32, QString>, quint32> numbers_;
  QVector<std::pair<qint32, QString>> pairs_;
  QVector<quint32> uses_;
};

class Writer {
 public:
  QByteArray pack(const Trajectory& trajectory, const QVector<RunBlock>& context) {
    putShapes(stream(Stream::Shapes), trajectory);
    putContext(context);
    visitTokens(trajectory, repeatedShapes(trajectory), [this](const RunToken& token, const RunToken* before) {
      putAlternatives(token, before);
      putPiece(token, before);
      putMeasures(token, before);
      putExperts(token, before);
    });
    putShares(trajectory);
    putNumbers();
    return packStreams(streams_);
  }

 private:
  QByteArray& stream(Stream kind) { return of(streams_, kind); }

  void putContext(const QVector<RunBlock>& context) {
    QByteArray& bytes = stream(Stream::Shapes);
    putNumber(bytes, static_cast<quint64>(context.size()));
    int last = 0;
    for (const RunBlock& block : context) {
      putSigned(bytes, static_cast<qint64>(block.begin) - last);
      putSigned(bytes, static_cast<qint64>(block.end) - block.begin);
      bytes.append(byteOf(block.reach));
      last = block.end;
    }
  }

  void putAlternatives(const RunToken& token, const RunToken* before) {
    const qsizetype count = std::min<qsizetype>(token.alternatives.size(), kRanks);
    stream(Stream::Counts).append(byteOf(static_cast<int>(count)));
    quint8 last = 255;
    for (qsizetype i = 0; i < count; ++i) {
      const RunAlternative& one = token.alternatives[i];
      const quint8 rank = before != nullptr ? rankOf(one.id, one.text, *before) : 0;
      stream(Stream::Ranks).append(byteOf(rank));
      if (rank == 0) {
        newAlternatives_.append(table_.numberOf(one.id, one.text));
      }
      stream(Stream::Odds).append(byteOf(last - one.probability));
      last = one.probability;
    }
  }

  // 1..8, or 0 where it is not among the token's alternatives.
  static quint8 rankOf(qint32 id, const QString& text, const RunToken& token) {
    const qsizetype count = std::min<qsizetype>(token.alternatives.size(), kRanks);
    for (qsizetype i = 0; i < count; ++i) {
      if (token.alternatives[i].id == id && token.alternatives[i].text == text) {
        return static_cast<quint8>(i + 1);
      }
    }
    return 0;
  }

  void putPiece(const RunToken& token, const RunToken* before) {
    if (before != nullptr && before->id == token.id && before->text == token.text) {
      pieces_.append(0);
    } else if (const quint8 rank = rankOf(token.id, token.text, token); rank > 0) {
      pieces_.append(rank);
    } else {
      pieces_.append(1 + kRanks + table_.numberOf(token.id, token.text));
    }
  }

  void putMeasures(const RunToken& token, const RunToken* before) {
    stream(Stream::Confidences).append(byteOf(token.confidence - (before != nullptr ? before->confidence : 0)));
    stream(Stream::Entropies).append(byteOf(token.entropy - (before != nullptr ? before->entropy : 0)));
    stream(Stream::Flags).append(byteOf((token.settled ? kTokenSettled : 0) | (token.flipped ? kTokenFlipped : 0)));
  }

  void putExperts(const RunToken& token, const RunToken* before) {
    const qsizetype layers = std::min<qsizetype>(token.experts.size(), 255);
    stream(Stream::ExpertCounts).append(byteOf(static_cast<int>(layers)));
    for (qsizetype i = 0; i < layers; ++i) {
      const bool same = before != nullptr && i < before->experts.size() && before->experts[i] == token.experts[i];
      putNumber(stream(Stream::Experts), same ? 0 : 1U + static_cast<quint8>(token.experts[i]));
    }
  }

  void putShares(const Trajectory& trajectory) {
    QVector<QVector<float>> lastLoads;
    QVector<float> lastAttention;
    for (const RunFrame& frame : trajectory) {
      putNumber(stream(Stream::Loads), static_cast<quint64>(frame.expertLoad.size()));
      for (qsizetype layer = 0; layer < frame.expertLoad.size(); ++layer) {
        putRow(stream(Stream::Loads), frame.expertLoad[layer], lastLoads.value(layer));
      }
      putRow(stream(Stream::Attention), frame.attention, lastAttention);
      lastLoads = frame.expertLoad;
      lastAttention = frame.attention;
    }
  }

  static void putRow(QByteArray& bytes, const QVector<float>& row, const QVector<float>& before) {
    const auto steps = [](float share) { return static_cast<qint64>(storedShare(share) * kShareSteps); };
    putNumber(bytes, static_cast<quint64>(row.size()));
    for (qsizetype i = 0; i < row.size(); ++i) {
      putSigned(bytes, steps(row[i]) - (i < before.size() ? steps(before[i]) : 0));
    }
  }

  // Last, when all pairs are known.
  void putNumbers() {
    const QVector<quint32> renamed = table_.sortInto(stream(Stream::Table));
    for (const quint32 piece : std::as_const(pieces_)) {
      const bool inTable = piece > kRanks;
      putNumber(stream(Stream::Pieces), inTable ? 1 + kRanks + renamed[piece - 1 - kRanks] : piece);
    }
    for (const quint32 alternative : std::as_const(newAlternatives_)) {
      stream(Stream::NewLow).append(byteOf(static_cast<int>(renamed[alternative] & 0xFFU)));
      putNumber(stream(Stream::NewHigh), renamed[alternative] >> 8U);
    }
  }

  Streams streams_;
  Table table_;
  QVector<quint32> pieces_;
  QVector<quint32> newAlternatives_;
};

}  // namespace

void orderCandidates(Run* run) {
  QVector<QVector<int>> streams;
  for (const RunCandidate& candidate : run->candidates) streams.push_back(candidate.streams);
  for (RunFrame& frame : run->trajectory) frame.tokens = inCandidateOrder(frame.tokens, streams);
}

Trajectory thinned(const Trajectory& trajectory) {
  const auto fits = [](const Trajectory& frames) {
    FrameSize size;
    for (const RunFrame& frame : frames) {
      const FrameSize one = sizeOf(frame.tokens);
      size.tokens += one.tokens;
      size.cells += one.cells;
    }
    return size.tokens <= kMost.tokens && size.cells <= kMost.cells && frames.size() <= kMostFrames;
  };
  Trajectory kept = trajectory;
  while (!fits(kept) && kept.size() > 1) {
    Trajectory half;
    for (qsizetype f = (kept.size() + 1) % 2; f < kept.size(); f += 2) {
      half.append(kept[f]);
    }
    kept = half;
  }
  return kept;
}

QByteArray packTrajectory(const Trajectory& trajectory, const QVector<RunBlock>& context) {
  return Writer().pack(trajectory, context);
}

}  // namespace lacuna::storage
