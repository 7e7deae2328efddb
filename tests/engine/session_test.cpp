// SPDX-License-Identifier: GPL-3.0-or-later
// The engine through its only public header, with the shipped model.
#include "tests/engine/support.h"

#include <cctype>
#include <set>
#include <utility>

#include "engine/sampling/text_guard.h"
#include "engine/text/utf8.h"

#include <QTest>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

const char* const kDraft =
    "# The Hall\n\nShe had not expected the house to be so small. \n\nThere was a lamp on the stair, and , and nobody "
    "came.\n";

InfillRequest request(std::size_t steps = 16) {
  InfillRequest r;
  r.text = kDraft;
  const std::size_t one = r.text.find("small. ") + 7;
  const std::size_t two = r.text.find("and , and") + 4;
  r.gaps = {{one, one, 9, 0}, {two, two, 0, 4}};
  r.candidates = 3;
  r.steps = static_cast<int>(steps);
  r.seed = 7;
  return r;
}

std::vector<std::string> texts(const InfillResult& result) {
  std::vector<std::string> all;
  for (const auto& candidate : result.candidates) {
    for (const GapFill& fill : candidate) all.push_back(fill.text);
  }
  return all;
}

}  // namespace

class SessionTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { session_ = lacunaEngine()->open(modelFolder()); }
  void fillsEveryGap();
  void sameSeedSameBytes();
  void framesTellTheWholeStory();
  void stopsWithinOneStep();
  void candidatesDoNotDependOnTheBatch();
  void contextIsReadOnce();
  void readsAhead();
  void hotDrawsAreStillText();
  void pinsNoForbiddenTokens();
  void refusesBadRequests_data();
  void refusesBadRequests();
  void doctorIsWell();

 private:
  std::unique_ptr<Session> session_;
  CancelFlag never_{false};
};

void SessionTest::fillsEveryGap() {
  const InfillResult result = session_->infill(request(), {}, never_);
  QVERIFY(!result.cancelled);
  QCOMPARE(result.candidates.size(), std::size_t{3});
  QCOMPARE(result.steps, 16);
  float last = 0;
  for (std::size_t c = 0; c < 3; ++c) {
    QCOMPARE(result.candidates[c].size(), std::size_t{2});
    float total = 0;
    for (const GapFill& fill : result.candidates[c]) {
      QVERIFY(!fill.text.empty());
      QVERIFY(fill.score < 0);
      QCOMPARE(utf8Invalid(fill.text), fill.text.size());
      QVERIFY(fill.text.find('\n') == std::string::npos);
      total += fill.score * static_cast<float>(fill.lengthTokens);
    }
    QVERIFY(c == 0 || total <= last + 1e-4F);  // best first
    last = total;
  }
  QCOMPARE(result.candidates[0][1].lengthTokens, 4);
}

void SessionTest::sameSeedSameBytes() {
  const auto first = texts(session_->infill(request(), {}, never_));
  QCOMPARE(texts(session_->infill(request(), {}, never_)), first);
  QCOMPARE(texts(lacunaEngine()->open(modelFolder())->infill(request(), {}, never_)), first);
  InfillRequest other = request();
  other.seed = 8;
  QVERIFY(texts(session_->infill(other, {}, never_)) != first);
}

void SessionTest::framesTellTheWholeStory() {
  std::vector<StepFrame> frames;
  const InfillResult result =
      session_->infill(request(), {[&](const StepFrame& f) { frames.push_back(f); }, {}}, never_);
  QCOMPARE(frames.size(), std::size_t{17});
  int distinct = 0;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    QCOMPARE(frames[i].step, static_cast<int>(i));
    QCOMPARE(frames[i].tokens.size(), std::size_t{3});
    for (const auto& candidate : frames[i].tokens) {
      QCOMPARE(candidate.size(), std::size_t{2});
      for (const auto& gap : candidate) {
        for (const TokenState& token : gap) {
          QVERIFY(token.confidence >= 0.0F && token.confidence <= 1.0F);
          QVERIFY(i != 0 || !token.settled);
          QVERIFY(i + 1 != frames.size() || token.settled);
        }
      }
    }
    if (i > 0) {
      bool differs = false;
      for (std::size_t t = 0; t < frames[i].tokens[0][0].size(); ++t) {
        const TokenState& now = frames[i].tokens[0][0][t];
        const TokenState& then = frames[i - 1].tokens[0][0][t];
        differs = differs || now.id != then.id || now.settled != then.settled || now.confidence != then.confidence;
      }
      distinct += differs ? 1 : 0;
    }
  }
  QVERIFY2(distinct >= 8, qPrintable(QString::number(distinct)));
  // The last frame is the result.
  for (std::size_t gap = 0; gap < 2; ++gap) {
    std::string last;
    for (const TokenState& token : frames.back().tokens[static_cast<std::size_t>(result.order[0][gap])][gap])
      last += token.text;
    QCOMPARE(last, result.candidates[0][gap].text);
  }
}

