// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/surprise_wiring.h"

#include "app/engine/surprise_thread.h"
#include "ui/surprise/surprise_lens.h"

namespace lacuna::app {

void joinSurprise(ui::MainWindow& window, EngineThread& engine) {
  using Lens = ui::SurpriseLens;
  Lens* lens = window.surprise();
  SurpriseThread* thread = &engine.surprise();
  QObject::connect(lens, &Lens::wanted, thread, &SurpriseThread::read, Qt::DirectConnection);
  QObject::connect(lens, &Lens::withdrawn, thread, &SurpriseThread::stop, Qt::DirectConnection);
  QObject::connect(thread, &SurpriseThread::pieceRead, lens, &Lens::show, Qt::QueuedConnection);
  QObject::connect(thread, &SurpriseThread::done, lens, &Lens::done, Qt::QueuedConnection);
  QObject::connect(thread, &SurpriseThread::failed, lens, &Lens::fail, Qt::QueuedConnection);
  QObject::connect(&window, &ui::MainWindow::modelChosen, lens, [lens] { lens->setSource(Lens::Source::Loading); });
  QObject::connect(&engine, &EngineThread::ready, lens, [lens, thread] {
    lens->setSource(thread->hasReader() ? Lens::Source::Ready : Lens::Source::NoBase);
  });
  QObject::connect(&engine, &EngineThread::failed, lens, [lens] { lens->setSource(Lens::Source::Failed); });
}

}  // namespace lacuna::app
