// SPDX-License-Identifier: GPL-3.0-or-later
// What the quotation marks around a gap ask of its fill.
#include "engine/sampling/speech.h"

#include <QTest>

using namespace lacuna::engine;

class SpeechTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void keeps_data();
  void keeps();
  void marksTellOfWhatAGapCutsOff();
};

void SpeechTest::keeps_data() {
  QTest::addColumn<QString>("before");
  QTest::addColumn<QString>("fill");
  QTest::addColumn<QString>("after");
  QTest::addColumn<bool>("kept");
  const auto row = [](const char* name, const char* before, const char* fill, const char* after, bool kept) {
    QTest::newRow(name) << QString(before) << QString(fill) << QString(after) << kept;
  };
  row("words inside speech", "“Come and bring ", "your boots", ".”", true);
  row("speech closed that is closed again", "“Come and bring ", "your boots.” He turned", ".”", false);
  row("closed and opened again", "“Come and bring ", "a camera,” he said. “Hurry", ".”", true);
  row("opened twice", "“Come and bring ", "“a camera", ".”", false);
  row("speech of its own", "He leaned forward. ", "“Go on.”", " She did.", true);
  row("never closed", "He leaned forward. ", "“I told her that", " “Go on,” he said.", false);
  row("opened for the text behind", "He leaned forward. ", "“I told her", " so,” he said.", true);
  row("not opened for the text behind", "He leaned forward and ", "told her", " so,” he said.", false);
  row("closed by the fill, nothing behind", "“Come and bring ", "your boots.”", "", true);
  row("left open into the next paragraph", "“Come and bring ", "your boots.", "\n\n“And", true);
  row("opened and left so", "He leaned forward. ", "“Go on", "\n\nShe did.", false);
  row("only its own paragraph counts", "“I never closed this.\n\nShe ", "said nothing", ".", true);
  row("straight marks", "\"Come and bring ", "your boots.\" He turned", ".\"", false);
  row("straight marks that are kept", "\"Come and bring ", "a camera,\" he said. \"Hurry", ".\"", true);
  row("straight marks behind", "He leaned forward. ", "She waited.", " \"Go on,\" he said.", true);
  row("a draft whose marks are off already", "“So “it ", "goes”", " on", true);
  row("other marks", "„Komm und bring ", "Stiefel mit.” Er", "“", true);
}

void SpeechTest::keeps() {
  QFETCH(QString, before);
  QFETCH(QString, fill);
  QFETCH(QString, after);
  QFETCH(bool, kept);
  const std::string left = before.toStdString();
  const std::string right = after.toStdString();
  QCOMPARE(keepsSpeech(speechAround(left, right, false, false), fill.toStdString()), kept);
}

void SpeechTest::marksTellOfWhatAGapCutsOff() {
  const char* const right = ".”";
  const Speech told = speechAround(",” she said. “Come and bring ", right, true, false);
  QVERIFY(told.open == true);
  QVERIFY(keepsSpeech(told, "a camera,” he said. “Hurry"));
  QVERIFY(!keepsSpeech(told, "your boots.” He turned"));
  const Speech silent = speechAround(" and then bring ", right, true, false);
  QVERIFY(!silent.open);
  QVERIFY(keepsSpeech(silent, "your boots.” He turned") && keepsSpeech(silent, "a camera"));
  // Behind it, a paragraph that another gap cuts may still close what is open.
  const Speech ahead = speechAround("He leaned forward. ", " and then ", false, true);
  QVERIFY(!ahead.opened);
  QVERIFY(keepsSpeech(ahead, "“I told her"));
}

QTEST_GUILESS_MAIN(SpeechTest)
#include "speech_test.moc"
