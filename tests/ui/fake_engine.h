// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for the engine in the window's tests: the test decides what comes out of the noise, and when.
#pragma once

#include <QObject>
#include <algorithm>

#include "ui/window/main_window.h"

namespace lacuna::ui {

class FakeEngine : public QObject {
 public:
  explicit FakeEngine(MainWindow& window) : window_(window) {
    connect(&window, &MainWindow::infillRequested, this, [this](const InfillAsk& ask) { asks.push_back(ask); });
    connect(&window, &MainWindow::stopRequested, this, [this](quint64 ask) { stops.push_back(ask); });
    connect(&window, &MainWindow::runFinished, this, [this](quint64 ask, int taken) {
      finished.push_back({ask, taken});
    });
  }

  static void ready(MainWindow& window) {
    window.setEngine({EngineView::Ready, QStringLiteral("test model"), QStringLiteral("CPU, 2 threads"), QString()});
  }

  // Tokens of a text: words with their leading space, punctuation alone.
  static QStringList tokensOf(const QString& text) {
    QStringList tokens;
    QString token;
    for (const QChar c : text) {
      const bool starts = c.isSpace() || c.isPunct();
      if (starts && !token.isEmpty()) {
        tokens << token;
        token.clear();
      }
      token += c;
    }
    if (!token.isEmpty()) tokens << token;
    return tokens;
  }

  // fills[candidate][gap]. Tokens settle in a fixed scattered order, sure ones first.
  LiveStep frameAt(quint64 ask, const QVector<QStringList>& fills, int step, int steps) const {
    static const QStringList kWrong{QStringLiteral(" house"), QStringLiteral(" had"), QStringLiteral(" of"),
                                    QStringLiteral(" somebody")};
    LiveStep frame;
    frame.ask = ask;
    frame.frame.step = step;
    frame.steps = steps;
    for (int c = 0; c < fills.size(); ++c) {
      QVector<QVector<RunToken>> gaps;
      for (const QString& fill : fills.at(c)) {
        QVector<RunToken> tokens;
        const QStringList words = tokensOf(fill);
        for (int k = 0; k < words.size(); ++k) {
          const double settlesAt = (0.15 + 0.85 * (((k * 7 + c * 3) % 11) / 10.0)) * steps;
          const double share = std::min(1.0, step / std::max(1.0, settlesAt));
          RunToken t;
          t.settled = step >= settlesAt;
          t.confidence = storage::packConfidence(static_cast<float>(t.settled ? 0.95 : 0.02 + 0.8 * share * share));
          const bool wrong = share < 0.75 && (k * 5 + c) % 3 == 0;
          t.text = wrong ? kWrong.at((k + c) % 4) : words.at(k);
          t.flipped = !t.settled && (k * 5 + c) % 3 == 0 && share >= 0.75 && share < 0.85;
          tokens.push_back(t);
        }
        gaps.push_back(tokens);
      }
      frame.frame.tokens.push_back(gaps);
    }
    return frame;
  }

  static ResultView resultOf(quint64 ask, const QVector<QStringList>& fills) {
    ResultView result;
    result.ask = ask;
    result.seconds = 1.4;
    for (int c = 0; c < fills.size(); ++c)
      result.candidates.push_back({fills.at(c), -0.34 - 0.12 * c, QVector<int>(fills.at(c).size(), c)});
    return result;
  }

  void step(const QVector<QStringList>& fills, int step, int steps) {
    window_.showStep(frameAt(asks.last().id, fills, step, steps));
  }
  void finish(const QVector<QStringList>& fills) { window_.showResult(resultOf(asks.last().id, fills)); }
  void cancelled() {
    ResultView result;
    result.ask = asks.last().id;
    result.cancelled = true;
    window_.showResult(result);
  }

  QVector<InfillAsk> asks;
  QVector<quint64> stops;
  QVector<QPair<quint64, int>> finished;

 private:
  MainWindow& window_;
};

// Sample prose of our own.
inline QString sampleDraft() {
  return QStringLiteral(
      "# The House\n\n"
      "She had walked the whole of the sea wall before she let herself look up at it.\n\n"
      "She had not expected the house to be so small., as if whoever lived there had only stepped out to see to the "
      "boats and would be back before the water turned.\n\n"
      "\u201cYou\u2019ll be Anna\u2019s girl,\u201d said a voice from the step above her, and the lamp moved.\n\n"
      "## What was left burning\n\n"
      "She put the bag down. All the way along the wall she had been getting ready the things that she would say, and "
      "now that there was *somebody* to say them to they seemed to belong to another person, one who was braver, and "
      "had dry shoes.\n\n"
      "> The tide keeps its own book.\n\n"
      "* * *\n\n"
      "The old woman did not ask her in. She held the light a little higher, as one does to read a number on a "
      "door.\n");
}

inline QVector<QStringList> sampleFills() {
  return {{QStringLiteral(" The windows were dark, and someone had left a lamp burning in the hall")},
          {QStringLiteral(" The rooms were cold, and a lamp stood on the stair")},
          {QStringLiteral(" There was no smoke, but the lamp in the porch was lit")},
          {QStringLiteral(" A single lamp burned low behind the shutters")}};
}

}  // namespace lacuna::ui
