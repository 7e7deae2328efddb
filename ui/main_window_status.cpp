// SPDX-License-Identifier: GPL-3.0-or-later
// What the status bar says, and the documents that were open before.
#include <QLocale>
#include <QSettings>

#include "ui/main_window_parts.h"

namespace lacuna::ui {
namespace {

constexpr qsizetype kMaxKept = 12;

}  // namespace

void MainWindow::Parts::showWords() {
  const int now = page->pageDocument().manuscript().words();
  if (todayDate != QDate::currentDate()) {
    todayDate = QDate::currentDate();
    todayWords = 0;
  }
  todayWords = qMax(0, todayWords + now - lastWords);
  lastWords = now;
  const QLocale locale;
  words->setText(now == 1 ? tr("1 word") : tr("%1 words").arg(locale.toString(now)));
  const int goal = QSettings().value(QStringLiteral("today/goal"), 1000).toInt();
  today->setText(tr("today %1 / %2").arg(locale.toString(todayWords), locale.toString(goal)));
  if (editedSinceSave) saved->setText(tr("saving\u2026"));
}

void MainWindow::Parts::showGenerated() {
  const Manuscript& manuscript = page->pageDocument().manuscript();
  const int ranges = manuscript.generatedRanges();
  const double share = manuscript.generatedShare() * 100;
  generated->setVisible(ranges > 0);
  const QString percent = share > 0 && share < 1 ? QStringLiteral("< 1") : QString::number(qRound(share));
  generated->setText(tr("%1% generated, %2 unconfirmed").arg(percent).arg(ranges));
  generated->setToolTip(
      tr("Text that came out of a gap and that you have neither edited nor confirmed (Ctrl+Shift+G)"));
}

void MainWindow::Parts::showSavedState() {
  if (!savedAt.isValid()) {
    saved->setText(editedSinceSave ? tr("saving\u2026") : QString());
    return;
  }
  if (editedSinceSave) return;
  const qint64 ago = savedAt.secsTo(QDateTime::currentDateTime());
  saved->setText(ago < 5    ? tr("saved")
                 : ago < 60 ? tr("saved %1 s ago").arg(ago / 5 * 5)
                            : tr("saved at %1").arg(QLocale().toString(savedAt.time(), QLocale::ShortFormat)));
}

void MainWindow::Parts::showEngine() {
  const GapRun* run = page->gaps().latestRun();
  const QString name = engine.model.isEmpty() ? tr("model") : engine.model;
  switch (engine.state) {
    case EngineView::Loading:
      model->setText(tr("loading the model\u2026"));
      device->clear();
      break;
    case EngineView::Failed:
      model->setText(tr("no model"));
      model->setToolTip(engine.sentence);
      device->clear();
      break;
    case EngineView::Ready: {
      model->setText(name);
      QStringList said{engine.device};
      if (run != nullptr && run->stepMs > 0) said << tr("%1 ms/step").arg(qRound(run->stepMs));
      if (run != nullptr && run->contextTotal > 0)
        said << tr("context %1 tokens read").arg(QLocale().toString(run->contextDone));
      said.removeAll(QString());
      device->setText(said.join(QStringLiteral(" \u00b7 ")));
      break;
    }
  }
  if (modelLine != nullptr) {
    modelLine->setText(engine.state == EngineView::Ready    ? tr("%1 on %2").arg(name, engine.device)
                       : engine.state == EngineView::Failed ? tr("No model is loaded")
                                                            : tr("The model is loading"));
  }
}

void MainWindow::Parts::keepOpen() {
  if (!open) return;
  if (kept.size() >= kMaxKept && !kept.contains(id)) kept.erase(kept.begin());
  kept.insert(id, {page->pageDocument().manuscript(), page->cursorPosition(), page->scrollShare()});
}

}  // namespace lacuna::ui
