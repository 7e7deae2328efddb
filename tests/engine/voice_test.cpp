// SPDX-License-Identifier: GPL-3.0-or-later
// Voices in files and in a session: what is refused, that weights are base, adapter and shares of voices, and that a
// session without voices says the very words of before.
#include <QTest>
#include <cmath>
#include <fstream>
#include <span>
#include <thread>

#include "engine/base/gap_layers.h"
#include "engine/base/voice.h"
#include "engine/file_access.h"
#include "engine/sampling/infill_session.h"
#include "engine/weights/describe.h"
#include "engine/weights/sha256.h"
#include "engine/weights/speaking_voices.h"
#include "tests/engine/made_up_adapter.h"

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

constexpr const char* kText =
    "Mara carried the lamp before the tide came in. Joss mended the nets while the kettle sang. Ellen counted the "
    "oars.";

// An adapter's folder, and voices over it.
struct VoiceFolders {
  VoiceFolders() : model(adapter.save()) {
    const auto bytes = readInput(model + "/adapter.safetensors", std::size_t{1} << 24U);
    config.name = "Mara";
    config.overName = adapter.config.name;
    config.overSha256 = sha256(std::as_bytes(std::span(bytes)));
    config.baseFile = adapter.config.baseFile;
    config.baseSha256 = adapter.config.baseSha256;
    config.rank = 3;
  }
  ~VoiceFolders() { setBaseFiles({}); }

  Parameters random(std::uint64_t seed, double size = 0.3) const {
    Parameters parameters = newVoice(config, adapter.file->config(), seed);
    torch::manual_seed(static_cast<std::int64_t>(seed));
    for (Parameter& parameter : parameters) parameter.tensor.copy_(torch::randn_like(parameter.tensor) * size);
    return parameters;
  }
  std::string voice(const char* name, std::uint64_t seed = 1) const {
    const std::string folder = adapter.folder.path(name);
    saveVoice(folder, config, random(seed), "");
    return folder;
  }
  void rewrite(const std::string& folder, const NamedTensors& tensors) const {
    writeSafeTensors(folder + "/" + kVoiceWeights, tensors, {});
  }

  MadeUpAdapter adapter;
  std::string model;
  VoiceConfig config;
};

InfillRequest request() {
  InfillRequest request;
  request.text = kText;
  const std::size_t at = request.text.find("while");
  request.gaps = {{at, at, 0, 6}};
  request.candidates = 3;
  request.seed = 7;
  return request;
}

// Every fill with its score, and whether the text had to be read.
struct Said {
  std::vector<std::pair<std::string, float>> fills;
  bool read = false;
};

Said said(Session* session) {
  Said all;
  InfillCallbacks callbacks;
  callbacks.onContext = [&](std::size_t, std::size_t) { all.read = true; };
  const CancelFlag never{false};
  for (const auto& candidate : session->infill(request(), callbacks, never).candidates)
    for (const GapFill& fill : candidate) all.fills.emplace_back(fill.text, fill.score);
  return all;
}

std::vector<torch::Tensor> weightsOf(const GapLayers& layers) {
  std::vector<torch::Tensor> weights;
  for (int i = 0; i < smallBase().layers; ++i) {
    const Layer layer = layers.layer(i);
    for (const LinearMap* map : {&layer.heads, &layer.output, &layer.gateUp, &layer.down})
      weights.push_back(map->weight());
  }
  return weights;
}

}  // namespace

class VoiceTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void comesBackAsItWasWritten();
  void saysWhatItIs();
  void someLinearsAlone();
  void refusesWhatIsDamaged_data();
  void refusesWhatIsDamaged();
  void weightsAreSums();
  void withoutVoicesNothingChanges();
  void inEveryPrecision_data();
  void inEveryPrecision();
  void sharesAreHeard();
  void refusesVoicesOfOthers();
  void aVoiceIsNoModel();
};

