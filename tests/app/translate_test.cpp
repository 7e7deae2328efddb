// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include "app/engine/latest_frame.h"
#include "app/engine/token_alternatives.h"
#include "app/engine/trajectory_recorder.h"
#include "app/replay/recorded_run.h"
#include "app/window/ask_json.h"
#include "app/window/sample_draft.h"
#include "app/window/text_positions.h"
#include "app/window/translate_run.h"
#include "storage/trajectory.h"

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

  // What is kept with a run of the command line repeats it: nothing that was asked is lost on the way.
  void aRecordedRunRepeatsItsRequest() {
    engine::InfillRequest request;
    request.text = "“Aé” 😀 b, and the old lamp in her hand.";
    const auto spanOf = [&](const std::string& part) {
      const std::size_t at = request.text.find(part);
      return engine::TextSpan{at, at + part.size()};
    };
    request.gaps = {{spanOf("é").begin, spanOf("é").end, 7, 0},
                    {spanOf("old lamp").begin, spanOf("old lamp").end, 0, 5}};
    request.candidates = 3;
    request.steps = 17;
    request.seed = 18446744073709551557U;
    request.temperature = 1.1F;
    request.topP = 0.7F;
    request.sampler = "remasking";
    request.pins = {{"keeper", 1, 2}, {"é", 0, engine::kAnywhere}};
    request.forbidden = {"door", "été"};
    request.strength = {{spanOf("lamp").begin, spanOf("lamp").end, 0.375F}};
    request.firstCandidate = 5;
    request.ranking = engine::Ranking::kConsensus;
    request.way = {{4, 99, 2, {{1, 3, "é"}}, {"window"}}};
    request.tagged = {spanOf("😀")};
    const storage::Run run = app::recordedRun(request, {}, {}, {});
    ui::InfillAsk ask = app::toItem(run).ask;
    ask.text = QString::fromStdString(request.text);
    ask.seed = run.seed;
    const engine::InfillRequest again = app::toRequest(ask);
    const auto spans = [](const auto& all) {
      std::vector<std::pair<std::size_t, std::size_t>> pairs;
      for (const auto& one : all) pairs.emplace_back(one.begin, one.end);
      return pairs;
    };
    QCOMPARE(again.text, request.text);
    QCOMPARE(spans(again.gaps), spans(request.gaps));
    for (std::size_t g = 0; g < 2; ++g) {
      QCOMPARE(again.gaps[g].words, request.gaps[g].words);
      QCOMPARE(again.gaps[g].tokens, request.gaps[g].tokens);
    }
    QCOMPARE(again.candidates, request.candidates);
    QCOMPARE(again.steps, request.steps);
    QCOMPARE(again.seed, request.seed);
    QCOMPARE(again.temperature, request.temperature);
    QCOMPARE(again.topP, request.topP);
    QCOMPARE(again.sampler, request.sampler);
    QCOMPARE(again.pins.size(), 2U);
    for (std::size_t p = 0; p < 2; ++p) {
      QCOMPARE(again.pins[p].text, request.pins[p].text);
      QCOMPARE(again.pins[p].gap, request.pins[p].gap);
      QCOMPARE(again.pins[p].place, request.pins[p].place);
    }
    QCOMPARE(again.forbidden, request.forbidden);
    QCOMPARE(spans(again.strength), spans(request.strength));
    QCOMPARE(again.strength.at(0).value, 0.375F);
    QCOMPARE(again.firstCandidate, 5);
    QCOMPARE(again.ranking, request.ranking);
    QCOMPARE(spans(again.tagged), spans(request.tagged));
    QCOMPARE(again.way.size(), 1U);
    QCOMPARE(again.way[0].seed, 99U);
    QCOMPARE(again.way[0].edits.at(0).text, std::string("é"));
    QCOMPARE(again.way[0].edits.at(0).token, 3);
    QCOMPARE(again.way[0].forbidden, request.way[0].forbidden);
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
    result.order = {{1, 0}, {0, 1}};
    const ui::ResultView view = app::toResultView(result, 9);
    QCOMPARE(view.ask, 9U);
    QCOMPARE(view.candidates.at(0).fills, QStringList({"best", "b2"}));
    QCOMPARE(view.candidates.at(0).streams, (QVector<int>{1, 0}));
    QCOMPARE(view.candidates.at(0).score, -1.25);  // a mean over tokens, not over gaps
  }

  void framesKeepEveryToken() {
    engine::StepFrame frame;
    frame.step = 3;
    frame.steps = 8;
    frame.tokens = {{{{7, " lamp", 0.5F, true, false}, {8, ".", 1.5F, false, true}}}};
    app::TokenTexts texts;
    const storage::RunFrame kept = app::toRunFrame(frame, nullptr, texts);
    QCOMPARE(kept.tokens.at(0).at(0).at(0).text, QStringLiteral(" lamp"));
    QVERIFY(kept.tokens.at(0).at(0).at(1).flipped);
    QCOMPARE(kept.tokens.at(0).at(0).at(0).id, 7);
    QCOMPARE(kept.tokens.at(0).at(0).at(0).confidence, quint8(128));
    QCOMPARE(kept.tokens.at(0).at(0).at(1).confidence, quint8(255));
  }

  // What the model thought joins what was shown, step by step; a settled token keeps its last thought.
  void thoughtsJoinTheirFrames() {
    app::TokenTexts texts;
    app::TrajectoryRecorder recorder(texts);
    app::TokenAlternatives alternatives(texts);
    engine::Trajectory trajectory;
    storage::Trajectory live;
    trajectory.context = {{0, 5}, {5, 9}};
    trajectory.reach = {engine::kByWindow, engine::kByHops | engine::kByTag};
    for (int step = 0; step <= 3; ++step) {
      const bool settled = step >= 2;
      engine::TracedToken token{7, settled, 0.5F, static_cast<float>(step), {}, {std::uint8_t(step), 5}};
      token.alternatives[0] = {7, " lamp", 0.5F};
      token.alternatives[1] = {9, " house", 0.25F / static_cast<float>(step > 0 ? step : 1)};
      token.alternatives[2] = {3, " never", 0.0005F};
      if (step > 0) trajectory.steps.push_back({step, {{{token}}}, {{0.75F, 0.25F}}, {0.5F, 0.125F}});
      engine::StepFrame frame{step, 3, {{{{7, "Lamp", 0.5F, settled, false}}}}, {}, &trajectory};
      live.push_back(recorder.add(frame));
      if (step > 0) alternatives.add(trajectory.steps.back());
    }
    storage::Run run;
    run.trajectory = recorder.take();
    run.context = app::contextOf(trajectory, QStringLiteral("\u00e9tait dit"));
    QCOMPARE(run.trajectory.size(), 4);
    const auto at = [&run](int f) { return run.trajectory[f].tokens[0][0][0]; };
    QVERIFY(at(0).alternatives.isEmpty() && at(0).experts.isEmpty());
    QCOMPARE(at(1).alternatives.size(), 3);
    QCOMPARE(at(1).alternatives[1].text, QStringLiteral(" house"));
    QCOMPARE(at(1).alternatives[1].probability, quint8(64));
    QCOMPARE(at(2).alternatives.size(), 3);  // the step at which it settled
    QCOMPARE(alternatives.now()[0][0][0].size(), 2);
    QCOMPARE(alternatives.now()[0][0][0][1].probability, quint8(32));  // of that step too
    QVERIFY(at(3).alternatives.isEmpty());                             // and never again
    QCOMPARE(at(2).entropy, quint8(32));                               // 2 nats
    QCOMPARE(at(3).entropy, quint8(32));
    QCOMPARE(at(3).experts, QByteArray("\x03\x05"));
    QCOMPARE(at(3).text, QStringLiteral("Lamp"));  // as it was shown, not as the vocabulary has it
    QCOMPARE(run.trajectory[3].expertLoad, (QVector<QVector<float>>{{0.75F, 0.25F}}));
    QCOMPARE(run.trajectory[3].attention, (QVector<float>{0.5F, 0.125F}));
    QCOMPARE(run.context, (QVector<storage::RunBlock>{{0, 4, 1}, {4, 8, 10}}));
    const auto stored = storage::unpackTrajectory(storage::packTrajectory(run.trajectory, run.context));
    QCOMPARE(stored->trajectory, run.trajectory);
    // What the window was shown meanwhile is what it is shown afterwards.
    run.trajectory = stored->trajectory;
    const ui::RunView after = app::toView(run, QString());
    QCOMPARE(after.steps, live);
    QVERIFY(after.steps.constData() == run.trajectory.constData());  // the run's own, not a copy
  }

  void asksComeBackFromJson() {
    ui::InfillAsk ask;
    ask.gaps = {{0, 0, 3, 9}, {0, 0, 0, 0}};
    ask.candidates = 7;
    ask.temperature = 0.25F;
    ask.topP = 0.5F;
    ask.sampler = QStringLiteral("parallel");
    ask.pins = {{QStringLiteral("lamp"), 1, 2}};
    ask.forbidden = QStringList{QStringLiteral("house")};
    ask.strokes = {{3, 5, 0.5F}};
    ask.tagged = {{7, 9}};
    ask.way = {{4,
                std::numeric_limits<quint64>::max(),
                2,
                {{0, 1, QStringLiteral("tide")}, {0, 2, QString()}},
                QStringList{QStringLiteral("ebb")}}};
    ask.firstCandidate = 3;
    ask.consensus = true;
    const ui::InfillAsk back = app::askFromJson(app::askToJson(ask));
    QCOMPARE(app::askToJson(back), app::askToJson(ask));
    QCOMPARE(back.gaps.at(0).tokens, 9);
    QCOMPARE(back.way.at(0).seed, std::numeric_limits<quint64>::max());
    QCOMPARE(back.way.at(0).edits.at(0).text, QStringLiteral("tide"));
    QCOMPARE(back.way.at(0).forbidden, QStringList{QStringLiteral("ebb")});
    QCOMPARE(back.strokes.at(0).strength, 0.5F);
    // Runs of version 0.1 said less.
    const ui::InfillAsk old = app::askFromJson({{"candidates", 2}, {"temperature", 0.5}});
    QCOMPARE(old.candidates, 2);
    QVERIFY(old.way.isEmpty() && old.sampler.isEmpty());
  }

  void bytesBecomePositions() {
    const QString text = QStringLiteral("a\u00e9 ") + QString::fromUcs4(U"\U0001F600") + QStringLiteral("z");
    const app::ByteOffsets bytes(text);
    const app::UnitOffsets units(text);
    for (const int position : {0, 1, 2, 3, 5, 6}) QCOMPARE(units.of(bytes.of(position)), position);
    QCOMPARE(units.of(4000), static_cast<int>(text.size()));
  }

  void longTrajectoriesAreThinnedEvenly() {
    app::TokenTexts texts;
    app::TrajectoryRecorder recorder(texts);
    engine::StepFrame frame;
    frame.steps = 101;
    frame.tokens.assign(8, {std::vector<engine::TokenState>(2500)});
    for (frame.step = 0; frame.step <= frame.steps; ++frame.step) recorder.add(frame);
    const storage::Trajectory kept = recorder.take();
    QVERIFY(kept.size() <= 60);
    QVERIFY(kept.size() >= 25);
    QCOMPARE(kept.first().step, 0);
    QCOMPARE(kept.last().step, 101);
  }

  void onlyTheNewestFrameWaits() {
    app::LatestFrame latest;
    QVERIFY(latest.put({1, 9, {1, {}}}));
    QVERIFY(!latest.put({1, 9, {2, {}}}));
    QCOMPARE(latest.take()->frame.step, 2);
    QVERIFY(!latest.take().has_value());
    QVERIFY(latest.put({1, 9, {3, {}}}));
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
