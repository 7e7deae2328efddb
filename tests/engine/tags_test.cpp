// SPDX-License-Identifier: GPL-3.0-or-later
// Tagged passages: every gap sees them, however far away, and nothing else changes; which stretches of a document are
// read; token ids that are kept by line.
#include "tests/engine/support.h"

#include "engine/attention/chunks.h"
#include "engine/sampling/prepare.h"
#include "engine/sampling/trace.h"
#include "tests/engine/plain_denoiser.h"

#include <QTest>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

double largest(const torch::Tensor& x) { return x.abs().max().item<double>(); }

struct Scene {
  ModelConfig config;
  Denoiser model;
  Layout layout;
  torch::Tensor context;
  torch::Tensor state;

  Scene(const ModelConfig& c, const std::vector<DocumentPlan>& plans)
      : config(c), model(c, 3), layout(makeLayout(plans, c.layoutOptions())) {
    stir(&model);
    torch::manual_seed(4);
    std::int64_t tokens = 0;
    for (const DocumentPlan& plan : plans) tokens += plan.context;
    context = torch::randint(5, c.vocabulary, {tokens}, torch::kInt64);
    state = torch::randn({layout.filling(), c.width});
  }

  torch::Tensor logits() const {
    const KeyValues reading = model.prefill(model.readingInput(layout, context), makeReadPlan(config, layout), nullptr);
    const FillPlan plan = makeFillPlan(config, layout);
    return model.logits(model.denoise(state, model.prepare(reading, plan), plan, nullptr));
  }
  torch::Tensor plainLogits() const {
    const PlainDenoiser plain(model);
    const auto states = plain.forward(torch::cat({model.readingInput(layout, context), state}), layout);
    return plain.logits(states.back().narrow(0, layout.reading, layout.filling()));
  }
};

// One far passage, one that reaches into a window, one around a marker.
std::vector<DocumentPlan> taggedPlans() {
  DocumentPlan plan{160, {{9, 12}, {30, 1}, {90, 20}}, 2};
  plan.tagged = {{0, 3}, {26, 34}, {140, 155}};
  return {plan, {11, {{0, 3}}, 1}};
}

std::string paragraphs(int count, std::uint64_t seed) {
  Random random(seed);
  std::string text;
  for (int i = 0; i < count; ++i)
    text += habitualText(static_cast<int>(random.between(1, 9)), seed + static_cast<std::uint64_t>(i)) + "\n\n";
  return text;
}

}  // namespace

class TagsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { session_ = lacunaEngine()->open(modelFolder()); }
  void listingEqualsTheRule();
  void equalsPlainTwin_data();
  void equalsPlainTwin();
  void onlyTheTaggedIsSeen();
  void reachTellsTags();
  void tagsAreReadHoweverFar();
  void farTagMovesTheGap();
  void piecesCoverTheText();
  void refusesBadTags_data();
  void refusesBadTags();
  void linesAreEncodedOnce();

 private:
  std::unique_ptr<Session> session_;
  CancelFlag never_{false};
};

void TagsTest::listingEqualsTheRule() {
  const Layout layout = makeLayout(taggedPlans(), {16, 3});
  for (const bool contextReads : {false, true}) {
    const Visibility rule{{6, 1}, {5, 3}, {2, contextReads}};
    for (std::int64_t q = 0; q < layout.total(); ++q) {
      std::vector<std::int64_t> listed;
      listVisible(layout, q, rule, &listed);
      std::vector<std::int64_t> expected;
      for (std::int64_t k = 0; k < layout.total(); ++k) {
        if (rule.visible(layout.rows[static_cast<std::size_t>(q)], layout.rows[static_cast<std::size_t>(k)]))
          expected.push_back(k);
      }
      QCOMPARE(listed, expected);
    }
  }
}

void TagsTest::equalsPlainTwin_data() {
  QTest::addColumn<bool>("contextReads");
  QTest::newRow("one way") << false;
  QTest::newRow("the paper's") << true;
}