void VoiceTest::comesBackAsItWasWritten() {
  const VoiceFolders scene;
  const Parameters parameters = scene.random(4);
  const std::string folder = scene.adapter.folder.path("voice");
  saveVoice(folder, scene.config, parameters, "Two lines\nof a card.\n");
  const VoiceFolder back = readVoice(folder, scene.adapter.file->config());
  QVERIFY(toJson(back.config) == toJson(scene.config));
  QCOMPARE(back.tensors.size(), parameters.size());
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    QCOMPARE(back.tensors[i].first, parameters[i].name);
    QVERIFY(back.tensors[i].second.equal(parameters[i].tensor.to(torch::kFloat16)));
  }
  const std::string card = readInput(folder + "/README.md", 10000);
  QVERIFY(card.find("of a card.") != std::string::npos && card.find(scene.config.overSha256) != std::string::npos);
  // Over an adapter's tensors it has the names and, but for the rank, the shapes.
  AdapterConfig shape = scene.adapter.config;
  shape.rank = scene.config.rank;
  for (const auto& tensor : voiceTensors(scene.config, scene.adapter.file->config())) {
    const auto all = adapterTensors(shape, scene.adapter.file->config());
    QVERIFY(std::find(all.begin(), all.end(), tensor) != all.end());
  }
}

void VoiceTest::saysWhatItIs() {
  const VoiceFolders scene;
  const ModelFile file = describeModelFile(scene.voice("voice"));
  QCOMPARE(file.kind, std::string("voice"));
  QCOMPARE(file.name, std::string("Mara"));
  QCOMPARE(file.over, scene.adapter.config.name);
  QCOMPARE(file.overSha256, describeModelFile(scene.model).sha256);
  QCOMPARE(file.baseSha256, scene.adapter.config.baseSha256);
  std::int64_t values = 0;
  for (const Parameter& parameter : scene.random(1)) values += parameter.tensor.numel();
  QCOMPARE(file.parameters, values);
  QVERIFY(file.bytes > 2 * values);
}

void VoiceTest::someLinearsAlone() {
  VoiceFolders scene;
  scene.config.linears = {"up", "queries"};
  const auto tensors = voiceTensors(scene.config, scene.adapter.file->config());
  QCOMPARE(tensors.size(), std::size_t{3 * 4});  // heads and gate_up of three layers
  const VoiceFolder back = readVoice(scene.voice("voice"), scene.adapter.file->config());
  QCOMPARE(back.config.linears, scene.config.linears);
  const GapLayers alone(scene.adapter.config, scene.adapter.tensors, *scene.adapter.file);
  GapLayers with(scene.adapter.config, scene.adapter.tensors, *scene.adapter.file);
  with.add(back.tensors, 1.0);
  QVERIFY(with.layer(1).output.weight().equal(alone.layer(1).output.weight()));
  QVERIFY(!with.layer(1).heads.weight().equal(alone.layer(1).heads.weight()));
}

void VoiceTest::refusesWhatIsDamaged_data() {
  QTest::addColumn<QString>("how");
  QTest::addColumn<QString>("says");
  QTest::newRow("no folder") << "folder"
                             << "no such folder";
  QTest::newRow("no weights") << "weights"
                              << "no file voice.safetensors";
  QTest::newRow("cut short") << "cut"
                             << "voice.safetensors";
  QTest::newRow("a tensor too few") << "few"
                                    << "lacks the tensor layers.0.heads.a";
  QTest::newRow("a tensor too many") << "many"
                                     << "does not know";
  QTest::newRow("another shape") << "shape"
                                 << "another shape";
  QTest::newRow("not a number") << "nan"
                                << "NaN or infinity";
  QTest::newRow("whole numbers") << "whole"
                                 << "floating-point";
  QTest::newRow("a pickle") << "pickle"
                            << "voice.safetensors";
  QTest::newRow("no voice") << "kind"
                            << "not that of a voice";
  QTest::newRow("another rank") << "rank"
                                << "another shape";
  QTest::newRow("no hash") << "hash"
                           << "64 hexadecimal digits";
  QTest::newRow("an unknown field") << "field"
                                    << "depth";
}

