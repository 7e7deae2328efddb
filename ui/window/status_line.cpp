// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/status_line.h"

#include <QEvent>
#include <QLocale>
#include <QStatusBar>

#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

constexpr int kNameWidth = 220;   // pixels of a model's name
constexpr int kBetweenParts = 8;  // pixels
constexpr int kAroundParts = 30;

QString savedAtText(const QTime& time) {
  return StatusLine::tr("saved at %1").arg(QLocale().toString(time, QLocale::ShortFormat));
}

}  // namespace

StatusLine::StatusLine(QMainWindow& window, QWidget* surprise) : QObject(&window), window_(window) {
  QStatusBar* bar = window.statusBar();
  bar->setSizeGripEnabled(false);
  bar->setFixedHeight(29);
  bar->setContentsMargins(10, 0, 10, 0);
  words_ = addLabel(tr("Words"), false);
  today_ = new TodayLabel(&window);
  prepare(today_, tr("Words today"), false);
  generated_ = addLabel(tr("Generated text"), true);
  saved_ = addLabel(tr("Saved"), false);
  model_ = addLabel(tr("Model"), true);
  device_ = addLabel(tr("Device"), false);
  pace_ = addLabel(tr("Pace"), false);
  context_ = addLabel(tr("Context"), false);
  for (QLabel* opens : {model_, static_cast<QLabel*>(today_), generated_}) {
    opens->setCursor(Qt::PointingHandCursor);
    opens->installEventFilter(this);
  }
  bar->addWidget(words_);
  bar->addWidget(today_);
  bar->addWidget(generated_);
  bar->addWidget(surprise, 1);
  bar->addPermanentWidget(saved_);
  bar->addPermanentWidget(model_);
  for (QLabel* fact : {device_, pace_, context_}) bar->addPermanentWidget(fact);
}

QLabel* StatusLine::addLabel(const QString& name, bool chip) { return prepare(new QLabel(&window_), name, chip); }

QLabel* StatusLine::prepare(QLabel* label, const QString& name, bool chip) const {
  label->setFont(chromeFont(12));
  label->setProperty("chip", chip);
  label->setAccessibleName(name);
  label->setContentsMargins(chip ? 0 : 6, 0, chip ? 0 : 6, 0);
  return label;
}

bool StatusLine::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::MouseButtonPress) return QObject::eventFilter(watched, event);
  if (watched == model_) {
    Q_EMIT modelClicked();
  } else if (watched == generated_) {
    Q_EMIT generatedClicked();
  } else {
    Q_EMIT todayClicked();
  }
  return true;
}

void StatusLine::showWords(const Manuscript& manuscript) {
  textWords_ = manuscript.words();
  sayWords();
}

void StatusLine::showSelection(const storage::TextCounts& selection) {
  if (selection == selection_) return;
  selection_ = selection;
  sayWords();
  fit();
}

void StatusLine::sayWords() {
  const QLocale locale;
  const QString words = locale.toString(textWords_);
  if (selection_ == storage::TextCounts()) {
    words_->setText(textWords_ == 1 ? tr("1 word") : tr("%Ln words", nullptr, textWords_));
    words_->setToolTip(QString());
    return;
  }
  const auto number = [&locale](int count) { return locale.toString(count); };
  words_->setText(
      tr("%1 of %2 words, %3 characters").arg(number(selection_.words), words, number(selection_.characters)));
  QString more = tr("Selected: %1 words, %2 characters, %3 without spaces, %4 sentences, %5 paragraphs")
                     .arg(number(selection_.words), number(selection_.characters), number(selection_.letters),
                          number(selection_.sentences), number(selection_.paragraphs));
  if (selection_.generated > 0) more += tr("; %1 of the words are generated").arg(number(selection_.generated));
  words_->setToolTip(more);
}

void StatusLine::showToday(const storage::WritingToday& today) {
  today_->show(today);
  fit();
}

void StatusLine::showGenerated(const Manuscript& manuscript) {
  const int ranges = manuscript.generatedRanges();
  const double share = manuscript.generatedShare() * 100;
  const QString percent = share > 0 && share < 1 ? QStringLiteral("< 1") : QString::number(qRound(share));
  generated_->setText(ranges > 0 ? tr("%1% generated, %2 unconfirmed").arg(percent).arg(ranges) : QString());
  generated_->setToolTip(tr(
      "Text that came out of a gap and that you have neither edited nor confirmed (Ctrl+Shift+G); click for a list"));
  fit();
}

void StatusLine::showSaved(const SavedState& state, const Theme& theme) {
  const bool bad = !state.trouble.isEmpty();
  saved_->setToolTip(state.trouble);
  saved_->setFont(chromeFont(12, bad ? QFont::DemiBold : QFont::Normal));
  saved_->setStyleSheet(bad ? QStringLiteral("color: %1").arg(theme.accent.name()) : QString());
  const qint64 ago = state.savedAt.isValid() ? state.savedAt.secsTo(QDateTime::currentDateTime()) : 0;
  saved_->setText(state.notSaved()           ? tr("NOT SAVED: the library cannot be written")
                  : bad                      ? tr("CANNOT SAVE: the library cannot be written")
                  : state.unsaved()          ? tr("saving\u2026")
                  : !state.savedAt.isValid() ? QString()
                  : ago < 5                  ? tr("saved")
                  : ago < 60                 ? tr("saved %1 s ago").arg(ago / 5 * 5)
                                             : savedAtText(state.savedAt.toLocalTime().time()));
  fit();
}

void StatusLine::showEngine(const EngineView& engine, const GapRun* run) {
  const QString name = engine.model.isEmpty() ? tr("model") : engine.model;
  const bool ready = engine.state == EngineView::Ready;
  switch (engine.state) {
    case EngineView::Loading:
      model_->setText(tr("loading the model\u2026"));
      model_->setToolTip(QString());
      break;
    case EngineView::Failed:
      model_->setText(tr("no model: choose one"));
      model_->setToolTip(engine.sentence);
      break;
    case EngineView::Ready:
      model_->setText(model_->fontMetrics().elidedText(name, Qt::ElideRight, kNameWidth));
      model_->setToolTip(tr("%1 fills the gaps; click for the Model menu").arg(name));
      break;
  }
  const bool paced = ready && run != nullptr && run->stepMs() > 0;
  const bool read = ready && run != nullptr && run->contextTotal() > 0;
  device_->setText(ready ? engine.device : QString());
  pace_->setText(paced ? tr("%1 ms/step").arg(qRound(run->stepMs())) : QString());
  context_->setText(read ? tr("context %1 tokens read").arg(QLocale().toString(run->contextDone())) : QString());
  fit();
}

void StatusLine::fit() {
  // The state of saving changes while the author writes: what stands beside it must not come and go with it.
  const auto widthOf = [this](const QLabel* part) {
    const int hint = part->sizeHint().width();
    if (part != saved_) return hint;
    const QFontMetrics metrics = part->fontMetrics();
    const int more = metrics.horizontalAdvance(savedAtText(QTime(22, 58))) - metrics.horizontalAdvance(part->text());
    return hint + qMax(0, more);
  };
  int room = window_.width() - kAroundParts;
  // What an author misses most comes first; where one part has no room, those behind it have none either.
  for (QLabel* part : {saved_, words_, model_, generated_, static_cast<QLabel*>(today_), device_, pace_, context_}) {
    const bool said = !part->text().isEmpty();
    if (said) room -= widthOf(part) + kBetweenParts;
    part->setVisible(said && room >= 0);
  }
}

}  // namespace lacuna::ui