void TagsTest::equalsPlainTwin() {
  QFETCH(bool, contextReads);
  ModelConfig config = tinyConfig();
  config.contextReadsGlobals = contextReads;
  const Scene scene(config, taggedPlans());
  const torch::NoGradGuard noGrad;
  QVERIFY(largest(scene.logits() - scene.plainLogits()) < 1e-4);
  // It is another pass than the one without tags.
  std::vector<DocumentPlan> plans = taggedPlans();
  plans.front().tagged.clear();
  const Scene without(config, plans);
  QVERIFY(largest(scene.logits() - without.logits()) > 1e-3);
}

void TagsTest::onlyTheTaggedIsSeen() {
  ModelConfig config = tinyConfig();
  config.globals = 0;
  config.chunk = 0;
  DocumentPlan plan{400, {{20, 5}}, 1};
  plan.tagged = {{300, 310}};
  Scene scene(config, {plan});
  const torch::NoGradGuard noGrad;
  const auto before = scene.logits();
  const auto change = [&](std::int64_t token) {
    const auto kept = scene.context.clone();
    scene.context[token] = 7 + (scene.context[token].item<std::int64_t>() % 1000);
    const double moved = largest(scene.logits() - before);
    scene.context = kept;
    return moved;
  };
  QVERIFY(change(305) > 1e-4);
  QVERIFY(change(311) > 1e-7);  // what a tagged token has read
  QCOMPARE(change(360), 0.0);   // beyond that
  QCOMPARE(change(200), 0.0);
}

void TagsTest::reachTellsTags() {
  InfillRequest r;
  r.text = paragraphs(400, 2);
  const std::size_t far = r.text.find("Mara", r.text.size() - 2000);
  r.gaps = {{100, 100, 0, 4}};
  r.candidates = 1;
  r.steps = 1;
  r.trace = true;
  r.tagged = {{far, far + 40}};
  const Trajectory trajectory = session_->infill(r, {}, never_).trajectory;
  int tagged = 0;
  for (std::size_t i = 0; i < trajectory.context.size(); ++i) {
    const TextSpan& block = trajectory.context[i];
    const bool holds = block.begin < far + 40 && block.end > far;
    tagged += holds ? 1 : 0;
    QCOMPARE((trajectory.reach[i] & kByTag) != 0, holds);
    if (holds) QCOMPARE(trajectory.reach[i] & kByWindow, 0);
  }
  // The far passage is looked at, and what is beyond it is not.
  QVERIFY(tagged == 1 || tagged == 2);
  const std::vector<float>& received = trajectory.steps.at(0).attentionReceived;
  QCOMPARE(received.size(), trajectory.context.size());
  for (std::size_t i = 0; i < received.size(); ++i) {
    const bool seen = (trajectory.reach[i] & (kByWindow | kByHops | kByTag)) != 0;
    QCOMPARE(received[i] > 0, seen);
  }
}

void TagsTest::tagsAreReadHoweverFar() {
  const SentencePieceTokenizer tokenizer(modelFolder() + "/tokenizer.model");
  LineCache lines(tokenizer);
  InfillRequest r;
  r.text = paragraphs(1500, 3);
  QVERIFY(r.text.size() > 3 * kContextBytes);
  const std::size_t near = r.text.size() - 5000;
  r.gaps = {{near, near, 0, 4}};
  r.tagged = {{500, 620}, {near - 90, near - 20}};
  const PreparedRequest prepared = prepareRequest(r, lines);
  QCOMPARE(prepared.pieces.size(), std::size_t{2});
  QVERIFY(prepared.pieces[0].bytes.begin <= 500 && prepared.pieces[0].bytes.end < 6000);
  QCOMPARE(prepared.plan.tagged.size(), std::size_t{2});
  for (std::size_t i = 0; i < 2; ++i) {
    const TokenRange& range = prepared.plan.tagged[i];
    const auto begin = static_cast<std::size_t>(range.begin);
    const auto end = static_cast<std::size_t>(range.end);
    // The tokens that hold the passage, and no more.
    QVERIFY(prepared.contextByte[begin] <= r.tagged[i].begin && prepared.contextByte[begin + 1] > r.tagged[i].begin);
    QVERIFY(prepared.contextByte[end - 1] < r.tagged[i].end && prepared.contextByte[end] >= r.tagged[i].end);
  }
}

