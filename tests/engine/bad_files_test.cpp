// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are damaged, hostile, or of another run: each is a sentence that names it, before anything is allocated
// for what it claims.
#include <QTest>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "engine/ablation/grid.h"
#include "engine/ablation/result_file.h"
#include "engine/benchmark/base_config.h"
#include "engine/benchmark/machine.h"
#include "engine/denoiser/parameter_shapes.h"
#include "engine/evaluation/blanks.h"
#include "engine/text/json.h"
#include "engine/text/sentencepiece_tokenizer.h"
#include "storage/files/folder_lock.h"
#include "tests/engine/training_desk.h"

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

// A tokenizer of its own pieces.
std::string makeTokenizer(const ScratchFolder& folder, const std::string& name, const std::string& word) {
  std::string text;
  for (int i = 0; i < 3000; ++i)
    text += word + std::to_string(i * 7919 % 1000) + " of the " + std::to_string(i * 31 % 97) + word + "\n";
  folder.write(name + "-books/a.txt", text);
  trainTokenizer(folder.path(name + "-books"), folder.path(name), 600);
  return folder.path(name);
}

std::string nested(std::size_t depth, const std::string& before = "", const std::string& after = "") {
  return before + std::string(depth, '[') + std::string(depth, ']') + after;
}

nlohmann::json tinyRun() {
  return {{"model", toJson(tinyConfig())},
          {"batch", {{"tokens", 256}, {"lengths", {{64, 1.0}}}}},
          {"steps", 8},
          {"checkpointEvery", 4},
          {"heldOutEvery", 4},
          {"heldOutBatches", 1}};
}

}  // namespace

class BadFilesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  // Deeper than a stack: reading may not call itself once a level.
  void anyJsonMayBeNestedWithoutEnd() {
    const ScratchFolder folder;
    const std::string deep = nested(100000, "{\"width\": ", "}");
    const std::string path = folder.write("deep.json", deep);
    const auto refused = [&](const std::function<void()>& call, ErrorCode code) {
      ErrorCode found{};
      const std::string sentence = sentenceOf(call, &found);
      const bool good = found == code && sentence.find("nested") != std::string::npos;
      if (!good) qWarning("got: %s", sentence.substr(0, 300).c_str());
      return good;
    };
    QVERIFY(refused([&] { readTrainConfig(path); }, ErrorCode::kInvalidInput));
    QVERIFY(refused([&] { readBenchConfig(path); }, ErrorCode::kInvalidInput));
    QVERIFY(refused([&] { readGrid(path); }, ErrorCode::kInvalidInput));
    folder.write("pairs.jsonl", "{\"src\": \"a\", \"trg\": " + nested(100000) + "}");
    QVERIFY(refused([&] { readPairs(folder.path("pairs.jsonl")); }, ErrorCode::kInvalidInput));
    folder.write("m/config.json", deep);
    QVERIFY(refused([&] { loadModel(folder.path("m")); }, ErrorCode::kBadModel));
    std::string length(8, '\0');
    for (unsigned i = 0; i < 8; ++i) length[i] = static_cast<char>(deep.size() >> (8U * i));
    folder.write("deep.safetensors", length + deep);
    QVERIFY(refused([&] { readSafeTensors(folder.path("deep.safetensors")); }, ErrorCode::kBadModel));
    folder.write("results.jsonl", deep + "\n{\"key\": \"k\", \"steps\": 3}\n");
    QCOMPARE(readResults(folder.path("results.jsonl")).size(), std::size_t{1});
    // Brackets in a text are none, and 64 levels are enough for everybody.
    QVERIFY(parseJson("{\"a\": \"" + std::string(1000, '[') + "\\\"[[\"}", "It").is_object());
    QVERIFY(parseJson(nested(kDeepestJson), "It").is_array());
  }

  void whatIsTooLargeIsNotRead() {
    const ScratchFolder folder;
    folder.write("m/config.json", "");
    std::filesystem::resize_file(folder.path("m/config.json"), std::uintmax_t{1} << 33U);  // a hole
    ErrorCode code{};
    const std::string sentence = sentenceOf([&] { loadModel(folder.path("m")); }, &code);
    QVERIFY2(sentence.find("larger than") != std::string::npos, sentence.c_str());
    QCOMPARE(code, ErrorCode::kBadModel);
  }

  void numbersAreWhatTheirFieldsHold_data() {
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("field");
    const auto row = [](const char* json, const char* field) {
      QTest::newRow(json) << QString(json) << QString(field);
    };
    row(R"({"layers": 6.9})", "layers");
    row(R"({"width": 4294967488})", "width");  // 2^32 + 192
    row(R"({"width": 1e300})", "width");
    row(R"({"width": -192})", "width");
    row(R"({"width": true})", "width");
    row(R"({"contextReadsGlobals": 1})", "contextReadsGlobals");
    row(R"({"heads": [{"gapDilations": [1, 2.5]}]})", "gapDilations");
    row(R"({"heads": [{"gapDilations": [4294967297]}]})", "gapDilations");
    row(R"({"name": 5})", "name");
  }
  void numbersAreWhatTheirFieldsHold() {
    QFETCH(QString, json);
    QFETCH(QString, field);
    const auto parsed = nlohmann::json::parse(json.toStdString());
    const std::string sentence = sentenceOf([&] { modelConfigFromJson(parsed); });
    QVERIFY2(sentence.find(field.toStdString()) != std::string::npos, sentence.c_str());
    QVERIFY(modelConfigFromJson(nlohmann::json::parse(R"({"width": 1.92e2, "layers": 6.0})")).width == 192);
  }

  void trainingFieldsAreInTheirRange_data() {
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("field");
    const auto row = [](const char* json, const char* field) {
      QTest::newRow(json) << QString(json) << QString(field);
    };
    row(R"({"ema": 2})", "ema");
    row(R"({"ema": 1})", "ema");
    row(R"({"steps": -5})", "steps");
    row(R"({"steps": 0})", "steps");
    row(R"({"steps": 1e300})", "steps");
    row(R"({"decay": 5})", "decay");
    row(R"({"warmUp": -1})", "warmUp");
    row(R"({"softShare": 1.5})", "softShare");
    row(R"({"balanceRate": -1})", "balanceRate");
    row(R"({"zLoss": -1})", "zLoss");
    row(R"({"accumulate": 0})", "accumulate");
    row(R"({"heldOutEvery": 0})", "heldOutEvery");
    row(R"({"checkpointEvery": 0})", "checkpointEvery");
    row(R"({"heldOutBatches": 0})", "heldOutBatches");
    row(R"({"seed": -1})", "seed");
    row(R"({"seed": 1.5})", "seed");
    row(R"({"model": {"noise": "brown"}})", "brown");
    row(R"({"optimizer": {"beta1": 1}})", "beta1");
    row(R"({"optimizer": {"beta2": -0.1}})", "beta2");
    row(R"({"optimizer": {"momentum": 1.5}})", "momentum");
    row(R"({"optimizer": {"epsilon": 0}})", "epsilon");
    row(R"({"optimizer": {"adamRate": -1}})", "adamRate");
    row(R"({"optimizer": {"muonRate": -1}})", "muonRate");
    row(R"({"optimizer": {"weightDecay": -1}})", "weightDecay");
    row(R"({"optimizer": {"clip": 0}})", "clip");
    row(R"({"batch": {"tokens": 15}})", "tokens");
    row(R"({"batch": {"longestGap": 0}})", "longestGap");
    row(R"({"batch": {"longGaps": 2}})", "longGaps");
    row(R"({"batch": {"whole": -1}})", "whole");
    row(R"({"batch": {"wordBorders": 9}})", "wordBorders");
    row(R"({"batch": {"expansions": 0.6}})", "expansions");
    row(R"({"batch": {"deletions": -0.1}})", "deletions");
    row(R"({"batch": {"lengths": [[64, 0.0]]}})", "lengths");
    row(R"({"batch": {"lengths": [[64.5, 1.0]]}})", "lengths");
    row(R"({"batch": {"lengths": [[64]]}})", "lengths");
    row(R"({"batch": {"folderWeights": {"a": 0}}})", "folderWeights");
  }
  void trainingFieldsAreInTheirRange() {
    QFETCH(QString, json);
    QFETCH(QString, field);
    const ScratchFolder folder;
    const std::string path = folder.write("run.json", json.toStdString());
    ErrorCode code{};
    const std::string sentence = sentenceOf([&] { readTrainConfig(path); }, &code);
    QVERIFY2(sentence.find(field.toStdString()) != std::string::npos && sentence.find(path) != std::string::npos,
             sentence.c_str());
    QCOMPARE(code, ErrorCode::kInvalidInput);
  }

  void aBudgetIsANumber() {
    const ScratchFolder folder;
    TrainJob job;
    job.config = folder.write("run.json", "{}");
    for (const double minutes : {std::nan(""), -1.0, 1e7}) {
      job.budgetMinutes = minutes;
      const std::string sentence = sentenceOf([&] { runTraining(job, {}, CancelFlag{false}); });
      QVERIFY2(sentence.find("budget") != std::string::npos, sentence.c_str());
    }
  }

  void shapesAreThoseOfTheModel() {
    ModelConfig dense = tinyConfig();
    dense.experts = 0;
    dense.expertsPerToken = 1;
    ModelConfig cached = tinyConfig();
    cached.cache.words = 0.5;
    ModelConfig joint = tinyConfig();
    joint.reading = Reading::kTwoWay;
    for (const ModelConfig& config : {tinyConfig(), dense, cached, joint}) {
      const Denoiser model(config, 1);
      const auto shapes = parameterShapes(config);
      QCOMPARE(shapes.size(), model.parameters().size());
      double count = 0;
      for (std::size_t i = 0; i < shapes.size(); ++i) {
        QCOMPARE(shapes[i].first, model.parameters()[i].name);
        QCOMPARE(shapes[i].second, model.parameters()[i].tensor.sizes().vec());
        count += static_cast<double>(model.parameters()[i].tensor.numel());
      }
      QCOMPARE(countClaimed(config), count);
    }
  }

  void aClaimIsComparedBeforeItIsAllocated() {
    const ScratchFolder folder;
    const Denoiser model(tinyConfig(), 8);
    saveModel(folder.path("m"), model.config(), model.parameters(), modelFolder() + "/tokenizer.model");
    auto json = toJson(model.config());
    json["layers"] = 128;
    json["width"] = 8192;
    folder.write("m/config.json", json.dump());
    resetPeakMemory();
    const auto before = static_cast<double>(peakResidentBytes());
    ErrorCode code{};
    const std::string sentence = sentenceOf([&] { loadModel(folder.path("m")); }, &code);
    QVERIFY2(sentence.find("has the shape") != std::string::npos, sentence.c_str());
    QCOMPARE(code, ErrorCode::kBadModel);
    QVERIFY(static_cast<double>(peakResidentBytes()) - before < 100e6);
    // A training of it would be one of 60 GB and more: said before a page of it is touched.
    json["denseHidden"] = json["expertHidden"] = 65536;
    json["experts"] = 256;
    const auto config = modelConfigFromJson(json);
    QVERIFY(sentenceOf([&] { Denoiser(config, 1); }, &code).find("memory") != std::string::npos);
    QCOMPARE(code, ErrorCode::kOutOfMemory);
  }

  // Of the same size and with other pieces: what the model says would be read as other words.
  void aModelKnowsItsTokenizer() {
    const ScratchFolder folder;
    const std::string own = makeTokenizer(folder, "own.model", "lamp");
    const std::string other = makeTokenizer(folder, "other.model", "quay");
    QCOMPARE(SentencePieceTokenizer(own).vocabulary(), SentencePieceTokenizer(other).vocabulary());
    QVERIFY(SentencePieceTokenizer(own).hash() != SentencePieceTokenizer(other).hash());
    const Denoiser model(tinyConfig(600), 8);
    saveModel(folder.path("m"), model.config(), model.parameters(), own);
    const std::string fingerprint = loadModel(folder.path("m")).fingerprint;
    std::filesystem::copy_file(other, folder.path("m/tokenizer.model"),
                               std::filesystem::copy_options::overwrite_existing);
    ErrorCode code{};
    const std::string sentence = sentenceOf([&] { loadModel(folder.path("m")); }, &code);
    QVERIFY2(sentence.find("tokenizer.model") != std::string::npos, sentence.c_str());
    QCOMPARE(code, ErrorCode::kBadModel);
    // A model of before has no hash: it opens, and its fingerprint is what it was.
    std::filesystem::copy_file(own, folder.path("m/tokenizer.model"),
                               std::filesystem::copy_options::overwrite_existing);
    folder.write("m/config.json", toJson(model.config()).dump());
    QCOMPARE(loadModel(folder.path("m")).fingerprint, fingerprint);
  }

  void theShippedModelKnowsItsTokenizer() {
    const auto json = readJsonObject(modelFolder() + "/config.json", "The file");
    QVERIFY(json.contains("tokenizer"));
    QCOMPARE(json["tokenizer"].get<std::string>(), SentencePieceTokenizer(modelFolder() + "/tokenizer.model").hash());
  }

  void aRunKnowsItsTokenizer() {
    const ScratchFolder folder;
    const SentencePieceTokenizer own(makeTokenizer(folder, "own.model", "lamp"));
    const SentencePieceTokenizer other(makeTokenizer(folder, "other.model", "quay"));
    TrainConfig config = tinyTraining();
    config.model = tinyConfig(600);
    const TokenizedCorpus corpus = tokenizeCorpus(folder.path("own.model-books"), own, "");
    Trainer(config, own, corpus).save(folder.path("c.safetensors"), 0);
    Trainer same(config, own, corpus);
    QCOMPARE(same.load(folder.path("c.safetensors")), 0.0);
    Trainer foreign(config, other, corpus);
    ErrorCode code{};
    const std::string sentence = sentenceOf([&] { foreign.load(folder.path("c.safetensors")); }, &code);
    QVERIFY2(sentence.find("another tokenizer") != std::string::npos, sentence.c_str());
    QCOMPARE(code, ErrorCode::kBadModel);
  }

  void aTokenBeyondTheVocabularyIsNoIndex() {
    const Desk desk({60}, 40);
    const std::string cache = desk.folder.path("tokens.bin");
    const TokenStore fresh = desk.corpus.tokens;
    QVERIFY(tokenizeCorpus(desk.folder.path("books"), desk.tokenizer, cache).tokens == fresh);
    const auto size = std::filesystem::file_size(cache);
    {
      std::fstream file(cache, std::ios::in | std::ios::out | std::ios::binary);
      file.seekp(static_cast<std::streamoff>(size) - 2);
      file.write("\xFF\xFF", 2);
    }
    const TokenizedCorpus again = tokenizeCorpus(desk.folder.path("books"), desk.tokenizer, cache);
    QVERIFY(again.tokens == fresh);
    QCOMPARE(unigram(again, desk.tokenizer.vocabulary()).size(), std::size_t{4096});
    // Counts that would wrap a sum of sizes.
    {
      std::fstream file(cache, std::ios::in | std::ios::out | std::ios::binary);
      file.seekp(16);
      const std::uint64_t starts = (std::uint64_t{1} << 61U) + 2;
      file.write(reinterpret_cast<const char*>(&starts), sizeof starts);
    }
    QVERIFY(tokenizeCorpus(desk.folder.path("books"), desk.tokenizer, cache).tokens == fresh);
  }

  void aDamagedCheckpointHasOneBeforeIt() {
    const Desk desk;
    TrainJob job;
    job.config = desk.folder.write("config.json", tinyRun().dump());
    job.data = desk.folder.path("books");
    job.tokenizer = modelFolder() + "/tokenizer.model";
    job.output = desk.folder.path("run");
    CancelFlag cancel{false};
    runTraining(
        job, [&](const TrainProgress& p) { cancel = p.step >= 6; }, cancel);
    const std::string checkpoint = job.output + "/checkpoint.safetensors";
    QVERIFY(std::filesystem::exists(job.output + "/checkpoint.previous.safetensors"));
    std::filesystem::resize_file(checkpoint, std::filesystem::file_size(checkpoint) / 2);
    cancel = false;
    std::vector<TrainProgress> seen;
    runTraining(
        job, [&](const TrainProgress& p) { seen.push_back(p); }, cancel);
    QCOMPARE(seen.front().step, std::int64_t{4});
    QVERIFY2(seen.front().note.find("truncated") != std::string::npos ||
                 seen.front().note.find("unusable") != std::string::npos,
             seen.front().note.c_str());
    QVERIFY(seen.front().note.find("before it is taken") != std::string::npos);
    QCOMPARE(seen.back().step, std::int64_t{8});
    // Gone altogether, as after a crash between two renames of a file system without links.
    std::filesystem::remove(checkpoint);
    seen.clear();
    runTraining(
        job, [&](const TrainProgress& p) { seen.push_back(p); }, cancel);
    QVERIFY(seen.front().note.find("the one before it is taken") != std::string::npos);
    // Nothing of ours lies about.
    for (const auto& entry : std::filesystem::directory_iterator(job.output))
      QVERIFY2(entry.path().extension() != ".part", entry.path().c_str());
  }

  void oneTrainingInAFolder() {
    const Desk desk({60}, 40);
    TrainJob job;
    job.config = desk.folder.write("config.json", tinyRun().dump());
    job.data = desk.folder.path("books");
    job.tokenizer = modelFolder() + "/tokenizer.model";
    job.output = desk.folder.path("run");
    std::filesystem::create_directories(job.output);
    const lacuna::files::FolderLock other(job.output, "training.lock", "");
    ErrorCode code{};
    const std::string sentence = sentenceOf([&] { runTraining(job, {}, CancelFlag{false}); }, &code);
    QVERIFY2(sentence.find("Another training") != std::string::npos, sentence.c_str());
    QCOMPARE(code, ErrorCode::kIo);
    QVERIFY(!std::filesystem::exists(job.output + "/tokens.bin"));
  }

  void tooLittleTextIsASentence() {
    const ScratchFolder folder;
    TrainJob job;
    job.config = folder.write("config.json", tinyRun().dump());
    job.tokenizer = modelFolder() + "/tokenizer.model";
    folder.write("books/a.txt", habitualText(60, 1));
    folder.write("short/a.txt", "So.");
    folder.write("empty/a.txt", "");
    for (const char* name : {"short", "empty"}) {
      job.output = folder.path(std::string("run-") + name);
      for (const bool valid : {false, true}) {
        job.data = folder.path(valid ? "books" : name);
        job.valid = valid ? folder.path(name) : "";
        ErrorCode code{};
        const std::string sentence = sentenceOf([&] { runTraining(job, {}, CancelFlag{false}); }, &code);
        QVERIFY2(sentence.find("No text in") != std::string::npos && sentence.find(name) != std::string::npos,
                 sentence.c_str());
        QCOMPARE(code, ErrorCode::kInvalidInput);
      }
    }
  }

  void aBatchHasAnExampleAmongManyShortBooks() {
    const ScratchFolder folder;
    const SentencePieceTokenizer tokenizer(modelFolder() + "/tokenizer.model");
    for (int i = 0; i < 60; ++i) folder.write("books/" + std::to_string(i) + ".txt", "So.");
    folder.write("books/long.txt", "The keeper carried the lamp up the stair.");
    const TokenizedCorpus corpus = tokenizeCorpus(folder.path("books"), tokenizer, "");
    BatchOptions options;
    options.tokens = 16;
    options.lengths = {{16, 1.0}};
    for (std::uint64_t step = 0; step < 100; ++step)
      QVERIFY(makeBatch(corpus, tokenizer, LayoutOptions{16, 2}, options, 1, step).target_F.numel() > 0);
  }

  // A blank costs many times its length: what has no spaces is no word.
  void aTextWithoutSpacesHasNoWordAsABlank() {
    const ScratchFolder folder;
    std::string letters;
    for (int i = 0; i < 20000; ++i) letters += static_cast<char>('a' + i * i % 26);
    folder.write("books/a.TXT", habitualText(400, 1) + letters + " " + habitualText(400, 2));
    BlankOptions options;
    options.blanks = 100000;  // all of them
    options.lengths = {4};
    const std::vector<Blank> blanks = cutBlanks(readHeldOut(folder.path("books")), options);
    int words = 0;
    for (const Blank& blank : blanks) {
      words += blank.kind == BlankKind::kWord ? 1 : 0;
      QVERIFY(blank.characters <= 65);
    }
    QVERIFY(words > 1000);
  }

  void aTokenizerThatCannotBeLearnedIsASentence() {
    const ScratchFolder folder;
    folder.write("books/a.txt", "A few words, and no more.\n");
    ErrorCode code{};
    const std::string sentence =
        sentenceOf([&] { trainTokenizer(folder.path("books"), folder.path("t"), 4096); }, &code);
    QVERIFY2(sentence.find("vocabulary of 4096") != std::string::npos && sentence.find(".cc") == std::string::npos,
             sentence.c_str());
    QCOMPARE(code, ErrorCode::kInvalidInput);
    folder.write("books/a.txt", "");
    QVERIFY(sentenceOf([&] { trainTokenizer(folder.path("books"), folder.path("t"), 4096); }, &code).find("empty") !=
            std::string::npos);
    folder.write("books/a.txt", habitualText(100, 1));
    QVERIFY(!sentenceOf([&] { trainTokenizer(folder.path("books"), folder.path("no/t"), 600); }, &code).empty());
    QCOMPARE(code, ErrorCode::kIo);
  }
};

QTEST_GUILESS_MAIN(BadFilesTest)
#include "bad_files_test.moc"
