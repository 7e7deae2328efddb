// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of the program share: where it and its model lie, and how it is started.
#pragma once

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

namespace lacuna::tests {

inline QString programPath() { return QStringLiteral(LACUNA_BINARY_DIR "/bin/lacuna"); }

// The model in the tree. Tests that need it fail without it: a checkout without its model is broken.
inline QString modelPath() { return QStringLiteral(LACUNA_SOURCE_DIR "/resources/model"); }
inline QString missingModel() {
  for (const char* name : {"config.json", "model.safetensors", "tokenizer.model"}) {
    if (!QFile::exists(modelPath() + '/' + QLatin1String(name))) {
      return QStringLiteral("resources/model has no %1: the tree is not complete").arg(QLatin1String(name));
    }
  }
  return {};
}
#define NEED_MODEL() QVERIFY2(lacuna::tests::missingModel().isEmpty(), qPrintable(lacuna::tests::missingModel()))

struct Ran {
  int code = -1;
  bool crashed = true;
  QByteArray out;
  QByteArray err;
};

// Runs the program to its end. changes: NAME=value sets, NAME alone unsets.
inline Ran runProgramWith(const QStringList& arguments, const QStringList& changes = {}) {
  QProcess process;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  for (const char* name : {"LACUNA_LIBRARY", "LACUNA_ENGINE"}) environment.remove(QLatin1String(name));
  // The quick model, whether or not the base is here: tests take the same time everywhere.
  environment.insert(QStringLiteral("LACUNA_MODEL"), modelPath());
  for (const QString& change : changes) {
    if (change.contains('=')) {
      environment.insert(change.section('=', 0, 0), change.section('=', 1));
    } else {
      environment.remove(change);
    }
  }
  process.setProcessEnvironment(environment);
  process.start(programPath(), arguments);
  process.closeWriteChannel();
  Ran ran;
  if (!process.waitForFinished(240000)) return ran;
  ran.crashed = process.exitStatus() != QProcess::NormalExit;
  ran.code = process.exitCode();
  ran.out = process.readAllStandardOutput();
  ran.err = process.readAllStandardError();
  return ran;
}

inline bool writeFile(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

inline QByteArray readFile(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// A copy of the model in folder, for a test that spoils it.
inline bool copyModel(const QString& folder) {
  QDir().mkpath(folder);
  const QStringList names = QDir(modelPath()).entryList(QDir::Files);
  for (const QString& name : names) {
    if (!QFile::copy(modelPath() + '/' + name, folder + '/' + name)) return false;
    QFile::setPermissions(folder + '/' + name, QFile::ReadOwner | QFile::WriteOwner);
  }
  return !names.isEmpty();
}

// One line that starts with the program's name, and no more: a sentence, not a trace.
inline bool isOneSentence(const QByteArray& err) {
  return err.startsWith("lacuna: ") && err.count('\n') == 1 && err.endsWith('\n') && err.size() > 30;
}

}  // namespace lacuna::tests
