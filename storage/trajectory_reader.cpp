// SPDX-License-Identifier: GPL-3.0-or-later
// The reading side: trusts nothing that it reads.
#include <algorithm>
#include <limits>
#include <tuple>

#include "storage/codec.h"
#include "storage/trajectory.h"
#include "storage/trajectory_shape.h"
#include "storage/trajectory_streams.h"

namespace lacuna::storage {
namespace {

using Pair = std::pair<qint32, QString>;

class Unpacker {
 public:
  explicit Unpacker(const Streams& streams)
      : shapes_(of(streams, Stream::Shapes)),
        table_(of(streams, Stream::Table)),
        pieces_(of(streams, Stream::Pieces)),
        confidences_(of(streams, Stream::Confidences)),
        flags_(of(streams, Stream::Flags)),
        entropies_(of(streams, Stream::Entropies)),
        counts_(of(streams, Stream::Counts)),
        ranks_(of(streams, Stream::Ranks)),
        newLow_(of(streams, Stream::NewLow)),
        newHigh_(of(streams, Stream::NewHigh)),
        odds_(of(streams, Stream::Odds)),
        expertCounts_(of(streams, Stream::ExpertCounts)),
        experts_(of(streams, Stream::Experts)),
        loads_(of(streams, Stream::Loads)),
        attention_(of(streams, Stream::Attention)) {}

  std::optional<RunSteps> unpack() {
    RunSteps steps;
    // A token takes a byte among the confidences.
    const qint64 tokens = std::min(confidences_.left(), kMost.tokens);
    if (!readTable() || !readShapes(shapes_, steps.trajectory, {tokens, kMost.cells})) {
      return std::nullopt;
    }
    readContext(steps.context);
    visitTokens(steps.trajectory, repeatedShapes(steps.trajectory), [this](RunToken& token, const RunToken* before) {
      readMeasures(token, before);
      readAlternatives(token, before);
      readPiece(token, before);
      readExperts(token, before);
    });
    readShares(steps.trajectory);
    return sound_ && allRead() ? std::optional(std::move(steps)) : std::nullopt;
  }

 private:
  bool readTable() {
    pairs_.resize(table_.count(kMostPairs, 2));
    for (auto& [id, text] : pairs_) {
      id = static_cast<qint32>(static_cast<quint32>(table_.number()));
      const std::optional<QString> letters = decodeText(table_.take(table_.count()));
      if (!letters) {
        return false;
      }
      text = *letters;
    }
    return true;
  }

  void readContext(QVector<RunBlock>& context) {
    context.resize(shapes_.count(kMostBlocks, 3));
    qint64 last = 0;
    for (RunBlock& block : context) {
      const qint64 begin = last + shapes_.signedNumber();
      last = begin + shapes_.signedNumber();
      const bool inText = begin >= 0 && last >= begin && last <= std::numeric_limits<int>::max();
      if (!inText) {
        sound_ = false;
        return;
      }
      block = {static_cast<int>(begin), static_cast<int>(last), shapes_.byte()};
    }
  }

  void readMeasures(RunToken& token, const RunToken* before) {
    const quint8 flags = flags_.byte();
    token.settled = (flags & kTokenSettled) != 0;
    token.flipped = (flags & kTokenFlipped) != 0;
    token.confidence = static_cast<quint8>(confidences_.byte() + (before != nullptr ? before->confidence : 0));
    token.entropy = static_cast<quint8>(entropies_.byte() + (before != nullptr ? before->entropy : 0));
  }

  void readAlternatives(RunToken& token, const RunToken* before) {
    const quint8 count = counts_.byte();
    if (count > kRanks || count > ranks_.left()) {
      sound_ = false;
      return;
    }
    token.alternatives.clear();
    token.alternatives.reserve(count);
    quint8 last = 255;
    for (int i = 0; i < count; ++i) {
      RunAlternative one;
      const quint8 rank = ranks_.byte();
      if (rank == 0) {
        // One after the other: a sum leaves the order of the two open.
        const quint64 low = newLow_.byte();
        std::tie(one.id, one.text) = pairAt((newHigh_.number() << 8U) + low);
      } else if (before != nullptr && rank <= before->alternatives.size()) {
        one.id = before->alternatives[rank - 1].id;
        one.text = before->alternatives[rank - 1].text;
      } else {
        sound_ = false;
      }
      last = static_cast<quint8>(last - odds_.byte());
      one.probability = last;
      token.alternatives.append(one);
    }
  }

