// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/replay/replay_exporter.h"

#include <exception>

namespace lacuna::app {

ReplayExporter::ReplayExporter(QObject* parent) : QObject(parent) { pool_.setMaxThreadCount(1); }

ReplayExporter::~ReplayExporter() { pool_.waitForDone(); }

void ReplayExporter::write(const storage::Run& run, const QString& title, const QString& text, const QString& path) {
  pool_.start([this, run, title, text, path, look = replayLook()] {
    QString sentence = tr("Exported the run as %1.").arg(path);
    try {
      exportReplay(makeReplay(run, title, text), look, path);
    } catch (const std::exception& error) {
      sentence = QString::fromUtf8(error.what());
    }
    Q_EMIT done(sentence);
  });
}

}  // namespace lacuna::app
