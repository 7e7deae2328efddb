// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include "app/cli/live_view.h"
#include "app/cli/styled_text.h"
#include "app/cli/train_line.h"

using namespace lacuna;
using app::Ink;

class StyledTextTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void wrapsAtSpacesAndKeepsEveryWord() {
    const std::string text = "The windows were dark, and someone had left a lamp burning in the hall.";
    for (int width = 8; width < 80; ++width) {
      std::string joined;
      for (const app::StyledLine& line : app::wrapStyled({{text, Ink::Context}}, width, false)) {
        QVERIFY2(app::columnsOf(line.text) <= width, line.text.c_str());
        joined += (joined.empty() ? "" : " ") + line.text;
      }
      QCOMPARE(joined, text);
    }
  }

  void breaksLongWordsAndWideLetters() {
    const auto lines = app::wrapStyled({{"灯火灯火灯火", Ink::Full}}, 5, false);
    QCOMPARE(lines.size(), 3U);
    QCOMPARE(lines[0].text, std::string("灯火"));
    QVERIFY(lines[0].hasGap);
    QCOMPARE(app::columnsOf("e\xCC\x81 灯"), 4);
  }

  void neverLetsControlLettersThrough() {
    const std::string hostile =
        "a\x1b[2Jb\x07 \xC2\x9B"
        "c\xE2\x80\xAE"
        "d\r\xFF";
    const std::string shown = app::printable(hostile);
    for (const char letter : shown) QVERIFY(static_cast<unsigned char>(letter) >= 0x20);
    QCOMPARE(shown, std::string("a [2Jb   c d ?"));
    for (const auto& line : app::wrapStyled({{hostile, Ink::Context}}, 80, true)) {
      QVERIFY(line.text.find('\x1b') == std::string::npos);
    }
  }

  void withoutColourThereIsNoEscape() {
    const std::vector<app::StyledRun> runs{{"a ", Ink::Context}, {"b", Ink::Full}, {" c", Ink::Noise}};
    QCOMPARE(app::wrapStyled(runs, 80, false)[0].text, std::string("a b c"));
    QVERIFY(app::wrapStyled(runs, 80, true)[0].text.find("\x1b[0m") != std::string::npos);
  }

  void noiseBecomesInk() {
    const auto draw = [](float confidence, bool settled) {
      return app::drawTokens({{1, " lamp", confidence, settled, false}}).at(0);
    };
    QCOMPARE(draw(0.01F, false).text, std::string(" ░░░░"));
    QCOMPARE(draw(0.2F, false).text, std::string(" ▒▒▒▒"));
    QCOMPARE(draw(0.4F, false).text, std::string(" ▓▓▓▓"));
    QCOMPARE(draw(0.6F, false).text, std::string(" lamp"));
    QVERIFY(draw(0.6F, false).ink == Ink::Faint);
    QVERIFY(draw(0.9F, true).ink == Ink::Full);
    QVERIFY(draw(0.1F, true).ink == Ink::Faint);
  }

  void barFills() {
    QCOMPARE(app::stepBar(0, 32, 4), std::string("▯▯▯▯ 0/32"));
    QCOMPARE(app::stepBar(16, 32, 4), std::string("▮▮▯▯ 16/32"));
    QCOMPARE(app::stepBar(32, 32, 4), std::string("▮▮▮▮ 32/32"));
  }

  void trainingLineSaysWhatCounts() {
    engine::TrainProgress progress;
    progress.step = 1840;
    progress.steps = 3000;
    progress.loss = 4.1024;
    progress.tokensPerSecond = 12400;
    progress.secondsLeft = 3845;
    QCOMPARE(app::describeProgress(progress, 4.31),
             std::string("step 1,840/3,000  loss 4.102  held-out 4.310  12,400 tokens/s  1 h 04 min left"));
    QVERIFY(app::describeProgress(progress, std::nan("")).find("held-out") == std::string::npos);
    QCOMPARE(app::describeSeconds(75), std::string("1 min 15 s"));
    QCOMPARE(app::describeSeconds(std::nan("")), std::string("?"));
  }
};

QTEST_GUILESS_MAIN(StyledTextTest)
#include "styled_text_test.moc"
