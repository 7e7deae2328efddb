// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include "app/engine/latest_frame.h"
#include "app/engine/trajectory_recorder.h"
#include "app/window/sample_draft.h"
#include "app/window/translate.h"

using namespace lacuna;

class TranslateTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void positionsBecomeBytes() {
    ui::InfillAsk ask;
    ask.text = QStringLiteral("“Aé” 😀 b");
    ask.gaps = {{2, 3, 0}, {5, 7, 4}};
    const engine::InfillRequest request = app::toRequest(ask);
    QCOMPARE(QString::fromStdString(request.text), ask.text);
    QCOMPARE(request.gaps.size(), 2U);
    QCOMPARE(request.text.substr(request.gaps[0].begin, request.gaps[0].end - request.gaps[0].begin), std::string("é"));
    QCOMPARE(request.text.substr(request.gaps[1].begin, request.gaps[1].end - request.gaps[1].begin), std::string("😀"));
    QCOMPARE(request.gaps[1].words, 4);
  }

  void oddPositionsStayOnLetters() {
    ui::InfillAsk ask;
    ask.text = QStringLiteral("a😀b");
    ask.gaps = {{-4, 2, 0}, {90, 120, 0}};
    const engine::InfillRequest request = app::toRequest(ask);
    QCOMPARE(QString::fromStdString(request.text), ask.text);
    QCOMPARE(request.gaps[0].begin, 0U);
    QCOMPARE(request.gaps[0].end, 5U);
    QCOMPARE(request.gaps[1].begin, request.text.size());
    QCOMPARE(request.gaps[1].end, request.text.size());
  }

  void resultsKeepTheirOrder() {
    engine::InfillResult result;
    result.candidates = {{{"best", -1.0F, 3}, {"b2", -2.0F, 1}}, {{"next", -3.0F, 1}, {"n2", -3.0F, 1}}};
    result.order = {1, 0};
    const ui::ResultView view = app::toResultView(result, 9);
    QCOMPARE(view.ask, 9U);
    QCOMPARE(view.candidates.at(0).fills, QStringList({"best", "b2"}));
    QCOMPARE(view.candidates.at(0).frameIndex, 1);
    QCOMPARE(view.candidates.at(0).score, -1.25F);  // a mean over tokens, not over gaps
  }

  void framesKeepEveryToken() {
    engine::StepFrame frame;
    frame.step = 3;
    frame.steps = 8;
    frame.tokens = {{{{7, " lamp", 0.5F, true, false}, {8, ".", 1.5F, false, true}}}};
    app::TokenTexts texts;
    const ui::FrameView view = app::toFrameView(frame, 2, texts);
    QCOMPARE(view.tokens.at(0).at(0).at(0).text, QStringLiteral(" lamp"));
    QVERIFY(view.tokens.at(0).at(0).at(1).flipped);
    const storage::RunFrame kept = app::toRunFrame(frame, texts);
    QCOMPARE(kept.tokens.at(0).at(0).at(0).id, 7);
    QCOMPARE(kept.tokens.at(0).at(0).at(0).confidence, quint8(128));
    QCOMPARE(kept.tokens.at(0).at(0).at(1).confidence, quint8(255));
  }

  void longTrajectoriesAreThinnedEvenly() {
    app::TokenTexts texts;
    app::TrajectoryRecorder recorder(texts);
    engine::StepFrame frame;
    frame.steps = 101;
    frame.tokens.assign(8, {std::vector<engine::TokenState>(10000)});
    for (frame.step = 0; frame.step <= frame.steps; ++frame.step) recorder.add(frame);
    const storage::Trajectory kept = recorder.take();
    QVERIFY(kept.size() <= 60);
    QVERIFY(kept.size() >= 25);
    QCOMPARE(kept.first().step, 0);
    QCOMPARE(kept.last().step, 101);
  }

  void onlyTheNewestFrameWaits() {
    app::LatestFrame latest;
    QVERIFY(latest.put({1, 1, 9, {}}));
    QVERIFY(!latest.put({1, 2, 9, {}}));
    QCOMPARE(latest.take()->step, 2);
    QVERIFY(!latest.take().has_value());
    QVERIFY(latest.put({1, 3, 9, {}}));
  }

  void documentsAndMarksGoBothWays() {
    const QVector<ui::Mark> marks{{1, 3, ui::MarkKind::Pin, "x"}, {4, 5, ui::MarkKind::Tag, "y"}};
    storage::Document document;
    document.marks = app::toStorage(marks);
    document.cursor = 4;
    const ui::DocumentView view = app::toView(document);
    QCOMPARE(view.cursor, 4);
    QVERIFY(view.marks.at(0).kind == ui::MarkKind::Pin);
    QVERIFY(view.marks.at(1).kind == ui::MarkKind::Tag);
    QCOMPARE(view.marks.at(1).note, QStringLiteral("y"));
  }

  void samplesAreInTheProgram() {
    const auto drafts = app::sampleDrafts();
    QVERIFY(drafts.size() >= 2);
    QCOMPARE(drafts.last().title, QStringLiteral("The Estuary"));
    QVERIFY(drafts.last().text.contains(QStringLiteral("[[…]]")));
  }
};

QTEST_GUILESS_MAIN(TranslateTest)
#include "translate_test.moc"
