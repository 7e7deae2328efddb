// SPDX-License-Identifier: GPL-3.0-or-later
// A library, a store and a corpus beside each other, and prose to put into them, for the tests of corpora.
#pragma once

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>

#include "storage/corpora/corpus_reader.h"
#include "storage/library.h"
#include "tests/storage/support.h"

namespace lacuna::storage::test {

// Sentences that read as English, in an order of their own for each seed.
inline QString english(quint32 seed, int words) {
  static const QStringList kWords{"the", "tide",    "and",  "lamp",  "of",    "boat",   "was",  "grey",
                                  "she", "harbour", "he",   "had",   "reeds", "to",     "in",   "heron",
                                  "it",  "slow",    "that", "water", "for",   "bridge", "with", "salt"};
  QRandomGenerator random(seed);
  QString text;
  for (int i = 1; i <= words; ++i) {
    text += kWords[random.bounded(kWords.size())];
    text += i % 60 == 0 ? QStringLiteral(".\n\n") : i % 12 == 0 ? QStringLiteral(". ") : QStringLiteral(" ");
  }
  return text + QStringLiteral(".\n");
}

inline QString german(int words) {
  static const QStringList kWords{"die",    "Flut", "und",     "Lampe", "der",    "das",    "Boot", "war",
                                  "grau",   "sie",  "nicht",   "er",    "hatte",  "Schilf", "zu",   "im",
                                  "Reiher", "es",   "langsam", "dass",  "Wasser", "mit",    "auf"};
  QRandomGenerator random(77);
  QString text;
  for (int i = 1; i <= words; ++i) text += kWords[random.bounded(kWords.size())] + (i % 50 == 0 ? ".\n\n" : " ");
  return text;
}

inline QString book(quint32 seed, int chapters, int words) {
  QString text;
  for (int i = 1; i <= chapters; ++i)
    text += QStringLiteral("# Chapter %1\n\n%2\n").arg(i).arg(english(seed * 100 + static_cast<quint32>(i), words));
  return text;
}

struct Desk {
  Folder folder;
  VoiceStore store{VoiceStore::pathFor(folder.path())};
  Library library{folder.path()};
  QString corpus = store.addCorpus(QStringLiteral("Mine"));

  QString write(const QString& name, const QByteArray& bytes) {
    const QString path = folder.path(name);
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("nothing can be written");
    return path;
  }
  QString file(const QString& name, const QByteArray& bytes) {
    return store.addSource(corpus, SourceKind::File, write(name, bytes), name);
  }
  QString document(const QString& id, const QString& title) {
    return store.addSource(corpus, SourceKind::Document, id, title);
  }
  QString read() { return CorpusReader(store, &library).read(corpus); }
  void look() { CorpusReader(store, &library).look(corpus); }
  Corpus now() { return *store.corpus(corpus); }
  CorpusChapter chapter(const QString& title) {
    for (const CorpusChapter& each : now().chapters)
      if (each.title == title) return each;
    return {};
  }
  QStringList titles() {
    QStringList titles;
    for (const CorpusChapter& each : now().chapters) titles << each.title;
    return titles;
  }
};

}  // namespace lacuna::storage::test