void SessionTest::stopsWithinOneStep() {
  CancelFlag cancel{false};
  int after = 0;
  InfillCallbacks callbacks;
  callbacks.onStep = [&](const StepFrame& frame) {
    if (cancel.load()) ++after;
    if (frame.step == 5) cancel = true;
  };
  const InfillResult result = session_->infill(request(64), callbacks, cancel);
  QVERIFY(result.cancelled && result.candidates.empty());
  QCOMPARE(result.steps, 5);
  QCOMPARE(after, 0);
  // Also before the first step, and while the context is read.
  cancel = true;
  InfillRequest fresh = request();
  fresh.text += "And one more line.";
  QVERIFY(session_->infill(fresh, {}, cancel).cancelled);
}

void SessionTest::candidatesDoNotDependOnTheBatch() {
  InfillRequest one = request();
  one.candidates = 1;
  const auto alone = texts(session_->infill(one, {}, never_));
  const InfillResult many = session_->infill(request(), {}, never_);
  // Of each gap somewhere among the ranks: it is the first stream.
  for (std::size_t gap = 0; gap < 2; ++gap) {
    for (std::size_t i = 0; i < many.candidates.size(); ++i) {
      if (many.order[i][gap] == 0) QCOMPARE(many.candidates[i][gap].text, alone[gap]);
    }
  }
}

void SessionTest::contextIsReadOnce() {
  int reads = 0;
  std::size_t before = 1;
  InfillCallbacks callbacks;
  callbacks.onContext = [&](std::size_t done, std::size_t) {
    reads += done == 0 && before > 0 ? 1 : 0;  // told more than once while nothing is done yet
    before = done;
  };
  InfillRequest r = request(2);
  r.text += "A line that nobody has read yet.";
  session_->infill(r, callbacks, never_);
  QCOMPARE(reads, 1);
  r.seed = 99;
  r.candidates = 2;
  r.gaps[0].words = 3;  // another length leaves the context as it was
  session_->infill(r, callbacks, never_);
  QCOMPARE(reads, 1);
}

void SessionTest::readsAhead() {
  InfillRequest r = request(2);
  r.text += habitualText(700, 9);
  r.seed = 12;
  const auto readBy = [&](const auto& call) {
    std::size_t first = 0;
    std::size_t total = 0;
    call([&](std::size_t done, std::size_t all) {
      if (total == 0) first = done;
      total = all;
    });
    return total - first;
  };
  const auto infill = [&](const ContextCallback& onContext) { session_->infill(r, {{}, onContext}, never_); };
  // Read ahead, an infill begins at once.
  QVERIFY(readBy([&](const ContextCallback& onContext) { session_->readAhead(r.text, r.gaps, onContext, never_); }) >
          5000);
  QCOMPARE(readBy(infill), std::size_t{0});
  // Stopped on the way, what was read stays.
  r.text = habitualText(700, 10);
  r.gaps = {{50, 50, 0, 4}};
  std::size_t all = 0;
  CancelFlag cancel{false};
  session_->readAhead(
      r.text, r.gaps,
      [&](std::size_t done, std::size_t total) {
        all = total;
        if (2 * done > total) cancel = true;
      },
      cancel);
  QVERIFY(cancel.load());
  const std::size_t left = readBy(infill);
  QVERIFY2(left > 0 && left < all * 6 / 10, qPrintable(QString("%1 of %2").arg(left).arg(all)));
  // Stopped before it began, it returns.
  r.text += "One more line.";
  session_->readAhead(r.text, r.gaps, {}, cancel);
}

