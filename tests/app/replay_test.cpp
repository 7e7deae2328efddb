// SPDX-License-Identifier: GPL-3.0-or-later
// A run as a replay: its page, its JSON, its HTML.
#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include "app/cli/keyboard.h"
#include "app/replay/packed_numbers.h"
#include "app/replay/replay_export.h"
#include "app/replay/replay_html.h"
#include "app/replay/replay_json.h"
#include "tests/app/made_up_replay.h"
#include "tests/app/support.h"

using namespace lacuna;
using namespace lacuna::tests;

namespace {

app::Replay hostileReplay(const MadeUpShape& shape = {}) {
  return app::makeReplay(madeUpReplayRun(shape), QStringLiteral("Low & <b>Water</b>"), hostileText());
}

// The plain reading of docs/replay.md's numbers.
class Numbers {
 public:
  explicit Numbers(const QByteArray& text) : text_(text) {}
  int next() {
    qint64 value = 0;
    for (qint64 scale = 1; at_ < text_.size(); scale *= 45) {
      const qint64 digit = QByteArray(app::kPackedLetters).indexOf(text_[at_++]);
      if (digit < 45) return static_cast<int>(value + digit * scale);
      value += (digit - 45) * scale;
    }
    return -1;
  }
  bool atEnd() const { return at_ == text_.size(); }

 private:
  QByteArray text_;
  qsizetype at_ = 0;
};

QByteArray between(const QByteArray& text, const QByteArray& before, const QByteArray& after) {
  const qsizetype begin = text.indexOf(before) + before.size();
  return text.mid(begin, text.indexOf(after, begin) - begin);
}

}  // namespace

class ReplayTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aShortTextIsShownWhole() {
    const app::Replay replay = hostileReplay();
    QString whole;
    int gaps = 0;
    for (const app::PagePart& part : replay.page) {
      QVERIFY(part.kind != app::PagePart::LeftOut);
      if (part.kind == app::PagePart::Gap) QCOMPARE(part.gap, gaps++);
      whole += part.kind == app::PagePart::Gap ? replay.originals[part.gap] : part.text;
    }
    QCOMPARE(whole, hostileText());
    QCOMPARE(gaps, 2);
  }

  // However long the text and wherever the gaps: what is shown stands in the text in this order, and is no more than
  // some paragraphs.
  void aLongTextIsShownAroundItsGaps() {
    std::mt19937 random(5);
    for (int round = 0; round < 60; ++round) {
      QString text;
      while (text.size() < 30000) {
        for (quint32 words = random() % 400; words > 0; --words) text += QStringLiteral("word%1 ").arg(random() % 1000);
        text += QStringLiteral("\n\n");
      }
      storage::Run run;
      for (int at = 0; run.gaps.size() < 4; at = run.gaps.last().end) {
        at += static_cast<int>(random() % 9000);
        run.gaps.push_back({at, at + static_cast<int>(random() % 30)});
      }
      const app::Replay replay = app::makeReplay(run, {}, text);
      qsizetype at = 0;
      qsizetype shown = 0;
      int gap = 0;
      bool leftOut = false;
      for (const app::PagePart& part : replay.page) {
        if (part.kind == app::PagePart::LeftOut) {
          leftOut = true;
        } else if (part.kind == app::PagePart::Gap) {
          QVERIFY(at == replay.run.gaps[gap].begin || (at == 0 && !leftOut && replay.run.gaps[gap].begin == 0));
          at = replay.run.gaps[gap++].end;
        } else {
          if (leftOut) at = text.indexOf(part.text, at);
          QCOMPARE(text.mid(at, part.text.size()), part.text);
          at += part.text.size();
          shown += part.text.size();
          leftOut = false;
        }
      }
      QCOMPARE(gap, 4);
      QVERIFY2(shown <= 4 * 2 * 1700, qPrintable(QString::number(shown)));
    }
  }

  void positionsOutsideOfTheTextAreMovedIntoIt() {
    storage::Run run = madeUpReplayRun();
    const app::Replay none = app::makeReplay(run, {}, {});
    QCOMPARE(none.page.size(), 2);
    QCOMPARE(none.length, 0);
    run.gaps[0] = {-7, 1 << 20};
    QCOMPARE(app::makeReplay(run, {}, QStringLiteral("short")).originals, QStringList({"short", ""}));
  }

  void aGuessOnceShownStays() {
    const storage::Run run = madeUpReplayRun({2, 1, 20, 12, 9});
    for (int place = 0; place < 2; ++place) {
      QVector<bool> seen(20);
      for (int frame = 0; frame < 12; ++frame) {
        const QVector<app::ShownToken> tokens = app::shownTokens(run, frame, place, 0);
        QCOMPARE(tokens.size(), 20);
        for (int t = 0; t < 20; ++t) {
          QVERIFY(!(seen[t] && tokens[t].veiled));
          QVERIFY(!(tokens[t].settled && tokens[t].veiled));
          seen[t] = seen[t] || !tokens[t].veiled;
        }
      }
      QString end;
      for (const app::ShownToken& token : app::shownTokens(run, 11, place, 0)) end += token.text;
      QCOMPARE(end, run.candidates[place].fills[0]);
    }
  }

  void jsonHoldsTheRun() {
    const app::Replay replay = hostileReplay();
    const QByteArray bytes = app::replayJson(replay);
    QJsonParseError error{};
    const QJsonObject object = QJsonDocument::fromJson(bytes, &error).object();
    QCOMPARE(error.error, QJsonParseError::NoError);
    QCOMPARE(object["format"].toString(), "lacuna-replay");
    QCOMPARE(object["version"].toInt(), 1);
    QCOMPARE(object["run"]["seed"].toString(), "18446744073709551615");
    QCOMPARE(object["document"]["title"].toString(), replay.title);
    QCOMPARE(object["gaps"][1]["original"].toString(), "[[4 words]]");
    QCOMPARE(object["context"].toArray().size(), replay.run.context.size());
    const QJsonArray frames = object["frames"].toArray();
    QCOMPARE(frames.size(), replay.run.trajectory.size());
    for (int f = 0; f < frames.size(); ++f) {
      const storage::RunFrame& frame = replay.run.trajectory[f];
      QCOMPARE(frames[f]["step"].toInt(), frame.step);
      QCOMPARE(frames[f]["attention"].toArray().size(), frame.attention.size());
      for (int c = 0; c < frame.tokens.size(); ++c) {
        for (int g = 0; g < frame.tokens[c].size(); ++g) {
          for (int t = 0; t < frame.tokens[c][g].size(); ++t) {
            const storage::RunToken& token = frame.tokens[c][g][t];
            const QJsonValue read = frames[f]["tokens"][c][g][t];
            QCOMPARE(read["text"].toString(), token.text);
            QCOMPARE(read["id"].toInt(), token.id);
            QCOMPARE(storage::packConfidence(static_cast<float>(read["confidence"].toDouble())), token.confidence);
            QCOMPARE(read["settled"].toBool(), token.settled);
            QCOMPARE(read["flipped"].toBool(), token.flipped);
            QCOMPARE(read["entropy"].toDouble() * 16, static_cast<double>(token.entropy));
            QCOMPARE(read["alternatives"].toArray().size(), token.alternatives.size());
            QCOMPARE(read["experts"][0].toInt(), static_cast<int>(token.experts[0]));
          }
        }
      }
    }
  }

  void packedFramesHoldTheRun_data() {
    QTest::addColumn<int>("candidates");
    QTest::addColumn<int>("steps");
    QTest::addColumn<int>("pieces");
    QTest::newRow("usual") << 3 << 8 << 40;
    QTest::newRow("one") << 1 << 1 << 2;
    QTest::newRow("many texts") << 4 << 16 << 4096;
  }
  void packedFramesHoldTheRun() {
    QFETCH(int, candidates);
    QFETCH(int, steps);
    QFETCH(int, pieces);
    storage::Trajectory frames = madeUpReplayRun({candidates, 2, 9, steps, 3}, static_cast<quint32>(pieces)).trajectory;
    frames.last().tokens[0][0].removeLast();  // a shape of its own
    const app::PackedFrames packed = app::packFrames(frames);
    QVERIFY(!packed.numbers.contains('<') && !packed.numbers.contains('"') && !packed.numbers.contains('\\'));
    Numbers numbers(packed.numbers);
    QVector<QVector<QVector<storage::RunToken>>> now;
    for (const storage::RunFrame& frame : frames) {
      QCOMPARE(numbers.next(), frame.step);
      if (numbers.next() == 1) {
        now = QVector<QVector<QVector<storage::RunToken>>>(numbers.next());
        for (auto& gaps : now) {
          gaps.resize(numbers.next());
          for (auto& row : gaps) row = QVector<storage::RunToken>(numbers.next());
        }
      }
      QCOMPARE(now.size(), frame.tokens.size());
      for (int c = 0; c < now.size(); ++c) {
        for (int g = 0; g < now[c].size(); ++g) {
          QCOMPARE(now[c][g].size(), frame.tokens[c][g].size());
          for (int t = 0; t < now[c][g].size(); ++t) {
            readToken(numbers, packed.pieces, now[c][g][t]);
            storage::RunToken expected = frame.tokens[c][g][t];
            expected.id = -1;
            expected.experts.clear();
            for (storage::RunAlternative& other : expected.alternatives) other.id = -1;
            QCOMPARE(now[c][g][t], expected);
          }
        }
      }
      QCOMPARE(numbers.next(), static_cast<int>(frame.attention.size()));
      for (const float share : frame.attention) {
        QVERIFY(std::abs(numbers.next() / 10000.0F - share) < 0.0001F);
      }
    }
    QVERIFY(numbers.atEnd());
  }

  void htmlIsOneFileThatTheTextCannotBreak() {
    const app::Replay replay = hostileReplay();
    const QByteArray html = app::replayHtml(replay);
    // Two scripts, both ours; the data's own text ends none and opens none.
    QCOMPARE(html.count("<script"), 2);
    QCOMPARE(html.count("</script"), 2);
    QCOMPARE(html.count("<!--"), 1);
    QVERIFY(html.contains("<title>Low &amp; &lt;b&gt;Water&lt;/b&gt;"));
    const QByteArray data = between(html, "id=\"data\">", "</script>");
    for (const char* bad : {"<", ">", "&", "\xE2\x80\xA8"}) QVERIFY2(!data.contains(bad), bad);
    const QJsonObject object = QJsonDocument::fromJson(data).object();
    QVERIFY(object["page"][0]["text"].toString().contains("</script><script>fetch"));
    QVERIFY(object["page"][0]["text"].toString().contains("@DATA@"));
    // The policy names this very script and style, and allows nothing else.
    const QByteArray policy = between(html, "Content-Security-Policy\" content=\"", "\">");
    QVERIFY(policy.startsWith("default-src 'none'"));
    const QByteArray script =
        html.mid(html.lastIndexOf("<script>") + 8, html.lastIndexOf("</script>") - html.lastIndexOf("<script>") - 8);
    const QByteArray style = between(html, "<style>", "</style>");
    for (const QByteArray& part : {script, style}) {
      QVERIFY(policy.contains(QCryptographicHash::hash(part, QCryptographicHash::Sha256).toBase64()));
    }
    // Nothing that is fetched.
    static const QRegularExpression fetched("(?:src|href)\\s*=\\s*\"(?!data:)|@import|url\\(");
    QVERIFY(!QString::fromUtf8(html).contains(fetched));
    // Without a script the result stands there.
    QVERIFY(html.contains("<mark>" + replay.run.candidates[0].fills[0].toHtmlEscaped().toUtf8()));
  }

  void aLargeRunStaysSmall() {
    const app::Replay replay =
        app::makeReplay(madeUpReplayRun({8, 1, 64, 32, 2}, 3000), QStringLiteral("Large"), hostileText());
    const qsizetype size = app::replayHtml(replay).size();
    qInfo("32 steps x 8 candidates x 64 tokens, made up: %lld bytes of HTML", static_cast<long long>(size));
    QVERIFY(size < 400 * 1024);
  }

  void theSuffixSaysTheFormat() {
    QTemporaryDir folder;
    const app::Replay replay = hostileReplay();
    for (const char* name : {"a.html", "a.HTM", "a.json"}) {
      app::exportReplay(replay, {}, folder.filePath(name));
      QVERIFY(QFileInfo(folder.filePath(name)).size() > 1000);
    }
    const auto sentenceOf = [&](const app::Replay& one, const QString& path) -> QString {
      try {
        app::exportReplay(one, {}, path);
      } catch (const std::runtime_error& error) {
        return QString::fromUtf8(error.what());
      }
      return {};
    };
    QVERIFY(sentenceOf(replay, folder.filePath("a.docx")).contains("says no format"));
    QVERIFY(sentenceOf(replay, folder.filePath("none/a.html")).contains("could not be written"));
    app::Replay pruned = replay;
    pruned.run.trajectory.clear();
    QVERIFY(sentenceOf(pruned, folder.filePath("b.html")).contains("not in the library any more"));
    QVERIFY(!QFile::exists(folder.filePath("b.html")));
  }

  void keysOfATerminal() {
    QCOMPARE(app::keyOf("\x1b[D", 3), app::Key::Left);
    QCOMPARE(app::keyOf("\x1bOC", 3), app::Key::Right);
    QCOMPARE(app::keyOf(" ", 1), app::Key::Space);
    QCOMPARE(app::keyOf("q", 1), app::Key::Quit);
    QCOMPARE(app::keyOf("\x1b[5~", 4), app::Key::None);
  }

 private:
  static void readToken(Numbers& numbers, const QStringList& pieces, storage::RunToken& token) {
    const int flags = numbers.next();
    token.settled = (flags & 1) != 0;
    token.flipped = (flags & 2) != 0;
    if ((flags & 4) != 0) token.text = pieces.value(numbers.next());
    if ((flags & 8) != 0) token.confidence = static_cast<quint8>(numbers.next());
    if ((flags & 16) != 0) token.entropy = static_cast<quint8>(numbers.next());
    if ((flags & 32) == 0) return;
    token.alternatives.resize(numbers.next());
    for (storage::RunAlternative& other : token.alternatives) {
      other.text = pieces.value(numbers.next());
      other.probability = static_cast<quint8>(numbers.next());
    }
  }
};

QTEST_GUILESS_MAIN(ReplayTest)
#include "replay_test.moc"
