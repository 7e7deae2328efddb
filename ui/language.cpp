// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/language.h"

#include <QCoreApplication>
#include <QDir>
#include <QLocale>
#include <QPointer>
#include <QSettings>
#include <QTranslator>
#include <algorithm>

// Q_INIT_RESOURCE must stand outside of every namespace; a static library needs it.
static void initLacunaTranslations() { Q_INIT_RESOURCE(lacuna_translations); }

namespace lacuna::ui {
namespace {

const QString kFolder = QStringLiteral(":/lacuna/translations");
const QString kKey = QStringLiteral("ui/language");

struct Speech {
  QString code = QStringLiteral("en");
  QVector<QPointer<QTranslator>> catalogues;  // the application's
};

Speech& speech() {
  static Speech now;
  return now;
}

bool known(const QString& code) {
  const QVector<Language> all = languages();
  return std::any_of(all.begin(), all.end(), [&code](const Language& language) { return language.code == code; });
}

}  // namespace

QVector<Language> languages() {
  initLacunaTranslations();
  QVector<Language> all{{QStringLiteral("en"), QStringLiteral("English")}};
  const QStringList files = QDir(kFolder).entryList({QStringLiteral("lacuna_*.qm")});
  for (const QString& file : files) {
    const QString code = file.section(u'_', 1).section(u'.', 0, 0);
    all.push_back({code, QLocale(code).nativeLanguageName()});
  }
  return all;
}

QString chosenLanguage() {
  const QString code = QSettings().value(kKey).toString();
  return known(code) ? code : QString();
}

void chooseLanguage(const QString& code) { QSettings().setValue(kKey, code); }

QString wantedLanguage() {
  const QString chosen = chosenLanguage();
  if (!chosen.isEmpty()) return chosen;
  const QStringList wishes = QLocale::system().uiLanguages();  // "de-AT"
  for (const QString& wish : wishes)
    if (const QString code = wish.section(u'-', 0, 0); known(code)) return code;
  return QStringLiteral("en");
}

void speak(const QString& code) {
  if (!known(code)) return;
  Speech& now = speech();
  for (const auto& catalogue : std::as_const(now.catalogues)) delete catalogue;  // and takes itself out
  now.catalogues.clear();
  now.code = code;
  // Qt's words first: the catalogue that is installed last is asked first.
  for (const QString& name : {QStringLiteral("qtbase_"), QStringLiteral("lacuna_")}) {
    auto* catalogue = new QTranslator(QCoreApplication::instance());
    now.catalogues.push_back(catalogue);
    if (catalogue->load(kFolder + u'/' + name + code)) QCoreApplication::installTranslator(catalogue);
  }
  const QLocale system = QLocale::system();
  const QLocale own(code);
  // A system without a language of its own (C) writes as it always did where English is spoken.
  const bool same =
      system.language() == own.language() || (system.language() == QLocale::C && own.language() == QLocale::English);
  QLocale::setDefault(same ? system : own);
}

QString spokenLanguage() { return speech().code; }

}  // namespace lacuna::ui