// At a temperature at which anything can come, what comes is still text within its line.
void SessionTest::hotDrawsAreStillText() {
  InfillRequest r = request(4);
  r.temperature = 10.0F;
  r.topP = 1.0F;
  r.candidates = 8;
  for (const std::string& text : texts(session_->infill(r, {}, never_))) {
    QCOMPARE(utf8Invalid(text), text.size());
    QVERIFY(text.find('\n') == std::string::npos && text.find('<') == std::string::npos);
  }
}

// Whatever came beside a pinned word is forbidden: the pin stays, and none of it comes again, not even joined to the
// pin.
void SessionTest::pinsNoForbiddenTokens() {
  InfillRequest r = request(6);
  r.gaps = {{r.gaps[0].begin, r.gaps[0].begin, 0, 12}};
  r.candidates = 6;
  r.pins = {{"lamp", 0, kAnywhere}};
  std::set<std::string> words;
  for (const std::string& text : texts(session_->infill(r, {}, never_))) {
    QVERIFY2(holdsWords(text, "lamp"), text.c_str());
    std::string word;
    for (const char letter : text + " ") {
      if (std::isalpha(static_cast<unsigned char>(letter)) != 0)
        word += letter;
      else if (const std::string whole = std::exchange(word, {}); !whole.empty() && whole != "lamp")
        words.insert(whole);
    }
  }
  QVERIFY(words.size() > 10);
  words.insert("lamps");
  r.forbidden.assign(words.begin(), words.end());
  for (const std::string& text : texts(session_->infill(r, {}, never_))) {
    QVERIFY2(holdsWords(text, "lamp"), text.c_str());
    for (const std::string& word : words)
      QVERIFY2(!holdsWords(foldCase(text), foldCase(word)), (word + " in " + text).c_str());
  }
}

void SessionTest::refusesBadRequests_data() {
  QTest::addColumn<int>("change");
  QTest::addColumn<QString>("part");
  QTest::newRow("no gap") << 0 << "no gap";
  QTest::newRow("outside") << 1 << "outside";
  QTest::newRow("overlap") << 2 << "overlaps";
  QTest::newRow("inside a character") << 3 << "middle of a character";
  QTest::newRow("no candidates") << 4 << "candidates";
  QTest::newRow("too many steps") << 5 << "steps";
  QTest::newRow("negative temperature") << 6 << "temperature";
  QTest::newRow("top-p of zero") << 7 << "Top-p";
  QTest::newRow("too long") << 8 << "too long";
  QTest::newRow("not UTF-8") << 9 << "not UTF-8";
}

void SessionTest::refusesBadRequests() {
  QFETCH(int, change);
  QFETCH(QString, part);
  InfillRequest r = request();
  switch (change) {
    case 0:
      r.gaps.clear();
      break;
    case 1:
      r.gaps[1].end = r.text.size() + 5;
      break;
    case 2:
      r.gaps[1] = r.gaps[0];
      r.gaps[1].begin -= 3;
      break;
    case 3:
      r.text = "é";
      r.gaps = {{1, 1, 0, 0}};
      break;
    case 4:
      r.candidates = 0;
      break;
    case 5:
      r.steps = 100000;
      break;
    case 6:
      r.temperature = -1;
      break;
    case 7:
      r.topP = 0;
      break;
    case 8:
      r.gaps[0].tokens = 100000;
      break;
    default:
      r.text += "\xFF";
      break;
  }
  ErrorCode code{};
  const QString sentence = QString::fromStdString(sentenceOf([&] { session_->infill(r, {}, never_); }, &code));
  QVERIFY2(sentence.contains(part), qPrintable(sentence));
  QVERIFY(sentence.endsWith('.'));
  QCOMPARE(code, ErrorCode::kInvalidInput);
}

void SessionTest::doctorIsWell() {
  const auto lines = lacunaEngine()->doctor(modelFolder());
  QVERIFY(lines.size() >= 5);
  for (const DoctorLine& line : lines) QVERIFY2(line.ok, (line.name + ": " + line.value).c_str());
  bool told = false;
  for (const DoctorLine& line : lacunaEngine()->doctor("no/such/folder")) told = told || !line.ok;
  QVERIFY(told);
}

QTEST_GUILESS_MAIN(SessionTest)
#include "session_test.moc"