  void readPiece(RunToken& token, const RunToken* before) {
    const quint64 number = pieces_.number();
    if (number == 0 && before != nullptr) {
      token.id = before->id;
      token.text = before->text;
    } else if (number > kRanks) {
      std::tie(token.id, token.text) = pairAt(number - kRanks - 1);
    } else if (number > 0 && number <= static_cast<quint64>(token.alternatives.size())) {
      token.id = token.alternatives[static_cast<qsizetype>(number) - 1].id;
      token.text = token.alternatives[static_cast<qsizetype>(number) - 1].text;
    } else {
      sound_ = false;
    }
  }

  void readExperts(RunToken& token, const RunToken* before) {
    const quint8 layers = expertCounts_.byte();
    if (layers > experts_.left()) {
      sound_ = false;
      return;
    }
    token.experts.resize(layers);
    for (qsizetype i = 0; i < layers; ++i) {
      const quint64 told = experts_.number();
      const bool known = before != nullptr && i < before->experts.size();
      sound_ = sound_ && told <= 256 && (told > 0 || known);
      token.experts[i] = told > 0 ? static_cast<char>(told - 1) : known ? before->experts[i] : '\0';
    }
  }

  void readShares(Trajectory& trajectory) {
    QVector<QVector<float>> lastLoads;
    QVector<float> lastAttention;
    for (RunFrame& frame : trajectory) {
      frame.expertLoad.resize(loads_.count(kMostLayers));
      for (qsizetype layer = 0; layer < frame.expertLoad.size(); ++layer) {
        frame.expertLoad[layer] = readRow(loads_, lastLoads.value(layer));
      }
      frame.attention = readRow(attention_, lastAttention);
      lastLoads = frame.expertLoad;
      lastAttention = frame.attention;
    }
  }

  QVector<float> readRow(ByteReader& reader, const QVector<float>& before) {
    QVector<float> row(reader.count(kMostBlocks));
    for (qsizetype i = 0; i < row.size(); ++i) {
      const qint64 last = i < before.size() ? static_cast<qint64>(before[i] * kShareSteps) : 0;
      const qint64 steps = last + std::clamp<qint64>(reader.signedNumber(), -(1 << 20), 1 << 20);
      sound_ = sound_ && steps >= 0 && steps <= static_cast<qint64>(kShareSteps);
      row[i] = storedShare(static_cast<float>(steps) / kShareSteps);
    }
    return row;
  }

  Pair pairAt(quint64 number) {
    if (number >= static_cast<quint64>(pairs_.size())) {
      sound_ = false;
      return {};
    }
    return pairs_[static_cast<qsizetype>(number)];
  }

  bool allRead() const {
    for (const ByteReader* reader :
         {&shapes_, &table_, &pieces_, &confidences_, &flags_, &entropies_, &counts_, &ranks_, &newLow_, &newHigh_,
          &odds_, &expertCounts_, &experts_, &loads_, &attention_}) {
      if (!reader->atEnd()) {
        return false;
      }
    }
    return true;
  }

  ByteReader shapes_, table_, pieces_, confidences_, flags_, entropies_, counts_, ranks_, newLow_, newHigh_, odds_,
      expertCounts_, experts_, loads_, attention_;
  QVector<Pair> pairs_;
  bool sound_ = true;
};

}  // namespace

std::optional<RunSteps> unpackTrajectory(const QByteArray& bytes) {
  if (bytes.isEmpty() || static_cast<quint8>(bytes[0]) != kTrajectoryVersion) return std::nullopt;
  const std::optional<Streams> streams = unpackStreams(bytes);
  return streams ? Unpacker(*streams).unpack() : std::nullopt;
}

}  // namespace lacuna::storage