void VoiceTest::refusesWhatIsDamaged() {
  QFETCH(QString, how);
  QFETCH(QString, says);
  const VoiceFolders scene;
  const std::string folder = scene.voice("voice");
  const std::string weights = folder + "/" + kVoiceWeights;
  NamedTensors tensors = readSafeTensors(weights).tensors;
  nlohmann::json json = toJson(scene.config);
  if (how == "folder") fs::remove_all(folder);
  if (how == "weights") fs::remove(weights);
  if (how == "cut") fs::resize_file(weights, fs::file_size(weights) / 2);
  if (how == "few") scene.rewrite(folder, {tensors.begin() + 1, tensors.end()});
  if (how == "many") tensors.emplace_back("mask", torch::zeros({64}, torch::kHalf));
  if (how == "shape") tensors[2].second = torch::zeros({2, 2}, torch::kHalf);
  if (how == "nan") tensors[3].second[0][0] = std::nan("");
  if (how == "whole") tensors[3].second = tensors[3].second.to(torch::kInt32);
  if (how == "many" || how == "shape" || how == "nan" || how == "whole") scene.rewrite(folder, tensors);
  if (how == "pickle") std::ofstream(weights, std::ios::binary) << "\x80\x04\x95 a pickle is code";
  if (how == "kind") json.erase("kind");
  if (how == "rank") json["rank"] = 4;
  if (how == "hash") json["over"]["sha256"] = "beef";
  if (how == "field") json["depth"] = 3;
  if (fs::exists(folder)) std::ofstream(folder + "/config.json") << json.dump();
  ErrorCode code{};
  const std::string sentence = sentenceOf([&] { readVoice(folder, scene.adapter.file->config()); }, &code);
  QVERIFY2(sentence.find(says.toStdString()) != std::string::npos, sentence.c_str());
  QVERIFY2(sentence.find(folder) != std::string::npos, sentence.c_str());
  QCOMPARE(code, ErrorCode::kBadModel);
}

void VoiceTest::weightsAreSums() {
  const VoiceFolders scene;
  const auto first = readVoice(scene.voice("one", 1), scene.adapter.file->config()).tensors;
  const auto second = readVoice(scene.voice("two", 2), scene.adapter.file->config()).tensors;
  const auto blend = [&](double one, double two) {
    GapLayers layers(scene.adapter.config, scene.adapter.tensors, *scene.adapter.file);
    if (one > 0) layers.add(first, one);
    if (two > 0) layers.add(second, two);
    return weightsOf(layers);
  };
  const auto none = blend(0, 0);
  const auto one = blend(1, 0);
  const auto two = blend(0, 1);
  const auto both = blend(0.5, 0.25);
  for (std::size_t i = 0; i < none.size(); ++i) {
    QVERIFY((one[i] - none[i]).abs().max().item<double>() > 0.01);
    const auto expected = none[i] + 0.5 * (one[i] - none[i]) + 0.25 * (two[i] - none[i]);
    QVERIFY((both[i] - expected).abs().max().item<double>() < 1e-5);
  }
}

void VoiceTest::withoutVoicesNothingChanges() {
  const VoiceFolders scene;
  const std::string voice = scene.voice("voice");
  const auto session = openInfillSession(scene.model);
  const Said before = said(session.get());
  QVERIFY(before.read);
  session->speakWith({{voice}});
  const Said with = said(session.get());
  QVERIFY(with.fills != before.fills);
  QVERIFY(!with.read);  // the text stays read
  session->speakWith({{voice, 0.0F}});
  QVERIFY(said(session.get()).fills == before.fills);
  session->speakWith({{voice}});
  QVERIFY(said(session.get()).fills == with.fills);
  session->speakWith({});
  QVERIFY(said(session.get()).fills == before.fills);
  // As in a session that begins with it.
  const auto other = openInfillSession(scene.model);
  other->speakWith({{voice}});
  QVERIFY(said(other.get()).fills == with.fills);
}

void VoiceTest::inEveryPrecision_data() {
  QTest::addColumn<int>("precision");
  QTest::newRow("float32") << static_cast<int>(Precision::kFloat32);
  QTest::newRow("fixed16") << static_cast<int>(Precision::kFixed16);
}

