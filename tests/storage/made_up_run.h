// SPDX-License-Identifier: GPL-3.0-or-later
// Runs as the sampler makes them, without a model: guesses that flip while they are unsure, confidences that wander and
// then settle, alternatives of which half stay from step to step.
#pragma once

#include <algorithm>

#include "storage/trajectory.h"
#include "tests/storage/support.h"

namespace lacuna::storage::test {

struct Shape {
  int steps = 32;
  int candidates = 8;
  int tokens = 64;
  int vocabulary = 4096;
  int layers = 4;   // with experts
  int experts = 8;  // a layer
  int blocks = 60;  // of context
};

class MadeUpRun {
 public:
  MadeUpRun(const Shape& shape, quint32 seed) : shape_(shape), random_(seed) {}

  Trajectory make() {
    QVector<QVector<RunToken>> state(shape_.candidates, QVector<RunToken>(shape_.tokens));
    Trajectory frames;
    for (int step = 0; step <= shape_.steps; ++step) {
      RunFrame frame;
      frame.step = step;
      for (auto& candidate : state) {
        for (RunToken& token : candidate) {
          if (step > 0) {
            advance(token, step);
          }
        }
        frame.tokens.append({candidate});
      }
      if (step > 0) {
        addShares(frame);
      }
      frames.append(frame);
    }
    return frames;
  }

  QVector<RunBlock> context() const {
    QVector<RunBlock> blocks;
    for (int i = 0; i < shape_.blocks; ++i) {
      blocks.append({i * 300, i * 300 + 300, static_cast<quint8>(i % 16)});
    }
    return blocks;
  }

 private:
  // Small numbers are frequent, as words are.
  qint32 word() { return random_.below(1 + random_.below(1 + random_.below(shape_.vocabulary))); }
  static QString spelled(qint32 id) { return QStringLiteral(" w%1").arg(id); }

  void advance(RunToken& token, int step) {
    token.flipped = false;
    const bool settledBefore = token.settled;
    if (settledBefore) {
      token.alternatives.clear();
    } else {
      lookAround(token);
      const qint32 before = token.id;
      const RunAlternative& pick = token.alternatives[random_.below(1 + random_.below(8))];
      token.id = pick.id;
      token.text = pick.text;
      token.flipped = step > 1 && before != token.id;
      token.confidence = pick.probability;
      token.entropy = static_cast<quint8>(random_.below(90));
      token.settled = random_.below(shape_.steps - step + 1) == 0;
    }
    token.experts.resize(shape_.layers);
    for (char& expert : token.experts) {
      if (step == 1 || random_.oneIn(4)) {
        expert = static_cast<char>(random_.below(shape_.experts));
      }
    }
  }

  void lookAround(RunToken& token) {
    token.alternatives.resize(8);
    int left = 255;
    for (RunAlternative& one : token.alternatives) {
      if (one.id < 0 || random_.oneIn(2)) {
        one.id = word();
        one.text = spelled(one.id);
      }
      one.probability = static_cast<quint8>(random_.below(1 + left / 2));
      left -= one.probability;
    }
    std::sort(token.alternatives.begin(), token.alternatives.end(),
              [](const auto& a, const auto& b) { return a.probability > b.probability; });
  }

  void addShares(RunFrame& frame) {
    for (int layer = 0; layer < shape_.layers; ++layer) {
      QVector<float> load(shape_.experts);
      for (float& share : load) {
        share = storedShare(static_cast<float>(random_.below(300)) / 1000.0F);
      }
      frame.expertLoad.append(load);
    }
    for (int block = 0; block < shape_.blocks; ++block) {
      frame.attention.append(storedShare(static_cast<float>(random_.below(40)) / 1000.0F));
    }
  }

  Shape shape_;
  Random random_;
};

inline Trajectory madeUp(const Shape& shape, quint32 seed) { return MadeUpRun(shape, seed).make(); }

}  // namespace lacuna::storage::test
