// SPDX-License-Identifier: GPL-3.0-or-later
// Model files are data: every way in which one can be broken is refused with a sentence that names it.
#include "tests/engine/support.h"

#include "engine/weights/safetensors.h"

#include <QTest>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

std::string header(const std::string& json) {
  std::string bytes;
  for (unsigned i = 0; i < 8; ++i) bytes += static_cast<char>(json.size() >> (8U * i));
  return bytes + json;
}

std::string slurp(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

class WeightsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void roundTripOfTypes();
  void emptyTensorsAmongMany();
  void refusesBrokenFiles_data();
  void refusesBrokenFiles();
  void everyTruncationIsRefused();
  void modelFolderRoundTrip();
  void refusesMismatchedModels();
  void writingFailsWithASentence();
};

void WeightsTest::roundTripOfTypes() {
  const ScratchFolder folder;
  const NamedTensors tensors = {{"a", torch::randn({2, 3})},
                                {"b", torch::randn({4}).to(torch::kFloat16)},
                                {"c", torch::randn({1, 1, 2}).to(torch::kBFloat16)},
                                {"d", torch::tensor({1, -2, 3}, torch::kInt64)},
                                {"e", torch::tensor({true, false})},
                                {"f", torch::zeros({0, 5})}};
  writeSafeTensors(folder.path("t.safetensors"), tensors, {{"who", "test \"quoted\""}});
  const SafeTensors read = readSafeTensors(folder.path("t.safetensors"));
  QCOMPARE(read.metadata.at("who"), std::string("test \"quoted\""));
  QCOMPARE(read.tensors.size(), tensors.size());
  for (const auto& [name, tensor] : tensors) {
    bool found = false;
    for (const auto& [otherName, other] : read.tensors) {
      if (otherName != name) continue;
      found = true;
      QCOMPARE(other.scalar_type(), tensor.scalar_type());
      QVERIFY(other.equal(tensor));
    }
    QVERIFY(found);
  }
}

void WeightsTest::emptyTensorsAmongMany() {
  // A model without globals has such a tensor; its place is the next one's.
  const ScratchFolder folder;
  NamedTensors tensors;
  for (int i = 0; i < 60; ++i)
    tensors.emplace_back("t" + std::to_string(i), i % 3 == 1 ? torch::zeros({0, 4}) : torch::full({i + 1}, 1.0F * i));
  writeSafeTensors(folder.path("t.safetensors"), tensors, {});
  const SafeTensors read = readSafeTensors(folder.path("t.safetensors"));
  QCOMPARE(read.tensors.size(), tensors.size());
  const std::map<std::string, torch::Tensor> found(read.tensors.begin(), read.tensors.end());
  for (const auto& [name, tensor] : tensors) QVERIFY2(found.at(name).equal(tensor), name.c_str());
}

void WeightsTest::refusesBrokenFiles_data() {
  QTest::addColumn<QByteArray>("bytes");
  const auto row = [](const char* name, const std::string& bytes) {
    QTest::newRow(name) << QByteArray::fromStdString(bytes);
  };
  const std::string one = R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})";
  row("empty", "");
  row("seven bytes", "1234567");
  row("header longer than the file", header(one).substr(0, 20));
  row("impossible header length", std::string(8, '\xFF') + "{}");
  row("not JSON", header("{\"a\":") + std::string(8, 'x'));
  row("a list", header("[1,2]"));
  row("data cut short", header(one) + "1234");
  row("data too long", header(one) + "1234567890");
  row("unknown type", header(R"({"a":{"dtype":"F37","shape":[2],"data_offsets":[0,8]}})") + "12345678");
  row("type that is a number", header(R"({"a":{"dtype":3,"shape":[2],"data_offsets":[0,8]}})") + "12345678");
  row("wrong size", header(R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})") + "12345678");
  row("negative shape", header(R"({"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}})") + "12345678");
  row("overflowing shape",
      header(R"({"a":{"dtype":"F32","shape":[4294967296,4294967296,4],"data_offsets":[0,8]}})") + "12345678");
  row("offsets reversed", header(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}})") + "12345678");
  row("offsets beyond",
      header(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[99999999,100000007]}})") + "12345678");
  row("overlap",
      header(
          R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})") +
          "123456789012");
  row("hole", header(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})") + "12345678");
  row("a pickle", std::string("PK\x03\x04") + std::string(200, 'p'));
}

