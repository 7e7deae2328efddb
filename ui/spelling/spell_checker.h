// SPDX-License-Identifier: GPL-3.0-or-later
// Hunspell in a thread of its own: reading a dictionary takes a second, a suggestion may too. Questions are answered in
// their order; the answers of dictionaries that have been changed since are not told. UI thread only.
#pragma once

#include <QObject>
#include <QStringList>
#include <QThread>
#include <memory>

#include "ui/spelling/dictionaries.h"

namespace lacuna::ui {

class SpellWorker;

class SpellChecker : public QObject {
  Q_OBJECT
 public:
  // At most so many suggestions for a word.
  static constexpr int kMost = 8;

  SpellChecker();
  // Waits for the word that is looked at.
  ~SpellChecker() override;
  SpellChecker(const SpellChecker&) = delete;
  SpellChecker& operator=(const SpellChecker&) = delete;

  // A word is right where one of them knows it. Where none can be read, every word is.
  void load(const QVector<Dictionary>& dictionaries);
  void check(const QStringList& words);
  void suggest(const QString& word);

 Q_SIGNALS:
  // right: as many as words.
  void checked(const QStringList& words, const QVector<bool>& right);
  void suggested(const QString& word, const QStringList& suggestions);
  void unreadable(const QStringList& codes);

 private:
  QThread thread_;
  std::unique_ptr<SpellWorker> worker_;  // lives in thread_
  quint64 generation_ = 0;
};

}  // namespace lacuna::ui
