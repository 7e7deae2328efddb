// SPDX-License-Identifier: GPL-3.0-or-later
// Models that are cut off, swollen, of the wrong type, or with somebody else's tokenizer: each a sentence and exit
// code 4. The copies are made from the model of the tree.
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtEndian>
#include <QtTest/QtTest>
#include <functional>

#include "tests/app/support.h"

using namespace lacuna::tests;

using Spoil = std::function<bool(const QString& folder)>;
Q_DECLARE_METATYPE(Spoil)

namespace {

bool edit(const QString& path, const std::function<void(QByteArray&)>& change) {
  QByteArray bytes = readFile(path);
  const QByteArray before = bytes;
  change(bytes);
  return !before.isEmpty() && bytes != before && writeFile(path, bytes);
}

Spoil weights(const std::function<void(QByteArray&)>& change) {
  return [change](const QString& folder) { return edit(folder + "/model.safetensors", change); };
}

// Writes another header and leaves the tensors' bytes.
void setHeader(QByteArray& bytes, const QByteArray& header) {
  const auto old = static_cast<qsizetype>(qFromLittleEndian<quint64>(bytes.constData()));
  QByteArray size(8, 0);
  qToLittleEndian<quint64>(static_cast<quint64>(header.size()), size.data());
  bytes = size + header + bytes.mid(8 + old);
}

QByteArray headerOf(const QByteArray& bytes) {
  return bytes.mid(8, static_cast<qsizetype>(qFromLittleEndian<quint64>(bytes.constData())));
}

}  // namespace

class BadModelTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    NEED_MODEL();
    QVERIFY(folder_.isValid());
    draft_ = folder_.filePath("draft.md");
    QVERIFY(writeFile(draft_, "She opened [[…]] and went in.\n"));
  }

  // Without this one the others could pass for a reason of their own.
  void theCopyItselfIsWell() {
    const QString folder = folder_.filePath("well");
    QVERIFY(copyModel(folder));
    QCOMPARE(fill(folder).code, 0);
  }

  void refuses_data() {
    QTest::addColumn<Spoil>("spoil");
    QTest::addColumn<QByteArray>("names");
    const auto row = [](const char* name, const Spoil& spoil, const char* names) {
      QTest::newRow(name) << spoil << QByteArray(names);
    };
    const char* file = "model.safetensors";
    row("cut in half", weights([](QByteArray& b) { b.truncate(b.size() / 2); }), file);
    row("one byte short", weights([](QByteArray& b) { b.chop(1); }), file);
    row("shorter than its size field", weights([](QByteArray& b) { b.truncate(5); }), file);
    row("empty", weights([](QByteArray& b) { b.clear(); }), file);
    row("swollen", weights([](QByteArray& b) { b.append(4096, 'x'); }), file);
    row("a header of exabytes", weights([](QByteArray& b) { b.replace(0, 8, QByteArray(8, '\x7f')); }), file);
    row("a header that is no JSON", weights([](QByteArray& b) { b[8] = '!'; }), file);
    row("a header nested without end", weights([](QByteArray& b) { setHeader(b, QByteArray(1 << 20, '[')); }), file);
    row("wrong type", weights([](QByteArray& b) {
          QByteArray header = headerOf(b);
          header.replace("\"F32\"", "\"I32\"").replace("\"BF16\"", "\"I16\"").replace("\"F16\"", "\"I16\"");
          setHeader(b, header);
        }),
        file);
    row("an unknown type", weights([](QByteArray& b) {
          QByteArray header = headerOf(b);
          header.replace("\"F32\"", "\"Q99\"").replace("\"BF16\"", "\"Q99\"").replace("\"F16\"", "\"Q99\"");
          setHeader(b, header);
        }),
        file);
    row("a tensor that is missing", weights([](QByteArray& b) {
          QJsonObject header = QJsonDocument::fromJson(headerOf(b)).object();
          QStringList names = header.keys();
          names.removeAll("__metadata__");
          header.remove(names.value(names.size() / 2));
          setHeader(b, QJsonDocument(header).toJson(QJsonDocument::Compact));
        }),
        file);
    row(
        "weights that are gone", [](const QString& f) { return QFile::remove(f + "/model.safetensors"); }, file);
    row(
        "no tokenizer", [](const QString& f) { return QFile::remove(f + "/tokenizer.model"); }, "tokenizer.model");
    row(
        "a tokenizer of noise",
        [](const QString& f) {
          return writeFile(f + "/tokenizer.model", QByteArray("\x0a\xff\x13 not a model ").repeated(99));
        },
        "tokenizer.model");
    row(
        "a tokenizer cut in half",
        [](const QString& f) { return edit(f + "/tokenizer.model", [](QByteArray& b) { b.truncate(b.size() / 2); }); },
        "tokenizer.model");
    row(
        "a foreign tokenizer", [this](const QString& f) { return putForeignTokenizer(f); }, "tokenizer");
    row(
        "a tokenizer of the same size with other pieces",
        [](const QString& f) {
          // Two pieces change places: as many, as long, and every text reads differently.
          return edit(f + "/tokenizer.model",
                      [](QByteArray& b) { b.replace("\xE2\x96\x81the\x15", "\xE2\x96\x81hte\x15"); });
        },
        "tokenizer.model");
    row("weights that are numbers and give none", weights([](QByteArray& b) {
          const auto data = 8 + headerOf(b).size();
          for (qsizetype i = data; i + 1 < b.size(); i += 2) {
            b[i] = '\xFF';  // 65504, the largest that there is
            b[i + 1] = '\x7B';
          }
        }),
        "gives no numbers");
    row(
        "a config nested without end",
        [](const QString& f) {
          return writeFile(f + "/config.json",
                           "{\"width\": " + QByteArray(100000, '[') + QByteArray(100000, ']') + "}");
        },
        "config.json");
    row(
        "a config of a hundred megabytes",
        [](const QString& f) { return writeFile(f + "/config.json", QByteArray(100 << 20, '[')); }, "config.json");
    row(
        "a config of another model",
        [](const QString& f) {
          return edit(f + "/config.json", [](QByteArray& b) {
            b.replace("\"width\": 192", "\"width\": 8192").replace("\"layers\": 6", "\"layers\": 128");
          });
        },
        "has the shape");
    row(
        "a width that would wrap",
        [](const QString& f) {
          return edit(f + "/config.json", [](QByteArray& b) { b.replace("\"width\": 192", "\"width\": 4294967488"); });
        },
        "width");
    row(
        "a noise of no process",
        [](const QString& f) {
          return edit(f + "/config.json", [](QByteArray& b) { b.replace("soft-absorbing", "brownish"); });
        },
        "brownish");
    row(
        "no config", [](const QString& f) { return QFile::remove(f + "/config.json"); }, "config.json");
    row(
        "a config that is no JSON", [](const QString& f) { return writeFile(f + "/config.json", "{"); }, "config.json");
    row(
        "a config of nothing", [](const QString& f) { return writeFile(f + "/config.json", "[]"); }, "config.json");
  }
  void refuses() {
    QFETCH(Spoil, spoil);
    QFETCH(QByteArray, names);
    const QString folder = folder_.filePath(QStringLiteral("model-%1").arg(++count_));
    QVERIFY(copyModel(folder));
    QVERIFY(spoil(folder));
    const Ran ran = fill(folder);
    QVERIFY(!ran.crashed);
    QVERIFY2(isOneSentence(ran.err), ran.err.constData());
    QVERIFY2(ran.err.contains(names), ran.err.constData());
    QCOMPARE(ran.code, 4);
    QVERIFY2(ran.out.isEmpty(), ran.out.constData());
    QVERIFY(QDir(folder).removeRecursively());
  }

 private:
  Ran fill(const QString& model) {
    return runProgramWith({"infill", draft_, "--model", model, "--steps", "2", "--candidates", "1"});
  }

  // A tokenizer that is well in itself, of our own making, but not the one that the weights were trained with.
  bool putForeignTokenizer(const QString& folder) {
    const QString data = folder_.filePath("words");
    QDir().mkpath(data);
    QByteArray words;
    for (int i = 0; i < 4000; ++i) {
      words += "word" + QByteArray::number(i * 7919 % 1000) + " of the " + QByteArray::number(i * 31 % 97, 36) + "th\n";
    }
    if (!writeFile(data + "/words.txt", words)) return false;
    const Ran ran =
        runProgramWith({"tokenizer", "--data", data, "--output", folder + "/tokenizer.model", "--vocabulary", "600"});
    if (ran.code != 0) qWarning("%s", ran.err.constData());
    return ran.code == 0;
  }

  QTemporaryDir folder_;
  QString draft_;
  int count_ = 0;
};

QTEST_GUILESS_MAIN(BadModelTest)
#include "bad_model_test.moc"
