// SPDX-License-Identifier: GPL-3.0-or-later
// What the status bar says.
#include <QInputDialog>
#include <QLocale>
#include <QSettings>

#include "ui/main_window_parts.h"

namespace lacuna::ui {
namespace {

constexpr int kUsualGoal = 1000;  // words a day

}  // namespace

// A day's words outlive the window and its death.
void MainWindow::Parts::loadToday() {
  const QSettings settings;
  todayDate = QDate::currentDate();
  const bool same = settings.value(QStringLiteral("today/date")).toDate() == todayDate;
  todayWords = same ? qMax(0, settings.value(QStringLiteral("today/words"), 0).toInt()) : 0;
}

void MainWindow::Parts::keepToday() {
  todayTimer.stop();
  QSettings settings;
  settings.setValue(QStringLiteral("today/date"), todayDate);
  settings.setValue(QStringLiteral("today/words"), todayWords);
}

void MainWindow::Parts::showWords() {
  const Manuscript& manuscript = page->pageDocument().manuscript();
  const int now = manuscript.words();
  if (todayDate != QDate::currentDate()) {
    todayDate = QDate::currentDate();
    todayWords = 0;
  }
  const int typed = manuscript.typedWords() - lastTyped;
  lastTyped = manuscript.typedWords();
  todayWords = qMax(0, todayWords + typed);
  if (typed != 0 && !todayTimer.isActive()) todayTimer.start();
  const QLocale locale;
  words->setText(now == 1 ? tr("1 word") : tr("%1 words").arg(locale.toString(now)));
  const int goal = QSettings().value(QStringLiteral("today/goal"), kUsualGoal).toInt();
  today->setText(goal > 0 ? tr("today %1 / %2").arg(locale.toString(todayWords), locale.toString(goal))
                          : tr("today %1").arg(locale.toString(todayWords)));
  showSavedState();
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
  const bool bad = !trouble.isEmpty();
  saved->setToolTip(trouble);
  QFont font = saved->font();
  font.setWeight(bad ? QFont::Bold : QFont::Normal);
  saved->setFont(font);
  if (bad) {
    saved->setText(tr("NOT SAVED: the library cannot be written"));
    return;
  }
  if (unsaved()) {
    saved->setText(tr("saving\u2026"));
    return;
  }
  if (!savedAt.isValid()) {
    saved->setText(QString());
    return;
  }
  const qint64 ago = savedAt.secsTo(QDateTime::currentDateTime());
  saved->setText(ago < 5 ? tr("saved")
                 : ago < 60
                     ? tr("saved %1 s ago").arg(ago / 5 * 5)
                     : tr("saved at %1").arg(QLocale().toString(savedAt.toLocalTime().time(), QLocale::ShortFormat)));
}

void MainWindow::Parts::showEngine() {
  const GapRun* run = page->gaps().latestRun();
  const QString name = engine.model.isEmpty() ? tr("model") : engine.model;
  switch (engine.state) {
    case EngineView::Loading:
      model->setText(tr("loading the model\u2026"));
      model->setToolTip(QString());
      device->clear();
      break;
    case EngineView::Failed:
      model->setText(tr("no model: choose one"));
      model->setToolTip(engine.sentence);
      device->clear();
      break;
    case EngineView::Ready: {
      model->setText(name);
      model->setToolTip(tr("The model that fills gaps; click for the Model menu"));
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

void MainWindow::askGoal() {
  bool ok = false;
  const int goal =
      QInputDialog::getInt(this, tr("Words a day"), tr("Words that you want to type in a day; 0: no goal"),
                           QSettings().value(QStringLiteral("today/goal"), kUsualGoal).toInt(), 0, 100000, 50, &ok);
  if (!ok) return;
  QSettings().setValue(QStringLiteral("today/goal"), goal);
  parts_->showWords();
}

}  // namespace lacuna::ui
