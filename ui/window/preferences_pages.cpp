// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/preferences_pages.h"

#include <QCoreApplication>
#include <QFontDatabase>
#include <QLocale>

#include "ui/gap/gap_options.h"
#include "ui/language.h"
#include "ui/motion.h"
#include "ui/preferences/bound_settings.h"
#include "ui/preferences/preferences_dialog.h"
#include "ui/window/main_window_parts.h"
#include "ui/window/search_page.h"
#include "ui/window/spelling_page.h"

namespace lacuna::ui {
namespace {

using Parts = MainWindow::Parts;

struct Said {
  Q_DECLARE_TR_FUNCTIONS(PreferencesPages)
};

template <typename T>
std::shared_ptr<BoundSettings<T>> bindTo(PreferencesPage* page, const T& now, std::function<void(const T&)> apply,
                                         const T& usual) {
  auto bound = std::make_shared<BoundSettings<T>>(page, now, std::move(apply));
  bound->setBack(usual);
  return bound;
}

struct Appearance {
  QString language;  // empty: the system's
  QString theme = kSystemTheme;
  int zoom = 100;  // percent
  bool still = false;
};

PreferencesPage* appearancePage(MainWindow* w, Parts& p) {
  auto* page = new PreferencesPage(Said::tr("Appearance"));
  const Appearance now{chosenLanguage(), p.themeChoice, qRound(p.zoom * 100), reducedMotion()};
  Appearance usual;
  usual.still = desktopWantsStillness();
  const auto apply = [w, &p](const Appearance& a) {
    chooseLanguage(a.language);  // heard when the dialog is left
    if (a.theme != p.themeChoice) w->setTheme(a.theme);
    if (a.zoom != qRound(p.zoom * 100)) w->setZoom(a.zoom / 100.0);
    if (a.still == reducedMotion()) return;
    setReducedMotion(a.still);
    p.page->setMotion(!a.still);
    p.actions.still->setChecked(a.still);
  };
  auto bound = bindTo<Appearance>(page, now, apply, usual);
  QVector<QPair<QString, QString>> spoken{qMakePair(Said::tr("The system's language"), QString())};
  const QVector<Language> all = languages();
  for (const Language& language : all) spoken << qMakePair(language.title, language.code);
  bound->choice(Said::tr("Language"), Said::tr("German English menus translation"), &Appearance::language, spoken);
  QVector<QPair<QString, QString>> themes;
  for (const QString& name : themeChoices()) themes << qMakePair(themeTitle(name), name);
  bound->choice(Said::tr("Theme"), Said::tr("colours dark light paper night system desktop"), &Appearance::theme,
                themes);
  bound->number(Said::tr("Zoom"), Said::tr("larger smaller size letters"), &Appearance::zoom, 50, 300, 10)
      ->setSuffix(Said::tr(" %"));
  bound->check(Said::tr("Reduced motion"), Said::tr("animation movement still"), &Appearance::still);
  return page;
}

PreferencesPage* textPage(Parts& p) {
  using T = PageTypography;
  auto* page = new PreferencesPage(Said::tr("Page"));
  const auto apply = [&p](const T& t) {
    p.page->setTypography(t);
    t.save();
  };
  auto bound = bindTo<T>(page, p.page->typography(), apply, T());
  QVector<QPair<QString, QString>> faces{qMakePair(Said::tr("Lacuna's own"), QString())};
  const QStringList families = QFontDatabase::families();
  for (const QString& family : families) faces << qMakePair(family, family);
  bound->choice(Said::tr("Typeface"), Said::tr("font family letters"), &T::family, faces);
  bound->number(Said::tr("Size"), Said::tr("font letters larger smaller"), &T::size, 8, 64, 1)
      ->setSuffix(Said::tr(" px"));
  bound->number(Said::tr("Letters in a line"), Said::tr("measure width margin column"), &T::measure, 30, 140, 2);
  bound->number(Said::tr("Line spacing"), Said::tr("leading height"), &T::lineSpacing, 1, 3, 0.1);
  bound->number(Said::tr("Space between paragraphs"), Said::tr("paragraph spacing lines"), &T::paragraphSpacing, 0, 2,
                0.25);
  bound->number(Said::tr("First-line indent"), Said::tr("paragraph tab"), &T::indent, 0, 4, 0.5);
  bound->check(Said::tr("Justified"), Said::tr("align block flush"), &T::justified);
  return page;
}

// A dialog of its own, which this one would hold back.
QPushButton* opener(PreferencesPage* page, const QString& text, const std::function<void()>& open) {
  auto* button = new QPushButton(text, page);
  QObject::connect(button, &QPushButton::clicked, page, [page, open] {
    if (auto* dialog = qobject_cast<QDialog*>(page->window())) dialog->accept();
    open();
  });
  return button;
}

PreferencesPage* writingPage(MainWindow* w, Parts& p) {
  using Writing = SmartTyping;
  auto* page = new PreferencesPage(Said::tr("Writing"));
  const auto apply = [&p](const Writing& writing) {
    writing.save();
    p.page->typing().setSmart(writing);
  };
  auto bound = bindTo<Writing>(page, SmartTyping::load(), apply, Writing());
  page->addRow(Said::tr("Words a day"), Said::tr("goal target count statistics"),
               opener(page, Said::tr("Show the &goals\u2026"), [w] { Q_EMIT w->writingWanted(); }));
  bound->check(Said::tr("Curly quotes"), Said::tr("smart quotation marks typographic"), &Writing::quotes);
  QVector<QPair<QString, QString>> languages{qMakePair(Said::tr("The text's language"), QString())};
  const QStringList known = quoteLanguages();
  for (const QString& language : known)
    languages << qMakePair(QStringLiteral("%1 (%2)").arg(QLocale(language).nativeLanguageName(), language), language);
  bound->choice(Said::tr("Quotes of"), Said::tr("language smart quotation marks"), &Writing::language, languages);
  bound->check(Said::tr("Dashes from hyphens"), Said::tr("smart dash typographic"), &Writing::dashes);
  bound->check(Said::tr("Ellipses from dots"), Said::tr("smart typographic"), &Writing::ellipses);
  return page;
}

PreferencesPage* gapsPage(Parts& p) {
  using T = GapOptions;
  auto* page = new PreferencesPage(Said::tr("Gaps"));
  const auto apply = [&p](const T& chosen) {
    // What belongs to one gap, and what this page does not show, stays.
    T& o = p.page->gaps().options();
    o.candidates = chosen.candidates;
    o.steps = chosen.steps;
    o.continueWords = chosen.continueWords;
    saveGapOptions(o);
  };
  auto bound = bindTo<T>(page, p.page->gaps().options(), apply, T());
  bound->number(Said::tr("Candidates"), Said::tr("proposals number"), &T::candidates, 1, 8, 1);
  bound->number(Said::tr("Steps"), Said::tr("denoising speed quality"), &T::steps, 4, 128, 4);
  bound->number(Said::tr("Words to continue at the end"), Said::tr("length"), &T::continueWords, 5, kMostGapWords, 5);
  return page;
}

PreferencesPage* backupsPage(MainWindow* w) {
  auto* page = new PreferencesPage(Said::tr("Backups"));
  page->addRow(Said::tr("Show the backups"), Said::tr("restore copy safety"),
               opener(page, Said::tr("Show the &backups\u2026"), [w] { Q_EMIT w->backupsWanted(); }));
  return page;
}

}  // namespace

void showPreferences(MainWindow* window, MainWindow::Parts& parts) {
  PreferencesDialog dialog(window);
  dialog.addPage(appearancePage(window, parts));
  dialog.addPage(textPage(parts));
  dialog.addPage(writingPage(window, parts));
  dialog.addPage(spellingPage(*parts.spelling));
  dialog.addPage(searchPage(parts.find->bar()));
  dialog.addPage(gapsPage(parts));
  dialog.addPage(backupsPage(window));
  dialog.exec();
  if (wantedLanguage() != spokenLanguage()) Q_EMIT window->languageChosen();
}

}  // namespace lacuna::ui
