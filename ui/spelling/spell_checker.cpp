// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spelling/spell_checker.h"

#include <QFile>
#include <QMetaObject>
#include <QStringConverter>
#include <algorithm>
#include <atomic>
#include <hunspell/hunspell.hxx>
#include <string>
#include <vector>

#include "ui/spelling/spelling_words.h"

namespace lacuna::ui {
namespace {

// Dictionaries name encodings in their own way.
QByteArray encodingOf(const QByteArray& named) {
  QByteArray name = named.trimmed().toUpper();
  if (name.startsWith("ISO8859")) name.replace("ISO8859", "ISO-8859");
  if (name.startsWith("MICROSOFT-CP")) name.replace("MICROSOFT-CP", "windows-");
  if (name == "TIS620-2533") name = "TIS-620";
  if (name.isEmpty()) name = "ISO-8859-1";
  return name;
}

class Speller {
 public:
  explicit Speller(const Dictionary& files)
      : hunspell_(QFile::encodeName(files.affixes).constData(), QFile::encodeName(files.words).constData()),
        encoding_(encodingOf(QByteArray::fromStdString(hunspell_.get_dict_encoding()))) {}

  bool readable() const { return QStringEncoder(encoding_.constData()).isValid(); }

  bool knows(const QString& word) {
    QStringEncoder encoder(encoding_.constData());
    const QByteArray bytes = encoder(word);
    return !encoder.hasError() && hunspell_.spell(bytes.toStdString());
  }

  QStringList suggestions(const QString& word) {
    QStringEncoder encoder(encoding_.constData());
    const QByteArray bytes = encoder(word);
    if (encoder.hasError()) return {};
    QStringList found;
    for (const std::string& one : hunspell_.suggest(bytes.toStdString())) {
      QStringDecoder decoder(encoding_.constData());
      found << QString(decoder(QByteArrayView(one.data(), static_cast<qsizetype>(one.size()))));
    }
    return found;
  }

 private:
  Hunspell hunspell_;
  QByteArray encoding_;
};

}  // namespace

class SpellWorker : public QObject {
 public:
  QStringList load(const QVector<Dictionary>& dictionaries) {
    spellers_.clear();
    QStringList unreadable;
    for (const Dictionary& dictionary : dictionaries) {
      auto speller = std::make_unique<Speller>(dictionary);
      if (speller->readable()) {
        spellers_.push_back(std::move(speller));
      } else {
        unreadable << dictionary.code;
      }
    }
    return unreadable;
  }

  bool right(const QString& word) {
    if (spellers_.empty()) return true;
    const QString plain = spelledPlainly(word);
    if (known(plain)) return true;
    // A possessive of what is known, and a compound of known words.
    if (plain.endsWith(QLatin1String("'s"), Qt::CaseInsensitive) && known(plain.chopped(2))) return true;
    if (!plain.contains(QLatin1Char('-'))) return false;
    const QStringList parts = plain.split(QLatin1Char('-'));
    return std::all_of(parts.begin(), parts.end(),
                       [this](const QString& part) { return part.isEmpty() || known(part); });
  }

  QStringList suggestions(const QString& word) {
    QStringList all;
    const QString plain = spelledPlainly(word);
    const bool curly = word.contains(QChar(0x2019)) || !word.contains(QLatin1Char('\''));
    for (const auto& speller : spellers_) {
      for (QString one : speller->suggestions(plain)) {
        if (curly) one.replace(QLatin1Char('\''), QChar(0x2019));
        if (!all.contains(one)) all << one;
      }
    }
    return all.mid(0, SpellChecker::kMost);
  }

  std::atomic<bool> leaving{false};

 private:
  bool known(const QString& word) {
    return std::any_of(spellers_.begin(), spellers_.end(),
                       [&word](const auto& speller) { return speller->knows(word); });
  }

  std::vector<std::unique_ptr<Speller>> spellers_;
};

SpellChecker::SpellChecker() : worker_(std::make_unique<SpellWorker>()) {
  thread_.setObjectName(QStringLiteral("spelling"));
  worker_->moveToThread(&thread_);
  thread_.start(QThread::LowPriority);
}

SpellChecker::~SpellChecker() {
  worker_->leaving = true;
  thread_.quit();
  thread_.wait();
}

void SpellChecker::load(const QVector<Dictionary>& dictionaries) {
  const quint64 now = ++generation_;
  QMetaObject::invokeMethod(worker_.get(), [this, worker = worker_.get(), dictionaries, now] {
    const QStringList bad = worker->load(dictionaries);
    if (bad.isEmpty()) return;
    QMetaObject::invokeMethod(this, [this, bad, now] {
      if (now == generation_) Q_EMIT unreadable(bad);
    });
  });
}

void SpellChecker::check(const QStringList& words) {
  const quint64 now = generation_;
  QMetaObject::invokeMethod(worker_.get(), [this, worker = worker_.get(), words, now] {
    QVector<bool> right;
    for (const QString& word : words) {
      if (worker->leaving) return;
      right << worker->right(word);
    }
    QMetaObject::invokeMethod(this, [this, words, right, now] {
      if (now == generation_) Q_EMIT checked(words, right);
    });
  });
}

void SpellChecker::suggest(const QString& word) {
  const quint64 now = generation_;
  QMetaObject::invokeMethod(worker_.get(), [this, worker = worker_.get(), word, now] {
    if (worker->leaving) return;
    const QStringList found = worker->suggestions(word);
    QMetaObject::invokeMethod(this, [this, word, found, now] {
      if (now == generation_) Q_EMIT suggested(word, found);
    });
  });
}

}  // namespace lacuna::ui