// Whether or not the weights as they are have been let go.
void VoiceTest::inEveryPrecision() {
  QFETCH(int, precision);
  const VoiceFolders scene;
  const std::string voice = scene.voice("voice");
  for (const bool keeps : {true, false}) {
    LoadedModel model = loadModel(scene.model, static_cast<Precision>(precision));
    if (!keeps) model.denoiser->keepPackedOnly();
    const auto logits = [&] {
      auto shared = std::make_shared<LoadedModel>(std::move(model));
      const Said all = said(openInfillSession(shared).get());
      model = std::move(*shared);
      return all.fills;
    };
    const auto before = logits();
    speakWith(&model, {{voice, 1.5F}});
    const auto with = logits();
    speakWith(&model, {});
    QVERIFY(with != before);
    QVERIFY(logits() == before);
  }
}

void VoiceTest::sharesAreHeard() {
  const VoiceFolders scene;
  const std::string one = scene.voice("one", 1);
  const std::string two = scene.voice("two", 2);
  const auto session = openInfillSession(scene.model);
  std::vector<std::vector<std::pair<std::string, float>>> all;
  for (const auto& voices : std::vector<std::vector<VoiceBlend>>{
           {}, {{one}}, {{two}}, {{one, 0.5F}}, {{one, 0.5F}, {two, 0.5F}}, {{one, 1.5F}}}) {
    session->speakWith(voices);
    all.push_back(said(session.get()).fills);
    for (std::size_t i = 0; i + 1 < all.size(); ++i) QVERIFY(all[i] != all.back());
  }
  // A voice that was made anew under the same name is read anew.
  session->speakWith({{one}});
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  scene.voice("one", 3);
  session->speakWith({{one}});
  QVERIFY(said(session.get()).fills != all[1]);
}

void VoiceTest::refusesVoicesOfOthers() {
  VoiceFolders scene;
  const std::string good = scene.voice("good");
  const auto session = openInfillSession(scene.model);
  session->speakWith({{good}});
  const auto speaking = said(session.get()).fills;
  const auto says = [&](const std::vector<VoiceBlend>& voices, const char* words, ErrorCode wanted) {
    ErrorCode code{};
    const std::string sentence = sentenceOf([&] { session->speakWith(voices); }, &code);
    if (sentence.find(words) == std::string::npos || code != wanted)
      return QByteArray::fromStdString("said: " + sentence);
    return QByteArray();
  };
  using enum ErrorCode;
  QCOMPARE(says({{good, 1.6F}}, "0 to 1.5", kInvalidInput), QByteArray());
  QCOMPARE(says({{good, std::nanf("")}}, "0 to 1.5", kInvalidInput), QByteArray());
  QCOMPARE(says(std::vector<VoiceBlend>(9, {good, 0.1F}), "At most 8", kInvalidInput), QByteArray());
  const VoiceConfig own = scene.config;
  scene.config.overSha256 = std::string(64, '1');
  const std::string adapter = scene.voice("adapter");
  QCOMPARE(says({{good}, {adapter}}, "another adapter", kBadModel), QByteArray());
  QCOMPARE(says({{adapter, 0.0F}}, "another adapter", kBadModel), QByteArray());
  scene.config = own;
  scene.config.baseSha256 = std::string(64, '1');
  QCOMPARE(says({{scene.voice("base")}}, "another base", kBadModel), QByteArray());
  // What spoke before goes on.
  QVERIFY(said(session.get()).fills == speaking);
  // An adapter whose file was replaced under an open session.
  writeSafeTensors(scene.model + "/adapter.safetensors", {{"mask", torch::zeros({64})}}, {});
  QVERIFY(!sentenceOf([&] { session->speakWith({}); }).empty());
}

void VoiceTest::aVoiceIsNoModel() {
  const VoiceFolders scene;
  const std::string folder = scene.voice("voice");
  ErrorCode code{};
  const std::string sentence = sentenceOf([&] { loadModel(folder); }, &code);
  QVERIFY2(sentence.find("--voice") != std::string::npos, sentence.c_str());
  QCOMPARE(code, ErrorCode::kBadModel);
  QVERIFY(!isAdapterFolder(folder));
}

QTEST_APPLESS_MAIN(VoiceTest)
#include "voice_test.moc"
