// SPDX-License-Identifier: GPL-3.0-or-later
// What the status bar says.
#include <QInputDialog>
#include <QLocale>
#include <QScreen>
#include <QSettings>
#include <algorithm>

#include "ui/fonts.h"
#include "ui/window/main_window_parts.h"

namespace lacuna::ui {
namespace {

constexpr int kUsualGoal = 1000;  // words a day
constexpr int kNameWidth = 220;   // pixels of a model's name
constexpr int kBetweenParts = 8;  // pixels
constexpr int kAroundParts = 30;

QString savedAtText(const QTime& time) {
  return MainWindow::tr("saved at %1").arg(QLocale().toString(time, QLocale::ShortFormat));
}

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
  const QString percent = share > 0 && share < 1 ? QStringLiteral("< 1") : QString::number(qRound(share));
  generated->setText(ranges > 0 ? tr("%1% generated, %2 unconfirmed").arg(percent).arg(ranges) : QString());
  generated->setToolTip(
      tr("Text that came out of a gap and that you have neither edited nor confirmed (Ctrl+Shift+G)"));
  fitStatus();
}

void MainWindow::Parts::showSavedState() {
  const bool bad = !trouble.isEmpty();
  saved->setToolTip(trouble);
  saved->setFont(chromeFont(12, bad ? QFont::DemiBold : QFont::Normal));
  saved->setStyleSheet(bad ? QStringLiteral("color: %1").arg(theme.accent.name()) : QString());
  const qint64 ago = savedAt.isValid() ? savedAt.secsTo(QDateTime::currentDateTime()) : 0;
  saved->setText(notSaved()           ? tr("NOT SAVED: the library cannot be written")
                 : bad                ? tr("CANNOT SAVE: the library cannot be written")
                 : unsaved()          ? tr("saving\u2026")
                 : !savedAt.isValid() ? QString()
                 : ago < 5            ? tr("saved")
                 : ago < 60           ? tr("saved %1 s ago").arg(ago / 5 * 5)
                                      : savedAtText(savedAt.toLocalTime().time()));
  fitStatus();
}

void MainWindow::Parts::showEngine() {
  const GapRun* run = page->gaps().latestRun();
  const QString name = engine.model.isEmpty() ? tr("model") : engine.model;
  const bool ready = engine.state == EngineView::Ready;
  switch (engine.state) {
    case EngineView::Loading:
      model->setText(tr("loading the model\u2026"));
      model->setToolTip(QString());
      break;
    case EngineView::Failed:
      model->setText(tr("no model: choose one"));
      model->setToolTip(engine.sentence);
      break;
    case EngineView::Ready:
      model->setText(model->fontMetrics().elidedText(name, Qt::ElideRight, kNameWidth));
      model->setToolTip(tr("%1 fills the gaps; click for the Model menu").arg(name));
      break;
  }
  const bool paced = ready && run != nullptr && run->stepMs > 0;
  const bool read = ready && run != nullptr && run->contextTotal > 0;
  device->setText(ready ? engine.device : QString());
  pace->setText(paced ? tr("%1 ms/step").arg(qRound(run->stepMs)) : QString());
  context->setText(read ? tr("context %1 tokens read").arg(QLocale().toString(run->contextDone)) : QString());
  fitStatus();
  if (modelLine != nullptr) {
    modelLine->setText(engine.state == EngineView::Ready    ? tr("%1 on %2").arg(name, engine.device)
                       : engine.state == EngineView::Failed ? tr("No model is loaded")
                                                            : tr("The model is loading"));
  }
}

void MainWindow::Parts::openModelMenu() {
  modelMenu->popup(model->mapToGlobal(QPoint(0, -modelMenu->sizeHint().height())));
  modelMenuAtPill = true;
  placeModelMenu();
}

// Above the pill, or below it where the screen ends above. It grows while it is open: the models are looked for.
void MainWindow::Parts::placeModelMenu() {
  if (!modelMenuAtPill || !modelMenu->isVisible()) return;
  const QRect pill(model->mapToGlobal(QPoint()), model->size());
  const QRect room = model->screen()->availableGeometry();
  const QSize size = modelMenu->sizeHint().boundedTo(room.size());
  int y = pill.top() - size.height();
  if (y < room.top() && pill.bottom() + size.height() < room.bottom()) y = pill.bottom() + 1;
  const int x = std::max(room.left(), std::min(pill.left(), room.right() + 1 - size.width()));
  modelMenu->setGeometry(QRect(QPoint(x, std::max(room.top(), y)), size));
}

void MainWindow::Parts::fitStatus() {
  // The state of saving changes while the author writes: what stands beside it must not come and go with it.
  const auto widthOf = [this](const QLabel* part) {
    const int hint = part->sizeHint().width();
    if (part != saved) return hint;
    const QFontMetrics metrics = part->fontMetrics();
    const int more = metrics.horizontalAdvance(savedAtText(QTime(22, 58))) - metrics.horizontalAdvance(part->text());
    return hint + qMax(0, more);
  };
  int room = page->window()->width() - kAroundParts;
  // What an author misses most comes first; where one part has no room, those behind it have none either.
  for (QLabel* part : {saved, words, model, generated, today, device, pace, context}) {
    const bool said = !part->text().isEmpty();
    if (said) room -= widthOf(part) + kBetweenParts;
    part->setVisible(said && room >= 0);
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
