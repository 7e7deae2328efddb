// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine says in English is said in the window's language, with its values; and each form that is known is
// still what the engine says.
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QtTest/QtTest>

#include "app/engine/engine_sentences.h"
#include "ui/language.h"

using namespace lacuna;

namespace {

// The literals of the sources, one a line; those that the compiler joins are joined.
QString literalsOf(const QString& folder) {
  static const QRegularExpression literal(QStringLiteral("\"((?:[^\"\\\\\\n]|\\\\.)*)\"(\\s*(?=\"))?"));
  QString all;
  QDirIterator walk(folder, {"*.cpp", "*.h"}, QDir::Files, QDirIterator::Subdirectories);
  while (walk.hasNext()) {
    QFile file(walk.next());
    if (file.fileName().contains(QStringLiteral("engine_sentences")) || !file.open(QIODevice::ReadOnly)) continue;
    auto matches = literal.globalMatch(QString::fromUtf8(file.readAll()));
    while (matches.hasNext()) {
      const QRegularExpressionMatch match = matches.next();
      all += match.captured(1);
      if (match.capturedLength(2) == 0) all += u'\n';
    }
  }
  return all;
}

}  // namespace

class EngineSentencesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void cleanup() { ui::speak(QStringLiteral("en")); }

  void inEnglishTheyStay() {
    for (const char* sentence : {"The engine failed: 100%1 of it.", "Something else happened.", "CPU, 3 threads"})
      QCOMPARE(app::inWindowLanguage(sentence), QString::fromUtf8(sentence));
  }

  void inGermanTheyAreGerman() {
    ui::speak(QStringLiteral("de"));
    QCOMPARE(app::inWindowLanguage("CPU, 3 threads"), QStringLiteral("CPU, 3 Threads"));
    const QString said = app::inWindowLanguage("The word “Ebbe %2” is both pinned and forbidden.");
    QVERIFY2(said.contains(QStringLiteral("„Ebbe %2“")) && !said.contains(QStringLiteral("forbidden")),
             qPrintable(said));
    QCOMPARE(app::inWindowLanguage("Something else happened."), QStringLiteral("Something else happened."));
  }

  void theEngineSaysThem() {
    const QString root = QStringLiteral(LACUNA_SOURCE_DIR);
    const QString said =
        literalsOf(root + "/engine") + literalsOf(root + "/app/engine") + literalsOf(root + "/app/voice");
    static const QRegularExpression between(QStringLiteral("%\\d|[,:;()]|\u201c|\u201d"));
    QVERIFY(!app::engineForms().empty());
    for (const char* form : app::engineForms()) {
      for (const QString& clause : QString::fromUtf8(form).split(between)) {
        const QString words = clause.trimmed();
        if (words.contains(u' ')) QVERIFY2(said.contains(words), qPrintable(QStringLiteral("%1: %2").arg(form, words)));
      }
    }
  }
};

QTEST_GUILESS_MAIN(EngineSentencesTest)
#include "engine_sentences_test.moc"
