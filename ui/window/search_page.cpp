// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/search_page.h"

#include <QCoreApplication>
#include <QPushButton>

#include "ui/preferences/bound_settings.h"

namespace lacuna::ui {
namespace {

struct Said {
  Q_DECLARE_TR_FUNCTIONS(SearchPage)
};

}  // namespace

PreferencesPage* searchPage(FindBar& bar) {
  using T = FindSettings;
  auto* page = new PreferencesPage(Said::tr("Search"));
  auto bound = std::make_shared<BoundSettings<T>>(page, bar.settings(),
                                                  [&bar](const T& settings) { bar.setSettings(settings); });
  bound->setBack(T());
  bound->check(Said::tr("Match case"), Said::tr("find capitals letters"), &T::matchCase);
  bound->check(Said::tr("Whole words"), Said::tr("find"), &T::wholeWords);
  bound->check(Said::tr("Regular expressions"), Said::tr("find pattern"), &T::regex);
  bound->check(Said::tr("Keep capitals when replacing"), Said::tr("replace case"), &T::keepCase);
  auto* forget = new QPushButton(Said::tr("&Forget what was looked for"), page);
  forget->setAutoDefault(false);
  forget->setEnabled(!recentSearches(QStringLiteral("find")).isEmpty() ||
                     !recentSearches(QStringLiteral("replace")).isEmpty());
  QObject::connect(forget, &QPushButton::clicked, forget, [forget] {
    forgetSearches();
    forget->setEnabled(false);
  });
  page->addRow(Said::tr("Forget what was looked for"), Said::tr("recent history list clear"), forget);
  return page;
}

}  // namespace lacuna::ui
