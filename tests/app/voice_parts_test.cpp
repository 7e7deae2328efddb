// SPDX-License-Identifier: GPL-3.0-or-later
// What a job's sitting is made of, each by itself: which gaps are asked, how an author is told from a model, what is
// repeated word for word, when it is a good time, and what a job will take.
#include <QTemporaryDir>
#include <QtTest/QtTest>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/voice/asked_gaps.h"
#include "app/voice/good_time.h"
#include "app/voice/style_classifier.h"
#include "app/voice/verbatim.h"
#include "app/voice/voice_card.h"
#include "app/voice/voice_config.h"
#include "app/voice/voice_plan.h"
#include "storage/words.h"
#include "tests/app/support.h"

using namespace lacuna;
using namespace lacuna::app;

namespace {

// Paragraphs of sentences of numbered words.
QString madeUpText(int paragraphs, const QString& word) {
  QString text;
  int number = 0;
  for (int p = 0; p < paragraphs; ++p) {
    for (int s = 0; s < 5; ++s) {
      for (int w = 0; w < 17; ++w) text += QStringLiteral("%1%2 ").arg(word).arg(++number);
      text.chop(1);
      text += QStringLiteral(". ");
    }
    text += QStringLiteral("\n\n");
  }
  return text;
}

}  // namespace

class VoicePartsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void gapsLieInsideSentencesAndAreSpread() {
    const QStringList texts = {madeUpText(20, "a"), madeUpText(10, "b")};
    GapWish wish;
    wish.count = 6;
    const QVector<AskedGap> gaps = chooseGaps(texts, wish);
    QCOMPARE(gaps.size(), 6);
    int inSecond = 0;
    for (const AskedGap& gap : gaps) {
      const QString own = gap.own();
      QCOMPARE(storage::countWords(own), gap.words);
      QVERIFY(gap.words >= 6 && gap.words <= 14);
      QVERIFY(!own.chopped(1).contains('.') && !own.contains('\n'));
      QVERIFY(gap.excerpt.size() < 2400 && gap.begin <= 1600);
      QVERIFY(gap.excerpt[gap.begin - 1].isSpace() && gap.excerpt[gap.end].isSpace());
      QVERIFY(gap.before().split(' ').size() <= 12 &&
              gap.before().endsWith(gap.excerpt.left(gap.begin).simplified().section(' ', -1)));
      QVERIFY(!gap.after().contains('\n'));
      if (own.startsWith('b')) ++inSecond;
    }
    QCOMPARE(inSecond, 2);
    QCOMPARE(chooseGaps(texts, wish).first().own(), gaps.first().own());
    wish.seed = 9;
    bool others = false;
    const QVector<AskedGap> drawn = chooseGaps(texts, wish);
    for (qsizetype i = 0; i < drawn.size(); ++i) others = others || drawn[i].own() != gaps[i].own();
    QVERIFY(others);
  }

  void gapsDoNotOverlapWhereAllAreWanted() {
    GapWish wish;
    wish.count = 400;
    wish.oneSentence = false;
    const QString text = madeUpText(6, "w");
    QSet<QString> seen;
    qsizetype words = 0;
    for (const AskedGap& gap : chooseGaps({text}, wish)) {
      for (const QString& word : gap.own().split(' ', Qt::SkipEmptyParts)) seen << word;
      words += gap.words;
    }
    QVERIFY(words > 100);
    QCOMPARE(seen.size(), words);
  }

  void shortTextsHaveNoGaps() {
    QVERIFY(chooseGaps({}, {}).isEmpty());
    QVERIFY(chooseGaps({QString(), QStringLiteral("A few words.")}, {}).isEmpty());
  }

  void anAuthorIsToldFromOthers() {
    StyleClassifier classifier;
    QCOMPARE(classifier.likeness(u"anything"), 0.0);
    classifier.learn(StyleClassifier::Side::Author,
                     u"whilst the harbour lay grey; whilst the gulls wheeled; whilst ropes creaked");
    classifier.learn(StyleClassifier::Side::Other, u"she was happy and he was happy and they were going to the store");
    QVERIFY(classifier.likeness(u"whilst the ropes lay grey") > 0.1);
    QVERIFY(classifier.likeness(u"and they were happy") < -0.1);
    QCOMPARE(classifier.likeness(u"x"), 0.0);
  }

  void repeatsAreFoundWordForWord() {
    Verbatim verbatim;
    verbatim.add("One", "The lamp was lit, and nobody came up the stair.");
    verbatim.add("Two", "Nobody came up the hill; the lamp was out. And the end");
    const Verbatim::Found found = verbatim.find("so THE lamp was lit and “nobody came” down");
    QCOMPARE(found.words, 7);
    QCOMPARE(found.passage, "THE lamp was lit and “nobody came”");
    QCOMPARE(found.chapter, "One");
    QCOMPARE(verbatim.find("came up the hill the lamp").words, 6);
    QCOMPARE(verbatim.find("came up the hill the lamp").chapter, "Two");
    // No run reaches from one chapter into the next.
    QCOMPARE(verbatim.find("the stair nobody").words, 2);
    QCOMPARE(verbatim.find("the the the the").words, 1);
    QCOMPARE(verbatim.find("elsewhere entirely").words, 0);
    QCOMPARE(verbatim.find("").words, 0);
  }

  void repeatsAreTheLongestThereAre() {
    // Against a plain search, over words that come again and again.
    QStringList words;
    quint32 state = 7;
    const auto draw = [&] {
      return QString(QChar(u'a' + static_cast<char16_t>((state = state * 1664525 + 1013904223) >> 30)));
    };
    for (int i = 0; i < 300; ++i) words << draw();
    Verbatim verbatim;
    verbatim.add("all", words.join(' '));
    const QString all = ' ' + words.join(' ') + ' ';
    for (int round = 0; round < 50; ++round) {
      QStringList fill;
      for (int i = 0; i < 12; ++i) fill << draw();
      int longest = 0;
      for (int begin = 0; begin < 12; ++begin) {
        for (int length = 1; begin + length <= 12; ++length) {
          if (all.contains(' ' + fill.mid(begin, length).join(' ') + ' ')) longest = std::max(longest, length);
        }
      }
      QCOMPARE(verbatim.find(fill.join(' ')).words, longest);
    }
  }

  void theBatteryIsSeen() {
    const QTemporaryDir folder;
    const auto supply = [&](const QString& name, const QByteArray& type, const QByteArray& file,
                            const QByteArray& says) {
      QVERIFY(QDir(folder.path()).mkpath(name));
      QVERIFY(lacuna::tests::writeFile(folder.filePath(name + "/type"), type + '\n'));
      QVERIFY(lacuna::tests::writeFile(folder.filePath(name + '/' + file), says + '\n'));
    };
    QVERIFY(!isOnBattery(folder.filePath("none")));
    QVERIFY(!isOnBattery(folder.path()));
    supply("mouse", "Battery", "status", "Discharging");
    QVERIFY(lacuna::tests::writeFile(folder.filePath("mouse/scope"), "Device\n"));
    QVERIFY(!isOnBattery(folder.path()));
    supply("BAT0", "Battery", "status", "Discharging");
    QVERIFY(isOnBattery(folder.path()));
    supply("AC", "Mains", "online", "0");
    QVERIFY(isOnBattery(folder.path()));
    storage::VoiceSettings settings;
    QVERIFY(whatItWaitsFor(settings, folder.path(), QTime(12, 0)).contains("plugged in"));
    settings.onBattery = true;
    QVERIFY(whatItWaitsFor(settings, folder.path(), QTime(12, 0)).isEmpty());
    settings.onBattery = false;
    supply("AC", "Mains", "online", "1");
    QVERIFY(!isOnBattery(folder.path()));
    QVERIFY(whatItWaitsFor(settings, folder.path(), QTime(12, 0)).isEmpty());
  }

  void theHoursAreKept() {
    QVERIFY(isWithinHours(-1, -1, QTime(3, 0)) && isWithinHours(5, 5, QTime(3, 0)));
    QVERIFY(isWithinHours(9, 17, QTime(9, 0)) && isWithinHours(9, 17, QTime(16, 59)));
    QVERIFY(!isWithinHours(9, 17, QTime(17, 0)) && !isWithinHours(9, 17, QTime(8, 59)));
    QVERIFY(isWithinHours(22, 6, QTime(23, 0)) && isWithinHours(22, 6, QTime(0, 0)) &&
            isWithinHours(22, 6, QTime(5, 59)));
    QVERIFY(!isWithinHours(22, 6, QTime(6, 0)) && !isWithinHours(22, 6, QTime(21, 59)));
    storage::VoiceSettings settings;
    settings.fromHour = 22;
    settings.untilHour = 6;
    QVERIFY(whatItWaitsFor(settings, "nowhere", QTime(12, 0)).contains("22:00"));
    QVERIFY(whatItWaitsFor(settings, "nowhere", QTime(23, 0)).isEmpty());
  }

  void aPlanFollowsFromADryRun() {
    DryRun dry;
    dry.secondsAStep = 4;
    dry.secondsALook = 25;
    dry.tokensAStep = 300;
    dry.memory = 900 << 20;
    dry.memoryFree = qint64{4} << 30;
    dry.disk = 200 << 20;
    dry.diskFree = qint64{4} << 30;
    dry.voice = 5'000'000;
    storage::VoiceSettings settings;
    settings.minutes = 30;
    settings.sampleEvery = 25;
    const storage::VoicePlan plan = planFrom(dry, settings, 130'000);
    QVERIFY(plan.measured && plan.refusal.isEmpty());
    QCOMPARE(plan.steps, 445);  // each of them with a 25th of a second of a look
    QVERIFY(std::abs(plan.passes - 445 * 300 / 130000.0) < 1e-9);
    QVERIFY(std::abs(plan.minutes - 445 * 5 / 60.0) < 1e-9);  // and the author waits for the whole of it
    settings.minutes = 0;
    settings.steps = 72;
    QCOMPARE(planFrom(dry, settings, 130'000).steps, 72);
    QCOMPARE(planFrom(dry, settings, 130'000).minutes, 6.0);

    // The rank that is named needs as much less as is missing: 40 bytes of memory a rank here.
    settings.rank = 16;
    dry.memoryFree = dry.memory - 30'000'000;
    QVERIFY2(planFrom(dry, settings, 1).refusal.contains("rank 11 would do"),
             qPrintable(planFrom(dry, settings, 1).refusal));
    dry.memoryFree = 1;
    QVERIFY(planFrom(dry, settings, 1).refusal.contains("close other programs"));
    dry.memoryFree = qint64{4} << 30;
    dry.diskFree = dry.disk - 15'000'000;
    QVERIFY2(planFrom(dry, settings, 1).refusal.contains("rank 15 would do"),
             qPrintable(planFrom(dry, settings, 1).refusal));
    dry.disk = qint64{1} << 30;
    dry.diskFree = 0;
    QVERIFY(planFrom(dry, settings, 1).refusal.contains("make room"));
    dry.diskFree = qint64{4} << 30;
    settings.minutes = 0.5;
    QVERIFY(planFrom(dry, settings, 1).refusal.contains("minutes would do"));
  }

  void theTrainerIsToldWhatTheAuthorSaid() {
    storage::VoiceSettings settings;
    settings.rank = 8;
    settings.linears = QStringList{"queries", "down"};
    settings.steps = 70;
    settings.sampleEvery = 120;
    const auto json = nlohmann::json::parse(trainingConfig(QStringLiteral("Ann “A”"), settings));
    QCOMPARE(QString::fromStdString(json["voice"]["name"].get<std::string>()), QStringLiteral("Ann “A”"));
    QCOMPARE(json["voice"]["rank"].get<int>(), 8);
    QCOMPARE(json["voice"]["linears"].size(), std::size_t{2});
    QCOMPARE(json["steps"].get<int>(), 70);
    QCOMPARE(json["checkpointEvery"].get<int>(), 40);  // a look at the samples every third
    settings.sampleEvery = 25;
    QCOMPARE(stepsBetweenCheckpoints(settings), 25);
    settings.sampleEvery = 53;  // a prime
    QCOMPARE(stepsBetweenCheckpoints(settings), 1);
  }

  void theCardTellsAVoiceFromNone() {
    // An author who writes of ropes, a model that writes of nothing, and a voice that has learnt of ropes.
    const QString ropes =
        QStringLiteral("whilst grey ropes creaked upon the quay and gulls wheeled over wet stones ").repeated(3);
    QString chapter;
    for (int i = 0; i < 60; ++i) chapter += ropes + QStringLiteral("said number %1.\n\n").arg(i);
    CardQuestion question;
    question.learnt = QStringList{chapter};
    question.chapters = {{"Quay", chapter}};
    question.heldOut = QStringList{chapter};
    question.mostGaps = 8;
    storage::VoiceCard card;
    int asked = 0;
    examine(
        question,
        [&](const AskedGap&, bool voice) {
          ++asked;
          return voice ? QStringLiteral(
                             "stones creaked whilst grey ropes creaked upon the quay and gulls wheeled over wet stones "
                             "again")
                       : QStringLiteral("she was happy and he was going to be very happy too");
        },
        &card);
    QCOMPARE(card.fills, 24);
    QCOMPARE(asked, 25);
    QCOMPARE(card.distinctive, 1.0);
    QCOMPARE(card.verbatim, 1.0);
    QCOMPARE(card.longestVerbatim, 13);
    QCOMPARE(card.passages.size(), 8);
    QCOMPARE(card.passages.first().chapter, "Quay");

    // A voice that says what the model says is not known, and is no worse than chance.
    storage::VoiceCard none;
    examine(
        question, [](const AskedGap&, bool) { return QStringLiteral("she was happy"); }, &none);
    QCOMPARE(none.distinctive, 0.5);
    QCOMPARE(none.verbatim, 0.0);

    // Stopped: nothing is said.
    storage::VoiceCard stopped;
    examine(
        question, [](const AskedGap&, bool) { return QString(); }, &stopped);
    QCOMPARE(stopped.fills, 0);
    QVERIFY(std::isnan(stopped.distinctive));

    storage::Voice voice;
    voice.name = "Ropes";
    voice.card = card;
    QVERIFY(cardText(voice).contains("Distinctive: 1.00"));
    voice.card = {};
    QVERIFY(cardText(voice).contains("not examined"));
  }
};

QTEST_GUILESS_MAIN(VoicePartsTest)
#include "voice_parts_test.moc"
