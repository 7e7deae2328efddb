// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/search_wiring.h"

#include "app/library/history_calls.h"
#include "app/library/replace_calls.h"
#include "app/library/search_calls.h"
#include "app/library/tree_calls.h"
#include "ui/window/search_desk.h"

namespace lacuna::app {

void joinSearch(ui::MainWindow& window, StorageThread& storage) {
  using Desk = ui::SearchDesk;
  Desk* desk = window.searching();
  SearchCalls* search = &storage.search();
  ReplaceCalls* replace = &storage.replace();
  QObject::connect(desk, &Desk::nodesWanted, &storage.tree(), &TreeCalls::list, Qt::DirectConnection);
  QObject::connect(&storage.tree(), &TreeCalls::treeChanged, desk, &Desk::setNodes);
  QObject::connect(desk, &Desk::searched, search, &SearchCalls::find, Qt::DirectConnection);
  QObject::connect(search, &SearchCalls::found, desk, &Desk::showResult);
  QObject::connect(desk, &Desk::placesWanted, replace, &ReplaceCalls::find, Qt::DirectConnection);
  QObject::connect(desk, &Desk::placesUnwanted, replace, &ReplaceCalls::forget, Qt::DirectConnection);
  QObject::connect(replace, &ReplaceCalls::found, desk, &Desk::addPlaces);
  QObject::connect(replace, &ReplaceCalls::progressed, desk, &Desk::showProgress);
  QObject::connect(desk, &Desk::replacementsWanted, replace, &ReplaceCalls::replace, Qt::DirectConnection);
  QObject::connect(replace, &ReplaceCalls::replaced, desk, &Desk::replaced);
  QObject::connect(desk, &Desk::stateWanted, desk, [&storage](const QString& id) {
    if (!id.isEmpty()) storage.history().keep(id, {storage::RevisionReason::BeforeReplace});
  });
}

}  // namespace lacuna::app
