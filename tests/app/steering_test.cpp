// SPDX-License-Identifier: GPL-3.0-or-later
// Steering with nothing fake: pins, forbidden words, alternatives, brush and length on the real window with the model
// of the tree.
#include "app/engine/engine_loader.h"
#include "tests/app/window_driver.h"
#include "ui/panels/run_panel.h"

using namespace lacuna;
using namespace lacuna::tests;

namespace {

bool holdsWord(const QString& text, const QString& word) {
  const QRegularExpression whole(QStringLiteral("\\b%1\\b").arg(QRegularExpression::escape(word)));
  return whole.match(text).hasMatch();
}

}  // namespace

class SteeringTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    NEED_MODEL();
    QVERIFY(folder_.isValid());
    isolateSettings(folder_.filePath("settings"));
    QApplication::setCursorFlashTime(0);
  }

  void init() {
    QSettings().clear();
    driver_ = std::make_unique<Driver>(folder_.filePath(QStringLiteral("library-%1").arg(++count_)));
    QVERIFY(driver_->start());
    driver_->page().setMotion(false);
    ui::GapOptions& options = driver_->page().gaps().options();
    options.seed = 7;
    options.steps = 8;
    options.candidates = 3;
    before_ = driver_->text();
    // At the end of the first paragraph with a sentence in it.
    at_ = static_cast<int>(before_.indexOf(QStringLiteral(". "))) + 1;
    QVERIFY(at_ > 0);
  }
  void cleanup() { driver_.reset(); }

  void everyWayIsKnownToTheEngine() {
    const auto session = app::loadEngine().open(modelPath().toStdString());
    const std::vector<std::string> known = session->samplers();
    for (const ui::DenoisingWay& way : ui::denoisingWays())
      QVERIFY2(way.sampler.isEmpty() || std::find(known.begin(), known.end(), way.sampler.toStdString()) != known.end(),
               qPrintable(way.sampler));
    // The usual way has no name: it is the engine's choice among the others.
    QCOMPARE(ui::denoisingWays().size(), static_cast<qsizetype>(known.size()) + 1);
  }

  void pinsAlwaysAppearAndForbiddenWordsNever() {
    Driver& d = *driver_;
    for (const quint64 seed : {1U, 2U, 3U}) {
      ui::GapOptions& options = d.page().gaps().options();
      options.seed = seed;
      options.pins = QStringList{QStringLiteral("lamp"), QStringLiteral("the cold tide")};
      options.forbidden = QStringList{QStringLiteral("and"), QStringLiteral("of")};
      options.words = 12;
      askHere();
      for (const ui::RunCandidate& c : result().candidates) {
        QVERIFY2(holdsWord(c.fills.first(), QStringLiteral("lamp")), qPrintable(c.fills.first()));
        QVERIFY2(holdsWord(c.fills.first(), QStringLiteral("the cold tide")), qPrintable(c.fills.first()));
        QVERIFY2(!holdsWord(c.fills.first().toLower(), QStringLiteral("and")), qPrintable(c.fills.first()));
      }
      QTest::keyClick(&d.page(), Qt::Key_Escape);
    }
    QCOMPARE(d.text(), before_);
  }

  // A word is kept where it stands, and stands there again whatever the seed.
  void keptWordsStandInTheirPlace() {
    Driver& d = *driver_;
    d.page().gaps().options().words = 10;
    askHere();
    const ui::GapWord word = d.page().gaps().wording().words().at(3);
    const QString text = d.page().gaps().wording().textOfWord(word);
    d.page().gaps().wording().keepWord(word, text, true);
    d.page().gaps().options().seed = 99;
    QTest::keyClick(&d.page(), Qt::Key_G, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(d.isDone(), 120000);
    for (int c = 0; c < result().candidates.size(); ++c) {
      d.page().gaps().showing().choose(c);
      QVERIFY(d.page().gaps().activeRun()->settled().at(c).first().indexed);
      QCOMPARE(d.page().gaps().activeRun()->pieces(0).at(word.first).trimmed(), text);
      const QVector<ui::GapWord> words = d.page().gaps().wording().words();
      QVERIFY(std::any_of(words.begin(), words.end(), [&](const ui::GapWord& w) {
        return w.first == word.first && d.page().gaps().wording().isPinned(w);
      }));
    }
  }

  void alternativesAreThereAndAPickedOneStays() {
    Driver& d = *driver_;
    d.page().gaps().options().words = 10;
    askHere();
    ui::GapWord word;
    QVector<ui::RunAlternative> others;
    for (const ui::GapWord& w : d.page().gaps().wording().words()) {
      others = d.page().gaps().wording().alternativesOf(w);
      word = w;
      if (others.size() > 2 && others.at(1).text.at(0).isLetter()) break;
    }
    QVERIFY(others.size() > 2);
    int sum = 0;
    for (int i = 0; i < others.size(); ++i) {
      QVERIFY(i == 0 || others.at(i).probability <= others.at(i - 1).probability);
      sum += others.at(i).probability;
    }
    QVERIFY(sum > 0 && sum <= 255 + others.size());
    const QString text = others.at(1).text;
    d.page().gaps().wording().pickWord(word, text);
    QTRY_VERIFY_WITH_TIMEOUT(d.isDone(), 120000);
    QCOMPARE(d.page().gaps().activeRun()->ask().seed, 7U);
    QCOMPARE(d.page().gaps().activeRun()->pieces(0).at(word.first).trimmed(), text);
  }

  void theBrushLeavesWhatItDidNotTouch() {
    Driver& d = *driver_;
    const int line = static_cast<int>(before_.lastIndexOf(u'\n', at_)) + 1;
    const QPair<int, int> first = ui::wholeWords(before_, line + 4, line + 5);
    const QPair<int, int> second = ui::wholeWords(before_, at_ - 3, at_ - 2);
    QVERIFY(first.second < second.first);
    QTest::keyClick(&d.page(), Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
    for (const QPair<int, int>& range : {first, second}) {
      d.select(range.first, range.second);
      QTest::keyClick(&d.page(), Qt::Key_5);
    }
    QTest::keyClick(&d.page(), Qt::Key_Return);
    QVERIFY(d.hasGap());
    QTRY_VERIFY_WITH_TIMEOUT(d.isDone(), 120000);
    const QString between = before_.mid(first.second, second.first - first.second).trimmed();
    for (const ui::RunCandidate& c : result().candidates)
      QVERIFY2(c.fills.first().contains(between), qPrintable(c.fills.first() + " lacks " + between));
    QTest::keyClick(&d.page(), Qt::Key_Return);
    QVERIFY(d.text().startsWith(before_.left(first.first)));
    QVERIFY(d.text().endsWith(before_.mid(second.second)));
    QTest::keyClick(&d.page(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(d.text().toUtf8(), before_.toUtf8());
  }

  void wordByWordWithTheModel() {
    Driver& d = *driver_;
    d.page().gaps().options().words = 6;
    askHere();
    const QString fill = result().candidates.first().fills.first();
    for (int i = 0; i < 60 && d.hasGap(); ++i) QTest::keyClick(&d.page(), Qt::Key_Right, Qt::ControlModifier);
    QVERIFY(!d.hasGap());
    QCOMPARE(d.text(), QString(before_).insert(at_, fill));
    QTest::keyClick(&d.page(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(d.text().toUtf8(), before_.toUtf8());
  }

  // What is read ahead gives way: the ask that comes into it is answered as any other, and so is the one after.
  void anAskGoesBeforeReadingAhead() {
    Driver& d = *driver_;
    QString far;
    for (int i = 0; i < 3000; ++i) far += QStringLiteral("The tide came in over the flats, line %1.\n").arg(i);
    d.program->engine().readAhead(far, 100);
    d.program->engine().readAhead(far, static_cast<int>(far.size()) / 2);
    askHere();
    QCOMPARE(result().candidates.size(), 3);
    d.program->engine().readAhead(d.text(), at_);
    d.program->engine().stopReading();
    QTest::keyClick(&d.page(), Qt::Key_G, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(d.isDone(), 120000);
    QCOMPARE(d.text(), before_);
  }

  // A word that is kept in the middle of a run: what had settled stays as it stood, and the word with it.
  void aSteeredRunGoesOn() {
    Driver& d = *driver_;
    d.page().gaps().options().steps = 40;
    d.page().gaps().options().words = 14;
    d.page().setCursorPosition(at_);
    QTest::keyClick(&d.page(), Qt::Key_G, Qt::ControlModifier);
    const auto reached = [&d](int step) {
      const ui::GapRun* run = d.page().gaps().latestRun();
      return run != nullptr && (run->frame().step >= step || run->state() == ui::GapRun::Done);
    };
    QTRY_VERIFY_WITH_TIMEOUT(reached(8), 120000);
    d.page().gaps().showing().flush();
    const ui::GapRun* run = d.page().gaps().activeRun();
    QVERIFY(run->state() == ui::GapRun::Sent);
    const ui::RunFrame before = run->frame();
    const quint64 first = run->id();
    // A click on noise has something to say while the run goes on.
    QVERIFY(!run->latest().alternatives.isEmpty());
    int thought = 0;
    for (const ui::GapWord& w : d.page().gaps().wording().words())
      thought += d.page().gaps().wording().alternativesOf(w).isEmpty() ? 0 : 1;
    QVERIFY(thought > 3);
    const ui::GapWord word = d.page().gaps().wording().words().at(4);
    d.page().gaps().wording().keepWord(word, QStringLiteral("lamp"), true);
    run = d.page().gaps().activeRun();
    QVERIFY(run->id() != first);
    QCOMPARE(run->ask().from, first);
    QCOMPARE(run->ask().way.last().step, before.step);
    const quint64 second = run->id();
    const auto came = [&] {
      const ui::GapRun* now = d.page().gaps().latestRun();
      return now != nullptr && now->id() == second && now->begunToStep();
    };
    QTRY_VERIFY_WITH_TIMEOUT(came(), 120000);
    QVERIFY(d.page().gaps().latestRun()->firstStep() >= before.step);
    QTRY_VERIFY_WITH_TIMEOUT(d.isDone(), 120000);
    QCOMPARE(d.finished.count(), 2);
    const QVector<ui::RunToken>& then = before.tokens.at(0).at(0);
    for (int c = 0; c < result().candidates.size(); ++c) {
      d.page().gaps().showing().choose(c);
      const QStringList now = d.page().gaps().activeRun()->pieces(0);
      QCOMPARE(now.size(), then.size());
      QVERIFY2(now.mid(word.first).join(QString()).trimmed().startsWith(QStringLiteral("lamp")),
               qPrintable(now.join(u'|')));
      int changed = 0;
      for (int t = 0; t < then.size(); ++t) {
        // The word may have other tokens than what stood there, and what went on with that went back to noise.
        if (t >= word.first && t <= word.last + 3) continue;
        if (then.at(t).settled && now.at(t) != then.at(t).text) ++changed;
      }
      // The last eighth of the steps corrects: each sends one settled token back to noise.
      QVERIFY2(changed <= d.page().gaps().activeRun()->ask().steps / 8, qPrintable(now.join(u'|')));
    }
    // It stands in the tree, under the run that was steered.
    QTRY_VERIFY_WITH_TIMEOUT(!model().run().item.parent.isEmpty(), 60000);
    QCOMPARE(model().run().steps.first().step, before.step);
    QTest::keyClick(&d.page(), Qt::Key_Escape);
    QCOMPARE(d.text().toUtf8(), before_.toUtf8());
  }

  void whatIsForbiddenInTheMiddleComesNoMore() {
    Driver& d = *driver_;
    d.page().gaps().options().steps = 40;
    d.page().setCursorPosition(at_);
    QTest::keyClick(&d.page(), Qt::Key_G, Qt::ControlModifier);
    const auto settledWord = [&d]() -> QString {
      const ui::GapRun* run = d.page().gaps().latestRun();
      if (run == nullptr || run->frame().step < 10 || run->state() != ui::GapRun::Sent) return {};
      for (const ui::RunToken& t : run->frame().tokens.at(0).at(0))
        if (t.settled && t.text.size() > 2 && t.text.at(1).isLetter()) return t.text.trimmed();
      return {};
    };
    QTRY_VERIFY_WITH_TIMEOUT(!settledWord().isEmpty(), 120000);
    const QString word = settledWord();
    d.page().gaps().wording().neverWord(word);
    QVERIFY(d.page().gaps().activeRun()->ask().from != 0);
    QTRY_VERIFY_WITH_TIMEOUT(d.isDone(), 120000);
    for (const ui::RunCandidate& c : result().candidates)
      QVERIFY2(!holdsWord(c.fills.first().toLower(), word.toLower()), qPrintable(c.fills.first() + " holds " + word));
    QTest::keyClick(&d.page(), Qt::Key_Escape);
    QCOMPARE(d.text().toUtf8(), before_.toUtf8());
  }

  // Pinning in the middle of a run stops it within a step and goes on; leaving the second stops it as well.
  void stopHoldsThroughSteering() {
    Driver& d = *driver_;
    d.page().gaps().options().steps = 128;
    d.page().gaps().options().words = 10;
    QTest::keyClick(&d.page(), Qt::Key_G, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(d.isDenoising(), 120000);
    d.page().gaps().showing().flush();
    const ui::GapWord word = d.page().gaps().wording().words().first();
    d.page().gaps().wording().keepWord(word, QStringLiteral("lamp"), true);
    QTRY_COMPARE_WITH_TIMEOUT(d.finished.count(), 1, 60000);
    QVERIFY(d.finished.first().at(0).value<ui::ResultView>().cancelled);
    QTRY_VERIFY_WITH_TIMEOUT(d.isDenoising(), 60000);
    QTest::keyClick(&d.page(), Qt::Key_Escape);
    QVERIFY(!d.hasGap());
    QTRY_COMPARE_WITH_TIMEOUT(d.finished.count(), 2, 60000);
    QVERIFY(d.finished.at(1).at(0).value<ui::ResultView>().cancelled);
    QCOMPARE(d.text().toUtf8(), before_.toUtf8());
    QCOMPARE(d.page().toPlainText(), before_);
  }

 private:
  void askHere() {
    Driver& d = *driver_;
    d.page().setCursorPosition(at_);
    QTest::keyClick(&d.page(), Qt::Key_G, Qt::ControlModifier);
    QVERIFY(d.hasGap());
    QTRY_VERIFY_WITH_TIMEOUT(d.isDone(), 120000);
    QVERIFY(!result().candidates.isEmpty());
  }
  ui::RunModel& model() { return driver_->window().runPanel()->model(); }
  const ui::ResultView& result() { return driver_->page().gaps().latestRun()->result(); }

  QTemporaryDir folder_;
  std::unique_ptr<Driver> driver_;
  QString before_;
  int at_ = 0;
  int count_ = 0;
};

QTEST_MAIN(SteeringTest)
#include "steering_test.moc"
