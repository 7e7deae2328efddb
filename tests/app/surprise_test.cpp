// SPDX-License-Identifier: GPL-3.0-or-later
// What reads for the lens *Surprise*: tokens to words, what is in sight first, the newest ask alone, never while a run
// goes on; and in the real window, a sentence without a base and words with one.
#include <QLabel>
#include <QRandomGenerator>
#include <cmath>
#include <mutex>

#include "app/engine/engine_loader.h"
#include "app/engine/surprise_thread.h"
#include "app/engine/surprise_words.h"
#include "tests/app/window_driver.h"
#include "ui/surprise/surprise_lens.h"

using namespace lacuna;
using namespace lacuna::tests;

namespace {

// A token is three bytes of the text and costs what it says; a piece is `size` of them.
struct MadeUpTokens {
  std::vector<engine::SurprisingToken> tokens;
  std::vector<engine::TextSpan> pieces;
  std::vector<engine::SurprisingToken> of(std::size_t piece) const {
    std::vector<engine::SurprisingToken> found;
    for (const auto& token : tokens)
      if (token.begin >= pieces[piece].begin && token.begin < pieces[piece].end) found.push_back(token);
    return found;
  }
};

MadeUpTokens tokensOf(const QString& text, std::size_t size) {
  const QByteArray bytes = text.toUtf8();
  MadeUpTokens made;
  for (qsizetype at = 0; at < bytes.size(); at += 3) {
    const auto number = static_cast<std::size_t>(at / 3);
    if (number % size == 0) made.pieces.push_back({static_cast<std::size_t>(at), static_cast<std::size_t>(at)});
    made.pieces.back().end = static_cast<std::size_t>(std::min<qsizetype>(bytes.size(), at + 3));
    made.tokens.push_back(
        {static_cast<std::size_t>(at), -1.0F - static_cast<float>(number % 7), {"w" + std::to_string(number)}});
  }
  return made;
}

using Words = QVector<ui::SurpriseWord>;

bool sameWords(const Words& a, const Words& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.begin == y.begin && x.end == y.end && std::abs(x.nats - y.nats) < 1e-4F && x.expected == y.expected;
  });
}

// Reads as it is told, and waits where it is told to. Its pieces are lines.
class FakeReader : public engine::SurpriseReader {
 public:
  std::vector<engine::TextSpan> take(const engine::SurpriseText& text, const engine::CancelFlag&) override {
    const std::lock_guard lock(mutex);
    text_ = text.text;
    pieces_.clear();
    for (std::size_t at = 0; at < text_.size();) {
      const std::size_t end = std::min(text_.find('\n', at), text_.size() - 1) + 1;
      pieces_.push_back({at, end});
      at = end;
    }
    ++taken;
    return pieces_;
  }
  std::vector<engine::SurprisingToken> read(std::size_t piece, const engine::CancelFlag& cancel) override {
    if (refuses) throw engine::Error(engine::ErrorCode::kInternal, "The reader is broken.");
    ++begun;
    while (slow && !cancel.load()) QThread::msleep(1);
    if (cancel.load()) {
      ++cancelled;
      throw engine::Error(engine::ErrorCode::kCancelled, "Stopped.");
    }
    const std::lock_guard lock(mutex);
    order.push_back(piece);
    std::vector<engine::SurprisingToken> tokens;
    for (std::size_t at = pieces_[piece].begin; at < pieces_[piece].end; at += 2) tokens.push_back({at, -1.0F, {}});
    return tokens;
  }
  std::vector<std::size_t> readSoFar() const {
    const std::lock_guard lock(mutex);
    return order;
  }

  std::atomic<bool> slow{false};
  std::atomic<bool> refuses{false};
  std::atomic<int> taken{0};
  std::atomic<int> begun{0};
  std::atomic<int> cancelled{0};

 private:
  mutable std::mutex mutex;
  std::vector<std::size_t> order;
  std::string text_;
  std::vector<engine::TextSpan> pieces_;
};

ui::SurpriseAsk askOf(quint64 id, int lines, int sightLine) {
  ui::SurpriseAsk ask;
  ask.id = id;
  for (int i = 0; i < lines; ++i) ask.text += QStringLiteral("some words\n");
  ask.sightBegin = 11 * sightLine + 2;
  ask.sightEnd = ask.sightBegin + 5;
  return ask;
}

// The base and what denoises over it, where ./dev has fetched it.
QString adapterPath() { return QStringLiteral(LACUNA_SOURCE_DIR "/resources/models/estuary-135m"); }

}  // namespace

class SurpriseTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    NEED_MODEL();
    QVERIFY(folder_.isValid());
    isolateSettings(folder_.filePath("settings"));
  }

  void aWordIsWhatAnAuthorCallsOne_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("words");
    const auto row = [](const char* name, const char* text, const QStringList& words) {
      QTest::newRow(name) << QString::fromUtf8(text) << words;
    };
    row("plain", "She said no.", {"She", "said", "no"});
    row("quotes", "\"Stay,\" ‘now’ (or not)", {"Stay", "now", "or", "not"});
    row("apostrophes", "didn’t 'tis the boys' o'clock", {"didn’t", "tis", "the", "boys", "o'clock"});
    row("hyphens and dashes", "sea-grey—and 1914", {"sea", "grey", "and", "1914"});
    row("Markdown", "## *Low* water\n* * *", {"Low", "water"});
    row("accents", "cafe\u0301 naïve", {"cafe\u0301", "naïve"});
    row("beyond the first plane", "𝒜b 🦊", {"𝒜b", "🦊"});
    row("no spaces", "灯火の", {"灯", "火", "の"});
    row("nothing", " … \n", {});
  }
  void aWordIsWhatAnAuthorCallsOne() {
    QFETCH(QString, text);
    QFETCH(QStringList, words);
    QStringList found;
    for (int at = 0; at < text.size();) {
      const app::WordRange word = app::wordAround(text, at);
      QVERIFY(word.begin <= at && word.end >= at);
      if (word.end > word.begin) {
        QCOMPARE(word.begin, at);
        found << text.mid(word.begin, word.end - word.begin);
      }
      at = std::max(at + 1, word.end);
    }
    QCOMPARE(found, words);
  }

  void aWordCostsWhatItsTokensCost() {
    ui::SurpriseAsk ask;
    ask.id = 3;
    ask.offset = 1000;
    ask.text = QStringLiteral("one café, \U0001F98A two");  // é has two bytes, the fox four
    const std::vector<engine::TextSpan> all{{0, 19}};
    QCOMPARE(ask.text.toUtf8().size(), 19);
    app::SurprisingWords words(ask, all);
    // "one" " ca" "f" "é" "," " " fox in two halves, " t" "wo"
    const auto found = words.add(0, {{0, std::nanf(""), {}},
                                     {3, -1, {"lamp", "quay"}},
                                     {6, -2, {"never"}},
                                     {7, -4, {}},
                                     {9, -8, {}},
                                     {10, -16, {}},
                                     {11, -3, {}},
                                     {13, -5, {}},
                                     {15, -6, {"three"}},
                                     {17, -7, {}}});
    QCOMPARE(found.ask, quint64{3});
    QCOMPARE(found.begin, 1000);
    QCOMPARE(found.end, 1000 + static_cast<int>(ask.text.size()));
    const Words wanted{{1004, 1008, 7, "lamp\nquay"}, {1010, 1012, 8, ""}, {1013, 1016, 13, "three"}};
    QVERIFY(sameWords(found.words, wanted));  // the first has no number, so "one" is not told
  }

  // In whatever order pieces come and wherever they are cut, the words are in the end those of one piece.
  void piecesMakeTheSameWords() {
    QRandomGenerator random(7);
    ui::SurpriseAsk ask;
    for (int i = 0; i < 60; ++i)
      ask.text +=
          QStringLiteral("the café didn’t open till \u706f ") + QString(1 + i % 9, u'x') + QStringLiteral(", 𝒜 ");
    const MadeUpTokens whole = tokensOf(ask.text, 100000);
    QCOMPARE(whole.pieces.size(), std::size_t{1});
    const Words wanted = app::SurprisingWords(ask, whole.pieces).add(0, whole.tokens).words;
    QVERIFY(wanted.size() > 300);
    for (const std::size_t size : {2U, 3U, 7U, 40U}) {
      const MadeUpTokens cut = tokensOf(ask.text, size);
      app::SurprisingWords words(ask, cut.pieces);
      std::vector<std::size_t> order(cut.pieces.size());
      for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
      std::shuffle(order.begin(), order.end(), random);
      ui::SurpriseWords known;
      for (const std::size_t piece : order) {
        const ui::SurprisePiece found = words.add(piece, cut.of(piece));
        for (const ui::SurpriseWord& word : found.words) QVERIFY(word.begin < found.end && word.end > found.begin);
        known.put(found, 0);
      }
      QVERIFY2(size < 7 || sameWords(known.all(), wanted), qPrintable(QString::number(size)));
      // A word of three pieces is told by none.
      for (const ui::SurpriseWord& word : known.all())
        QVERIFY(std::any_of(wanted.begin(), wanted.end(), [&](const auto& w) { return sameWords({w}, {word}); }));
    }
  }

  void whatIsInSightIsReadFirstAndTheRestNot() {
    const auto reader = std::make_shared<FakeReader>();
    app::SurpriseThread thread;
    QSignalSpy done(&thread, &app::SurpriseThread::done);
    QSignalSpy pieces(&thread, &app::SurpriseThread::pieceRead);
    QVERIFY(!thread.hasReader());
    thread.use(reader);
    QVERIFY(thread.hasReader());
    thread.read(askOf(1, 40, 20));
    QTRY_COMPARE_WITH_TIMEOUT(done.count(), 1, 10000);
    QCOMPARE(reader->readSoFar(), (std::vector<std::size_t>{20, 21, 19, 22, 18, 23, 17}));
    QCOMPARE(pieces.count(), 7);
    const auto first = pieces.first().first().value<ui::SurprisePiece>();
    QCOMPARE(first.ask, quint64{1});
    QCOMPARE(first.begin, 220);
    QCOMPARE(first.words.size(), 2);
  }

  void theNewestAskAlone() {
    const auto reader = std::make_shared<FakeReader>();
    reader->slow = true;
    app::SurpriseThread thread;
    QSignalSpy done(&thread, &app::SurpriseThread::done);
    thread.use(reader);
    thread.read(askOf(1, 3, 0));
    QTRY_COMPARE_WITH_TIMEOUT(reader->begun.load(), 1, 10000);
    for (quint64 id = 2; id < 9; ++id) thread.read(askOf(id, 3, 0));
    reader->slow = false;
    QTRY_COMPARE_WITH_TIMEOUT(done.count(), 1, 10000);
    QCOMPARE(done.first().first().toULongLong(), quint64{8});
    QTest::qWait(50);
    QCOMPARE(done.count(), 1);
  }

  void aRunComesFirst() {
    const auto reader = std::make_shared<FakeReader>();
    reader->slow = true;
    app::SurpriseThread thread;
    QSignalSpy done(&thread, &app::SurpriseThread::done);
    thread.use(reader);
    thread.read(askOf(1, 3, 0));
    QTRY_COMPARE_WITH_TIMEOUT(reader->begun.load(), 1, 10000);
    thread.hold();
    QTRY_COMPARE_WITH_TIMEOUT(reader->cancelled.load(), 1, 10000);
    thread.hold();  // another run waits behind it
    reader->slow = false;
    thread.read(askOf(2, 3, 0));
    thread.release();
    QTest::qWait(100);
    QCOMPARE(reader->begun.load(), 1);  // nothing while one goes on
    QCOMPARE(done.count(), 0);
    thread.release();
    QTRY_COMPARE_WITH_TIMEOUT(done.count(), 1, 10000);
    QCOMPARE(done.first().first().toULongLong(), quint64{2});
  }

  void whatWasHeldGoesOn() {
    const auto reader = std::make_shared<FakeReader>();
    reader->slow = true;
    app::SurpriseThread thread;
    QSignalSpy done(&thread, &app::SurpriseThread::done);
    thread.use(reader);
    thread.read(askOf(5, 3, 0));
    QTRY_COMPARE_WITH_TIMEOUT(reader->begun.load(), 1, 10000);
    thread.hold();
    QTRY_COMPARE_WITH_TIMEOUT(reader->cancelled.load(), 1, 10000);
    reader->slow = false;
    thread.release();
    QTRY_COMPARE_WITH_TIMEOUT(done.count(), 1, 10000);
    QCOMPARE(done.first().first().toULongLong(), quint64{5});
  }

  void stoppedNothingComes() {
    const auto reader = std::make_shared<FakeReader>();
    reader->slow = true;
    app::SurpriseThread thread;
    QSignalSpy done(&thread, &app::SurpriseThread::done);
    QSignalSpy failed(&thread, &app::SurpriseThread::failed);
    thread.use(reader);
    thread.read(askOf(1, 3, 0));
    QTRY_COMPARE_WITH_TIMEOUT(reader->begun.load(), 1, 10000);
    thread.stop();
    QTRY_COMPARE_WITH_TIMEOUT(reader->cancelled.load(), 1, 10000);
    reader->slow = false;
    QTest::qWait(100);
    QCOMPARE(reader->begun.load(), 1);
    QCOMPARE(done.count() + failed.count(), 0);
    // And the reader goes where another takes its place, or none.
    const std::weak_ptr<FakeReader> watched = reader;
    thread.use(nullptr);
    thread.read(askOf(2, 3, 0));
    QTest::qWait(50);
    QCOMPARE(reader->begun.load(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(watched.use_count(), 1L, 10000);
  }

  void aFailureIsASentence() {
    const auto reader = std::make_shared<FakeReader>();
    reader->refuses = true;
    app::SurpriseThread thread;
    QSignalSpy failed(&thread, &app::SurpriseThread::failed);
    thread.use(reader);
    thread.read(askOf(4, 3, 0));
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, 10000);
    QCOMPARE(failed.first().at(0).toULongLong(), quint64{4});
    QCOMPARE(failed.first().at(1).toString(), QStringLiteral("The reader is broken."));
    reader->refuses = false;
    QSignalSpy done(&thread, &app::SurpriseThread::done);
    thread.read(askOf(5, 3, 0));
    QTRY_COMPARE_WITH_TIMEOUT(done.count(), 1, 10000);
  }

  void closingDoesNotWaitForThePiece() {
    const auto reader = std::make_shared<FakeReader>();
    reader->slow = true;
    app::SurpriseThread thread;
    thread.use(reader);
    thread.read(askOf(1, 3, 0));
    QTRY_COMPARE_WITH_TIMEOUT(reader->begun.load(), 1, 10000);
    QElapsedTimer clock;
    clock.start();
    thread.close();
    QVERIFY(clock.elapsed() < 2000);
    QCOMPARE(reader->cancelled.load(), 1);
  }

  void withoutABaseTheWindowSaysSo() {
    Driver d(folder_.filePath("library-1"));
    QVERIFY(d.start());
    QVERIFY(!d.program->engine().surprise().hasReader());
    QTest::keyClick(&d.window(), Qt::Key_F8);
    QVERIFY(d.window().surprise()->on());
    QString said;
    for (const QLabel* label : d.window().findChildren<QLabel*>())
      if (label->accessibleName() == QStringLiteral("Message") && label->isVisible()) said = label->text();
    QVERIFY2(said.contains("over no pretrained base") && said.count(u'.') == 1, qPrintable(said));
    QTest::keyClick(&d.window(), Qt::Key_F8);
    QVERIFY(!d.window().surprise()->on());
  }

  void overTheBaseOddWordsStandOut() {
    const QString text = QStringLiteral(
        "The keeper carried the lamp up the stairs and set it down on the table.\n\nHe lit the zeppelin and "
        "went to bed, and in the morning the sun came up over the sea.\n");
    QVERIFY(writeFile(folder_.filePath("odd.md"), text.toUtf8()));
    app::ProgramWindow program({folder_.filePath("library-2"), adapterPath(), folder_.filePath("odd.md")});
    QSignalSpy ready(&program.engine(), &app::EngineThread::ready);
    QSignalSpy failed(&program.engine(), &app::EngineThread::failed);
    program.window().surprise()->setOn(true);
    program.show();
    QTRY_VERIFY_WITH_TIMEOUT(ready.count() + failed.count() > 0, 120000);
    if (failed.count() > 0) QSKIP("The base is not here; ./dev test fetches it where there is a network.");
    ui::SurpriseLens& lens = *program.window().surprise();
    QTRY_VERIFY_WITH_TIMEOUT(!lens.words().all().isEmpty(), 120000);
    const auto natsOf = [&](const QString& word) {
      const auto at = static_cast<int>(text.indexOf(word));
      const int index = lens.words().at(at);
      return index >= 0 && lens.words().all().at(index).begin == at ? lens.words().all().at(index).nats : -1.0F;
    };
    QVERIFY(natsOf("zeppelin") > 9);
    QVERIFY(natsOf("morning") >= 0 && natsOf("morning") < 5);
    QVERIFY(natsOf("bed") >= 0 && natsOf("bed") < 5);
    const QString expected =
        lens.words().all().at(lens.words().at(static_cast<int>(text.indexOf("zeppelin")))).expected;
    QVERIFY2(expected.split('\n').contains("lamp"), qPrintable(expected));
    program.window().surprise()->setOn(false);
  }

 private:
  QTemporaryDir folder_;
};

QTEST_MAIN(SurpriseTest)
#include "surprise_test.moc"
