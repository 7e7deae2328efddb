// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/spelling_wiring.h"

#include "app/library/spelling_calls.h"
#include "app/library/tree_calls.h"
#include "ui/spelling/spelling_rules.h"

namespace lacuna::app {

void joinSpelling(ui::MainWindow& window, StorageThread& storage) {
  using Rules = ui::SpellingRules;
  Rules* rules = window.spelling();
  SpellingCalls* calls = &storage.spelling();
  QObject::connect(&storage, &StorageThread::opened, calls, &SpellingCalls::read, Qt::DirectConnection);
  QObject::connect(&storage, &StorageThread::openedForReading, calls, &SpellingCalls::read, Qt::DirectConnection);
  // Copies and parts say what their originals say.
  QObject::connect(&storage.tree(), &TreeCalls::treeChanged, calls, &SpellingCalls::read, Qt::DirectConnection);
  QObject::connect(calls, &SpellingCalls::told, rules, &Rules::setNotes);
  QObject::connect(rules, &Rules::wordsChosen, calls, &SpellingCalls::changeWords, Qt::DirectConnection);
  QObject::connect(rules, &Rules::languagesChosen, calls, &SpellingCalls::setLanguages, Qt::DirectConnection);
  QObject::connect(rules, &Rules::ownWordsChosen, calls, &SpellingCalls::changeList, Qt::DirectConnection);
}

}  // namespace lacuna::app
