// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/recent_wiring.h"

#include <QFileInfo>

#include "ui/window/recent_on_page.h"

namespace lacuna::app {

RecentWiring::RecentWiring(ui::MainWindow& window, StorageThread& storage) {
  pool_.setMaxThreadCount(1);
  ui::RecentOnPage* recent = window.recent();
  connect(&storage, &StorageThread::opened, recent, &ui::RecentOnPage::setLibrary);
  connect(&storage, &StorageThread::openedForReading, recent, &ui::RecentOnPage::setLibrary);
  connect(this, &RecentWiring::looked, recent, &ui::RecentOnPage::setMissing, Qt::QueuedConnection);
  // One look at a time; the menu asks again when it opens again.
  connect(recent, &ui::RecentOnPage::filesWanted, this, [this](const QStringList& paths) {
    (void)pool_.tryStart([this, paths] {
      QStringList missing;
      for (const QString& path : paths)
        if (!QFileInfo::exists(path)) missing << path;
      Q_EMIT looked(missing);
    });
  });
}

RecentWiring::~RecentWiring() { pool_.waitForDone(); }

}  // namespace lacuna::app