void WeightsTest::refusesBrokenFiles() {
  QFETCH(QByteArray, bytes);
  const ScratchFolder folder;
  const std::string path = folder.write("broken.safetensors", bytes.toStdString());
  ErrorCode code{};
  const std::string sentence = sentenceOf([&] { readSafeTensors(path); }, &code);
  QVERIFY(sentence.find(path) != std::string::npos);
  QVERIFY(sentence.back() == '.');
  QCOMPARE(code, ErrorCode::kBadModel);
}

void WeightsTest::everyTruncationIsRefused() {
  const ScratchFolder folder;
  writeSafeTensors(folder.path("t.safetensors"), {{"a", torch::randn({5, 3})}, {"b", torch::randn({7})}}, {});
  const std::string whole = slurp(folder.path("t.safetensors"));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::string path = folder.write("cut.safetensors", whole.substr(0, size));
    QVERIFY(!sentenceOf([&] { readSafeTensors(path); }).empty());
  }
}

void WeightsTest::modelFolderRoundTrip() {
  const ScratchFolder folder;
  Denoiser model(tinyConfig(), 8);
  stir(&model);
  saveModel(folder.path("m"), model.config(), model.parameters(), modelFolder() + "/tokenizer.model");
  const LoadedModel loaded = loadModel(folder.path("m"));
  for (std::size_t i = 0; i < model.parameters().size(); ++i) {
    QVERIFY(loaded.denoiser->parameters()[i].tensor.allclose(model.parameters()[i].tensor.detach(), 1e-3, 1e-4));
  }
  QCOMPARE(loaded.fingerprint.size(), std::size_t{16});
  QCOMPARE(loaded.fingerprint, loadModel(folder.path("m")).fingerprint);
}

void WeightsTest::refusesMismatchedModels() {
  const ScratchFolder folder;
  Denoiser model(tinyConfig(), 8);
  const auto fresh = [&] {
    saveModel(folder.path("m"), model.config(), model.parameters(), modelFolder() + "/tokenizer.model");
  };
  const auto refused = [&](const std::string& what) {
    ErrorCode code{};
    const std::string sentence = sentenceOf([&] { loadModel(folder.path("m")); }, &code);
    const bool named = !sentence.empty() && code == ErrorCode::kBadModel && sentence.find(what) != std::string::npos;
    if (!named) qWarning("got: %s", sentence.c_str());
    return named;
  };
  QVERIFY(refused("does not exist"));
  fresh();
  QVERIFY(sentenceOf([&] { loadModel(folder.path("m")); }).empty());
  NamedTensors tensors;
  for (const Parameter& p : model.parameters()) tensors.emplace_back(p.name, p.tensor);
  auto missing = tensors;
  missing.pop_back();
  writeSafeTensors(folder.path("m/model.safetensors"), missing, {});
  QVERIFY(refused("is missing"));
  auto shaped = tensors;
  shaped[0].second = torch::zeros({3, 3});
  writeSafeTensors(folder.path("m/model.safetensors"), shaped, {});
  QVERIFY(refused("shape"));
  auto typed = tensors;
  typed[1].second = torch::zeros({32}, torch::kInt64);
  writeSafeTensors(folder.path("m/model.safetensors"), typed, {});
  QVERIFY(refused("floating-point"));
  auto extra = tensors;
  extra.emplace_back("stowaway", torch::zeros({1}));
  writeSafeTensors(folder.path("m/model.safetensors"), extra, {});
  QVERIFY(refused("stowaway"));
  auto poisoned = tensors;
  poisoned[1].second = torch::full({32}, std::numeric_limits<float>::quiet_NaN());
  writeSafeTensors(folder.path("m/model.safetensors"), poisoned, {});
  QVERIFY(refused("NaN"));
  fresh();
  folder.write("m/config.json", "{ not json");
  QVERIFY(refused("config.json"));
  fresh();
  nlohmann::json json = toJson(model.config());
  json["vocabulary"] = 5000;
  folder.write("m/config.json", json.dump());
  QVERIFY(refused("do not belong together"));
  json["vocabulary"] = 1;
  folder.write("m/config.json", json.dump());
  QVERIFY(refused("vocabulary"));
}

void WeightsTest::writingFailsWithASentence() {
  const ScratchFolder folder;
  ErrorCode code{};
  const std::string sentence = sentenceOf(
      [&] {
        writeSafeTensors(folder.path("no/such/folder.safetensors"), {{"a", torch::zeros({1})}}, {});
      },
      &code);
  QVERIFY(sentence.find("no/such/folder") != std::string::npos);
  QCOMPARE(code, ErrorCode::kIo);
}

QTEST_GUILESS_MAIN(WeightsTest)
#include "weights_test.moc"
