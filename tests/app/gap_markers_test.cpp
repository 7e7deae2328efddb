// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include "app/cli/gap_markers.h"
#include "app/cli/infill_request.h"
#include "app/cli/text_file.h"
#include "ui/gap/markers.h"
#include "ui/page/page_view.h"

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
    QTest::newRow("the most") << QByteArray("375 words") << 375;
    QTest::newRow("one too many") << QByteArray("376 words") << -1;
    QTest::newRow("capitals") << QByteArray("12 Words") << 12;
    QTest::newRow("all capitals") << QByteArray("12 WORD") << 12;
    QTest::newRow("joined") << QByteArray("12words") << 12;
    QTest::newRow("leading zeros") << QByteArray("00012 words") << 12;
    QTest::newRow("German") << QByteArray("12 W\u00f6rter") << 12;
    QTest::newRow("German, one") << QByteArray("1 Wort") << 1;
    QTest::newRow("German, capitals") << QByteArray("12 W\u00d6RTER") << 12;
    QTest::newRow("German, lower case") << QByteArray("12w\u00f6rter") << 12;
    QTest::newRow("almost German") << QByteArray("12 W\u00e4rter") << -1;
    QTest::newRow("German without its letter") << QByteArray("12 Wrter") << -1;
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
    // The window reads the same.
    const QVector<ui::GapAsk> inWindow = ui::markersIn(QString::fromStdString(text));
    QCOMPARE(inWindow.size(), words < 0 ? 0 : 1);
    if (words < 0) return;
    QCOMPARE(inWindow[0].begin, 9);
    QCOMPARE(inWindow[0].end, QString::fromStdString(text).size() - 6);
    QCOMPARE(inWindow[0].words, words);
  }

  void leftAlone_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("note");  // empty: not a word about it
    const QByteArray length = " is left alone: a gap has 1 to 375 words.";
    const QByteArray line = " is left alone: a gap is written on one line.";
    const QByteArray code = " is left alone: it stands in a block of code.";
    QTest::newRow("too long") << QByteArray("a\n[[9999 words]]") << "note: [[9999 words]] in line 2" + length;
    QTest::newRow("far too long") << QByteArray("[[99999999999 words]]")
                                  << "note: [[99999999999 words]] in line 1" + length;
    QTest::newRow("none") << QByteArray("[[0 words]]") << "note: [[0 words]] in line 1" + length;
    QTest::newRow("broken") << QByteArray("a [[12\nwords]] b") << "note: [[12 words]] in line 1" + line;
    QTest::newRow("broken, CRLF") << QByteArray("a [[12\r\nwords]] b") << "note: [[12  words]] in line 1" + line;
    QTest::newRow("a page between") << QByteArray("a [[ b\n\nc ]] d") << QByteArray();
    QTest::newRow("fence") << QByteArray("a\n```\n[[3 words]]\n```\n") << "note: [[3 words]] in line 3" + code;
    QTest::newRow("tildes") << QByteArray("~~~md\n```\n[[3 words]]\n~~~\n") << "note: [[3 words]] in line 3" + code;
    QTest::newRow("never closed") << QByteArray("````\n```\n[[]]") << "note: [[]] in line 3" + code;
    QTest::newRow("link") << QByteArray("[[Anna]]")
                          << QByteArray(
                                 "note: [[Anna]] in line 1 is left alone: the model continues prose and follows "
                                 "no instructions.");
  }
  void leftAlone() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, note);
    QVERIFY(app::findMarkers(text.toStdString()).gaps.empty());
    QVERIFY(ui::markersIn(QString::fromUtf8(text)).isEmpty());
    const std::vector<std::string> notes = app::notesOn(text.toStdString());
    QCOMPARE(QByteArray::fromStdString(notes.empty() ? std::string() : notes[0]), note);
    if (note.isEmpty() || text == "[[Anna]]") return;
    const QString why = QString::fromUtf8(note).section(QStringLiteral("left alone: "), 1);
    QVERIFY(ui::whyNoMarker(QString::fromUtf8(text)).endsWith(why));
  }

  void codeEnds() {
    const std::string text = "```\n[[…]]\n```\n[[…]]\n``` not a `fence\n[[2 words]]";
    const app::FoundMarkers found = app::findMarkers(text);
    QCOMPARE(found.notGaps.size(), 1U);
    QCOMPARE(found.gaps.size(), 2U);
    QCOMPARE(found.gaps[1].line, 6U);
  }

  // A notebook full of links: twice as many take twice as long, not four times.
  void linksAreReadInOneWalk() {
    std::string text;
    for (int i = 0; i < 100000; ++i) text += "She met [[Anna Brook]] there.\n";
    QElapsedTimer clock;
    clock.start();
    const std::vector<std::string> notes = app::notesOn(text);
    // Five of them, and how many more there are: a screenful, not eleven megabytes.
    QCOMPARE(notes.size(), 6U);
    QVERIFY(QString::fromStdString(notes[4]).contains(QStringLiteral("in line 5 ")));
    QCOMPARE(notes.back(), std::string("note: 99995 more such pieces are left alone, down to line 100000."));
    QVERIFY2(clock.elapsed() < 5000, "quadratic again: it took three minutes");
  }

  void aLongOneIsShownInPart() {
    const std::string word = "[[" + QString(5000, QChar(0xE9)).toStdString() + "]]";
    const std::vector<std::string> notes = app::notesOn(word);
    QCOMPARE(notes.size(), 1U);
    QVERIFY2(notes[0].size() < 200, notes[0].substr(0, 300).c_str());
    QVERIFY(!QString::fromStdString(notes[0]).contains(QChar(0xFFFD)));
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
