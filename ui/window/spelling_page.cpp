// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/spelling_page.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/preferences/word_list.h"

namespace lacuna::ui {
namespace {

constexpr int kRows = 4;  // languages that are seen without scrolling

struct Said {
  Q_DECLARE_TR_FUNCTIONS(SpellingPage)
};

QStringList sorted(const QSet<QString>& words) {
  QStringList list = words.values();
  std::sort(list.begin(), list.end(), [](const QString& a, const QString& b) { return a.localeAwareCompare(b) < 0; });
  return list;
}

// From one set of words to another.
struct Difference {
  QStringList added, removed;
  bool isEmpty() const { return added.isEmpty() && removed.isEmpty(); }
};

Difference between(const QStringList& now, const QStringList& then) {
  Difference difference;
  for (const QString& word : then)
    if (!now.contains(word)) difference.added << word;
  for (const QString& word : now)
    if (!then.contains(word)) difference.removed << word;
  return difference;
}

// The dictionaries, those that are usual checked.
class LanguageList : public QListWidget {
 public:
  LanguageList(SpellingRules& rules, QWidget* parent) : QListWidget(parent), rules_(rules) {
    setFixedHeight(kRows * (fontMetrics().height() + 8));
    fill();
    connect(this, &QListWidget::itemChanged, this, [this] {
      QStringList codes;
      for (int i = 0; i < count(); ++i)
        if (item(i)->checkState() == Qt::Checked) codes << item(i)->data(Qt::UserRole).toString();
      rules_.setUsualLanguages(codes);
    });
    connect(&rules, &SpellingRules::dictionariesChanged, this, &LanguageList::fill);
    // Later: a row that is being ticked goes with the others.
    connect(&rules, &SpellingRules::languagesChanged, this, &LanguageList::fill, Qt::QueuedConnection);
  }

 private:
  void fill() {
    const QSignalBlocker quiet(this);
    const int row = currentRow();
    clear();
    const QStringList usual = rules_.usualLanguages();
    for (const Dictionary& one : rules_.dictionaries()) {
      auto* entry = new QListWidgetItem(one.name(), this);
      entry->setData(Qt::UserRole, one.code);
      entry->setToolTip(QDir::toNativeSeparators(one.words));
      entry->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
      entry->setCheckState(usual.contains(one.code) ? Qt::Checked : Qt::Unchecked);
    }
    if (count() == 0) new QListWidgetItem(Said::tr("No dictionary is installed"), this);
    setCurrentRow(std::max(0, row));
  }

  SpellingRules& rules_;
};

// Where they were looked for, and how many are there.
QString foundIn(const SpellingRules& rules) {
  QStringList lines;
  for (const QString& folder : rules.folders()) {
    const auto count = std::count_if(
        rules.dictionaries().cbegin(), rules.dictionaries().cend(),
        [&folder](const Dictionary& one) { return QDir(folder) == QDir(QFileInfo(one.affixes).absolutePath()); });
    const QString shown = QDir::toNativeSeparators(folder);
    lines << (count == 0   ? Said::tr("%1: none").arg(shown)
              : count == 1 ? Said::tr("%1: 1 dictionary").arg(shown)
                           : Said::tr("%1: %Ln dictionaries", nullptr, static_cast<int>(count)).arg(shown));
  }
  return lines.join(u'\n');
}

QWidget* placesOf(SpellingRules& rules, QWidget* parent) {
  auto* box = new QWidget(parent);
  auto* all = new QVBoxLayout(box);
  all->setContentsMargins(0, 0, 0, 0);
  auto* text = new QLabel(foundIn(rules), box);
  text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  text->setWordWrap(true);
  text->setProperty("role", "soft");
  text->setAccessibleName(Said::tr("Folders of dictionaries"));
  all->addWidget(text);
  auto* again = new QPushButton(Said::tr("&Look again"), box);
  again->setAutoDefault(false);
  QObject::connect(again, &QPushButton::clicked, &rules, &SpellingRules::lookAgain);
  QObject::connect(&rules, &SpellingRules::dictionariesChanged, text,
                   [text, &rules] { text->setText(foundIn(rules)); });
  all->addWidget(again, 0, Qt::AlignLeft);
  box->setFocusProxy(again);
  return box;
}

}  // namespace

PreferencesPage* spellingPage(SpellingLens& lens) {
  auto* page = new PreferencesPage(Said::tr("Spelling"));
  SpellingRules* rules = &lens.rules();
  auto* check = new QCheckBox(Said::tr("Check spelling"), page);
  check->setChecked(rules->settings().on);
  QObject::connect(check, &QCheckBox::toggled, &lens, &SpellingLens::setOn);
  page->addRow(Said::tr("Check spelling"), Said::tr("misspelled wave typo"), check);
  page->addBlock(Said::tr("Languages of drafts that name none"), Said::tr("dictionary language usual"),
                 new LanguageList(*rules, page));
  const QStringList own = sorted(rules->own().all());
  auto* mine = new WordList(Said::tr("My words"), page);
  mine->setWords(own);
  QObject::connect(mine, &WordList::changed, rules, &SpellingRules::changeOwnWords);
  page->addBlock(Said::tr("My words"), Said::tr("personal dictionary names right everywhere"), mine);
  WordList* here = nullptr;
  QString top;
  QStringList wordsHere;
  if (!rules->path().isEmpty()) {
    top = rules->path().last().id;
    wordsHere = rules->wordsOf(top);
    const QString title = Said::tr("Words of \u201C%1\u201D").arg(shortTitle(rules->path().last().title));
    here = new WordList(title, page);
    here->setWords(wordsHere);
    QObject::connect(here, &WordList::changed, rules, [rules, top](const QStringList& added, const QStringList& gone) {
      rules->changeWords(top, added, gone);
    });
    page->addBlock(title, Said::tr("project dictionary names"), here);
  }
  page->addBlock(Said::tr("Dictionaries"), Said::tr("hunspell folders installed found look again"),
                 placesOf(*rules, page));
  // Words are no settings: only Cancel brings them back.
  const SpellingSettings before = rules->settings();
  const auto put = [rules, check](const SpellingSettings& settings) {
    check->setChecked(settings.on);
    rules->setUsualLanguages(settings.languages);
  };
  page->setBack([put] { put(SpellingSettings()); },
                [put, before, rules, own, top, wordsHere] {
                  put(before);
                  const Difference mineBack = between(sorted(rules->own().all()), own);
                  if (!mineBack.isEmpty()) rules->changeOwnWords(mineBack.added, mineBack.removed);
                  if (top.isEmpty()) return;
                  const Difference back = between(rules->wordsOf(top), wordsHere);
                  if (!back.isEmpty()) rules->changeWords(top, back.added, back.removed);
                });
  return page;
}

}  // namespace lacuna::ui