void TagsTest::farTagMovesTheGap() {
  InfillRequest r;
  r.text = paragraphs(1500, 4);
  const std::size_t near = r.text.find("Mara", r.text.size() - 9000) + 4;
  const std::size_t far = r.text.find("Mara", 3000);
  r.gaps = {{near, near, 0, 6}};
  r.candidates = 2;
  r.steps = 4;
  r.trace = true;
  const auto confidences = [&] {
    std::vector<float> all;
    const Trajectory trajectory = session_->infill(r, {}, never_).trajectory;
    for (const auto& gap : trajectory.steps[0].tokens[0]) {
      for (const TracedToken& token : gap) all.push_back(token.entropy);
    }
    return all;
  };
  const auto untagged = confidences();
  const std::string text = r.text;
  r.text.replace(far, 4, "Jonn");
  QCOMPARE(confidences(), untagged);  // beyond reach
  r.text = text;
  r.tagged = {{far, far + 60}};
  const auto tagged = confidences();
  QVERIFY(tagged != untagged);
  QCOMPARE(confidences(), tagged);
  r.text.replace(far, 4, "Jonn");
  QVERIFY(confidences() != tagged);
}

void TagsTest::piecesCoverTheText() {
  const SentencePieceTokenizer tokenizer(modelFolder() + "/tokenizer.model");
  LineCache lines(tokenizer);
  Random random(6);
  for (int round = 0; round < 30; ++round) {
    InfillRequest r;
    r.text = paragraphs(static_cast<int>(random.between(1, 120)), static_cast<std::uint64_t>(round));
    if (round % 3 == 0) std::replace(r.text.begin(), r.text.end(), '\n', ' ');
    r.contextBytes = static_cast<std::size_t>(random.between(0, 6000));
    const auto place = [&](std::size_t from) {
      return static_cast<std::size_t>(
          random.between(static_cast<std::int64_t>(from), static_cast<std::int64_t>(r.text.size())));
    };
    std::size_t at = 0;
    for (int gap = 0; gap < 3; ++gap) {
      const std::size_t begin = place(at);
      at = std::min(r.text.size(), begin + static_cast<std::size_t>(random.between(0, 20)));
      r.gaps.push_back({begin, at, 0, 5});
    }
    const std::size_t passage = place(0);
    if (passage < r.text.size()) r.tagged = {{passage, std::min(r.text.size(), passage + 100)}};
    const PreparedRequest prepared = prepareRequest(r, lines);
    QCOMPARE(prepared.gaps.size(), std::size_t{3});
    for (std::size_t i = 0; i < 3; ++i) {
      const auto marker = static_cast<std::size_t>(prepared.plan.gaps[i].marker);
      QCOMPARE(prepared.context[marker], std::int64_t{tokenizer.special().gap});
      QCOMPARE(prepared.contextByte[marker], r.gaps[i].begin);
    }
    // Every token stands where it says, and what is no gap and no hole is there. Spaces at seams may come and go.
    std::string read;
    std::string expected;
    for (std::size_t i = 0; i < prepared.context.size(); ++i) {
      const std::string& bytes = tokenizer.bytes(static_cast<TokenId>(prepared.context[i]));
      QVERIFY(i == 0 || prepared.contextByte[i] >= prepared.contextByte[i - 1]);
      const std::size_t begin = prepared.contextByte[i];
      QVERIFY(r.text.substr(begin, bytes.size()) == bytes || bytes.front() == ' ');
      for (const char c : bytes) read += c == ' ' ? "" : std::string(1, c);
    }
    for (const ContextPiece& piece : prepared.pieces) {
      for (std::size_t i = piece.bytes.begin; i < piece.bytes.end; ++i) {
        const bool inGap = std::any_of(r.gaps.begin(), r.gaps.end(),
                                       [&](const GapRequest& gap) { return i >= gap.begin && i < gap.end; });
        if (!inGap && r.text[i] != ' ') expected += r.text[i];
      }
    }
    QCOMPARE(read, expected);
    for (const GapRequest& gap : r.gaps) {
      const bool inside = std::any_of(prepared.pieces.begin(), prepared.pieces.end(), [&](const ContextPiece& piece) {
        return piece.bytes.begin <= gap.begin && gap.end <= piece.bytes.end;
      });
      QVERIFY(inside);
    }
  }
}

