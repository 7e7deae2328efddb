// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include "app/cli/gap_markers.h"
#include "app/cli/infill_request.h"
#include "app/cli/text_file.h"

using namespace lacuna;

class GapMarkersTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void marker_data() {
    QTest::addColumn<QByteArray>("inside");
    QTest::addColumn<int>("words");  // -1: not a gap
    QTest::newRow("ellipsis") << QByteArray("…") << 0;
    QTest::newRow("dots") << QByteArray("...") << 0;
    QTest::newRow("nothing") << QByteArray("") << 0;
    QTest::newRow("spaces") << QByteArray("  ") << 0;
    QTest::newRow("words") << QByteArray("12 words") << 12;
    QTest::newRow("one word") << QByteArray("1 word") << 1;
    QTest::newRow("case and spaces") << QByteArray(" 3  Words ") << 3;
    QTest::newRow("no unit") << QByteArray("12") << -1;
    QTest::newRow("none") << QByteArray("0 words") << -1;
    QTest::newRow("too many") << QByteArray("4001 words") << -1;
    QTest::newRow("far too many") << QByteArray("99999999999 words") << -1;
    QTest::newRow("an instruction") << QByteArray("a line about the storm") << -1;
    QTest::newRow("a link") << QByteArray("Anna") << -1;
  }
  void marker() {
    QFETCH(QByteArray, inside);
    QFETCH(int, words);
    const std::string text = "ä before [[" + inside.toStdString() + "]] after";
    const app::FoundMarkers found = app::findMarkers(text);
    QCOMPARE(found.gaps.size(), words < 0 ? 0U : 1U);
    QCOMPARE(found.notGaps.size(), words < 0 ? 1U : 0U);
    const app::GapMarker& marker = words < 0 ? found.notGaps[0] : found.gaps[0];
    QCOMPARE(marker.begin, 10U);
    QCOMPARE(marker.end, text.size() - 6);
    if (words >= 0) QCOMPARE(marker.words, words);
  }

  void unclosedAndNested() {
    QVERIFY(app::findMarkers("a [[… b").gaps.empty());
    const app::FoundMarkers nested = app::findMarkers("[[ [[…]] ]]");
    QCOMPARE(nested.gaps.size(), 1U);
    QCOMPARE(nested.gaps[0].begin, 3U);
    QCOMPARE(app::findMarkers("[[…]][[2 words]]").gaps.size(), 2U);
  }

  void choosesAndSortsGaps() {
    app::InfillOptions options;
    options.file = "draft";
    options.markers = {2};
    options.ranges = {{0, 1}};
    const engine::InfillRequest request = app::planInfill(options, "a [[…]] b [[2 words]] c");
    QCOMPARE(request.gaps.size(), 2U);
    QCOMPARE(request.gaps[0].begin, 0U);
    QCOMPARE(request.gaps[1].words, 2);
  }

  void wordsReachTheEngine() {
    app::InfillOptions options;
    options.file = "draft";
    options.pinned = {"lamp", "2:old lamp", "12 men", "at 9:30"};
    options.forbidden = {"suddenly"};
    options.sampler = "parallel";
    options.ranking = "consensus";
    const engine::InfillRequest request = app::planInfill(options, "a [[…]] b [[2 words]] c");
    QCOMPARE(request.pins.size(), 4U);
    const auto is = [&](std::size_t pin, const char* text, int gap) {
      return request.pins[pin].text == text && request.pins[pin].gap == gap &&
             request.pins[pin].place == engine::kAnywhere;
    };
    QVERIFY(is(0, "lamp", 0) && is(1, "old lamp", 1) && is(2, "12 men", 0) && is(3, "at 9:30", 0));
    QCOMPARE(request.forbidden, std::vector<std::string>{"suddenly"});
    QCOMPARE(request.sampler, std::string("parallel"));
    QVERIFY(request.ranking == engine::Ranking::kConsensus);
    options.pinned = {"0:lamp"};
    QVERIFY_THROWS_EXCEPTION(app::BadUsage, app::planInfill(options, "a [[…]] b"));
    // What is not asked for stays as the engine has it.
    const engine::InfillRequest plain = app::planInfill(app::InfillOptions(), "a [[…]] b");
    QCOMPARE(plain.sampler, engine::InfillRequest().sampler);
    QVERIFY(plain.pins.empty() && plain.forbidden.empty() && plain.ranking == engine::Ranking::kLikelihood);
  }

  void refusesWhatDoesNotFit_data() {
    QTest::addColumn<int>("marker");
    QTest::addColumn<int>("begin");
    QTest::addColumn<int>("end");
    QTest::addColumn<QString>("says");
    QTest::newRow("no such marker") << 3 << -1 << -1 << "--gap 3 is not in";
    QTest::newRow("past the end") << 0 << 2 << 400 << "past the end";
    QTest::newRow("in a letter") << 0 << 1 << 3 << "cuts a letter";
    QTest::newRow("overlap") << 1 << 0 << 6 << "overlap";
  }
  void refusesWhatDoesNotFit() {
    QFETCH(int, marker);
    QFETCH(int, begin);
    QFETCH(int, end);
    QFETCH(QString, says);
    app::InfillOptions options;
    options.file = "draft";
    if (marker > 0) options.markers = {marker};
    if (begin >= 0) options.ranges = {{static_cast<std::size_t>(begin), static_cast<std::size_t>(end)}};
    try {
      app::planInfill(options, "ä b [[…]] c");
      QFAIL("nothing was refused");
    } catch (const app::BadUsage& refused) {
      QVERIFY2(QString::fromUtf8(refused.what()).contains(says), refused.what());
    }
  }

  void fillsInPlace() {
    engine::InfillRequest request;
    request.text = "a [[…]] b [[…]]";
    for (const app::GapMarker& m : app::findMarkers(request.text).gaps) request.gaps.push_back({m.begin, m.end, 0, 0});
    QCOMPARE(app::filledText(request, {{"one", 0, 1}, {"two", 0, 1}}), std::string("a one b two"));
  }
};

QTEST_GUILESS_MAIN(GapMarkersTest)
#include "gap_markers_test.moc"