void TagsTest::refusesBadTags_data() {
  QTest::addColumn<QString>("says");
  QTest::newRow("empty") << "is empty or lies outside";
  QTest::newRow("outside") << "is empty or lies outside";
  QTest::newRow("overlap") << "overlaps the one before it";
  QTest::newRow("character") << "middle of a character";
  QTest::newRow("tokens") << "tag less";
  QTest::newRow("bytes") << "far too long";
}

void TagsTest::refusesBadTags() {
  QFETCH(QString, says);
  const std::string row = QTest::currentDataTag();
  InfillRequest r;
  r.text = "é" + paragraphs(1500, 5);
  r.gaps = {{200, 200, 0, 4}};
  r.steps = 1;
  if (row == "empty") r.tagged = {{7, 7}};
  if (row == "outside") r.tagged = {{7, r.text.size() + 1}};
  if (row == "overlap") r.tagged = {{7, 20}, {19, 30}};
  if (row == "character") r.tagged = {{1, 20}};
  if (row == "tokens") r.tagged = {{1000, 40000}};
  if (row == "bytes") r.tagged = {{1000, 90000}};
  ErrorCode code{};
  const QString sentence = QString::fromStdString(sentenceOf([&] { session_->infill(r, {}, never_); }, &code));
  QVERIFY2(sentence.contains(says), qPrintable(sentence));
  QVERIFY(sentence.endsWith('.'));
  QCOMPARE(code, ErrorCode::kInvalidInput);
}

void TagsTest::linesAreEncodedOnce() {
  const SentencePieceTokenizer tokenizer(modelFolder() + "/tokenizer.model");
  LineCache lines(tokenizer);
  std::string text = paragraphs(300, 7);
  QCOMPARE(lines.encode(text), tokenizer.encode(text));
  QVERIFY(lines.bytesEncoded() <= text.size());
  const std::size_t before = lines.bytesEncoded();
  text.insert(text.find("kettle", text.size() / 2), "old brass ");
  QCOMPARE(lines.encode(text), tokenizer.encode(text));
  QVERIFY(lines.bytesEncoded() > before && lines.bytesEncoded() - before < 1000);
  for (const char* const odd : {"", "\n", "\n\n", "a", "a\n", "\na", " \n ", "\xE2\x96\x81x\n"})
    QCOMPARE(lines.encode(odd), tokenizer.encode(odd));
  // With next to no room it forgets, and is right all the same.
  LineCache small(tokenizer, 2000);
  for (int i = 0; i < 3; ++i) QCOMPARE(small.encode(text), tokenizer.encode(text));
  QVERIFY(small.bytesEncoded() > text.size());
  // Stopped between lines, it has kept those that it had.
  LineCache stopped(tokenizer);
  struct Stop {};
  int count = 0;
  try {
    stopped.encode(text, [&] {
      if (++count == 50) throw Stop();
    });
    QFAIL("it was not stopped");
  } catch (const Stop&) {
  }
  const std::size_t had = stopped.bytesEncoded();
  QVERIFY(had > 0 && had < text.size());
  stopped.encode(text);
  QVERIFY(stopped.bytesEncoded() <= text.size());
}

QTEST_GUILESS_MAIN(TagsTest)
#include "tags_test.moc"
