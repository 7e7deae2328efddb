// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/token_card.h"

#include <QKeyEvent>
#include <QPainter>
#include <algorithm>

#include "ui/fonts.h"
#include "ui/share_text.h"

namespace lacuna::ui {
namespace {

constexpr int kRow = 20;
constexpr int kWord = 84;
constexpr int kNumber = 36;

}  // namespace

TokenCard::TokenCard(RunModel& model, QWidget* parent) : Card(QString(), parent), model_(model) {
  bars_ = new AlternativeBars(this);
  body()->addWidget(bars_);
  auto* row = new QHBoxLayout;
  row->setSpacing(4);
  word_ = new QLineEdit(this);
  word_->setPlaceholderText(tr("another word"));
  word_->setAccessibleName(tr("Another word for this place"));
  word_->setFont(pageFont(15));
  noise_ = quietButton(tr("Noise"), tr("Send this word back to noise"), this);
  undo_ = quietButton(tr("Undo"), tr("Take back what was changed in this step"), this);
  resume_ = quietButton(tr("Resume"), tr("Go on from this step with what you changed, as a branch"), this);
  row->addWidget(word_, 1);
  for (QToolButton* button : {noise_, undo_, resume_}) row->addWidget(button);
  body()->addLayout(row);
  connect(bars_, &AlternativeBars::chosen, this, &TokenCard::put);
  connect(word_, &QLineEdit::returnPressed, this, [this] {
    if (!word_->text().trimmed().isEmpty()) put(word_->text().trimmed());
    word_->clear();
  });
  connect(noise_, &QToolButton::clicked, this, [this] { put(QString()); });
  connect(undo_, &QToolButton::clicked, &model_, &RunModel::clearEdits);
  connect(resume_, &QToolButton::clicked, this, &TokenCard::resumeWanted);
  connect(&model_, &RunModel::placeChanged, this, &TokenCard::show);
  connect(&model_, &RunModel::runChanged, this, &TokenCard::show);
  show();
}

void TokenCard::setTheme(const Theme& theme) { bars_->setTheme(theme); }

void TokenCard::choose(int gap, int token) {
  gap_ = gap;
  token_ = token;
  show();
}

void TokenCard::put(const QString& text) {
  if (gap_ >= 0) model_.edit({gap_, token_, text.trimmed()});
}

void TokenCard::show() {
  const auto tokens = model_.tokens();
  const bool known = gap_ >= 0 && gap_ < tokens.size() && token_ >= 0 && token_ < tokens.at(gap_).size();
  setVisible(known);
  if (!known) return;
  const RunToken& token = tokens.at(gap_).at(token_);
  const int settled = settledAt(model_.run(), model_.place(), gap_, token_);
  const LensMark flips = lensMarks(model_.run(), model_.place(), {LensKind::Flips, 0}).value(gap_).value(token_);
  const QString word = token.text.trimmed();
  setTitle(word.isEmpty() ? tr("noise") : QStringLiteral("\u201c%1\u201d").arg(word));
  setNote(flips.said + QStringLiteral(" \u00b7 ") +
          (settled < 0 ? tr("not settled") : tr("settled at %1").arg(settled)));
  // A settled token keeps what it was chosen from at the step at which it settled.
  QVector<RunAlternative> alternatives = token.alternatives;
  for (int s = model_.place().step; alternatives.isEmpty() && s > 0; --s) {
    const auto before = tokensAt(model_.run(), {s, model_.place().candidate});
    if (gap_ < before.size() && token_ < before.at(gap_).size()) alternatives = before.at(gap_).at(token_).alternatives;
  }
  bars_->show(alternatives);
  bars_->setVisible(!alternatives.isEmpty());
  const bool whole =
      !model_.run().text.isEmpty() && model_.stepNumber() > 0 && model_.stepNumber() < model_.run().item.steps;
  for (QWidget* widget : std::initializer_list<QWidget*>{word_, noise_}) widget->setEnabled(whole);
  undo_->setEnabled(!model_.edits().isEmpty());
  resume_->setEnabled(whole && !model_.edits().isEmpty());
}

AlternativeBars::AlternativeBars(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::TabFocus);
  setAccessibleName(tr("What else the model thought of"));
  setCursor(Qt::PointingHandCursor);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void AlternativeBars::setTheme(const Theme& theme) {
  theme_ = theme;
  update();
}

void AlternativeBars::show(const QVector<RunAlternative>& alternatives) {
  alternatives_ = alternatives;
  row_ = std::min(row_, std::max(0, static_cast<int>(alternatives_.size()) - 1));
  QStringList said;
  for (int i = 0; i < rowCount(); ++i) said << rowName(i);
  setAccessibleDescription(said.join(QStringLiteral("; ")));
  setFixedHeight(std::max(1, static_cast<int>(alternatives_.size())) * kRow);
  update();
}

QString AlternativeBars::rowName(int row) const {
  const RunAlternative& one = alternatives_.at(row);
  return tr("%1, %L2").arg(one.text.trimmed()).arg(static_cast<double>(probabilityOf(one)), 0, 'f', 2);
}

QRect AlternativeBars::rowRect(int row) const { return {0, row * kRow, width(), kRow}; }

void AlternativeBars::takeRow(int row) {
  row_ = row;
  Q_EMIT chosen(alternatives_.at(row).text);
}

QSize AlternativeBars::sizeHint() const { return {260, static_cast<int>(alternatives_.size()) * kRow}; }

void AlternativeBars::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const qreal room = width() - kWord - kNumber - 8;
  qreal likeliest = 1e-6;  // its bar takes all the room
  for (const RunAlternative& one : std::as_const(alternatives_))
    likeliest = std::max(likeliest, static_cast<qreal>(probabilityOf(one)));
  for (int i = 0; i < alternatives_.size(); ++i) {
    const RunAlternative& one = alternatives_.at(i);
    const QRectF row(0, i * kRow, width(), kRow);
    if (hasFocus() && i == row_) {
      painter.setPen(QPen(theme_.accent, 1));
      painter.setBrush(Qt::NoBrush);
      painter.drawRoundedRect(row.adjusted(.5, .5, -.5, -.5), 4, 4);
    }
    painter.setPen(theme_.ink);
    painter.setFont(pageFont(15));
    const QString word = painter.fontMetrics().elidedText(one.text.trimmed(), Qt::ElideRight, kWord - 8);
    painter.drawText(row.adjusted(3, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, word);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme_.accent2);
    const qreal length = std::max(8.0, room * static_cast<qreal>(probabilityOf(one)) / likeliest);
    painter.drawRoundedRect(QRectF(kWord, row.center().y() - 4, length, 8), 4, 4);
    painter.setPen(theme_.soft);
    painter.setFont(chromeFont(11));
    const QString number =
        probabilityOf(one) < 0.005F ? u'<' + shareText(0.01) : shareText(static_cast<double>(probabilityOf(one)));
    painter.drawText(row.adjusted(0, 0, -2, 0), Qt::AlignVCenter | Qt::AlignRight, number);
  }
}

void AlternativeBars::mousePressEvent(QMouseEvent* event) {
  const int row = static_cast<int>(event->position().y()) / kRow;
  if (row >= 0 && row < rowCount()) takeRow(row);
}

void AlternativeBars::keyPressEvent(QKeyEvent* event) {
  const int last = static_cast<int>(alternatives_.size()) - 1;
  if (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down) {
    row_ = std::clamp(row_ + (event->key() == Qt::Key_Down ? 1 : -1), 0, std::max(0, last));
    tellRow(this);
    update();
  } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && row_ <= last) {
    takeRow(row_);
  } else {
    QWidget::keyPressEvent(event);
  }
}

}  // namespace lacuna::ui
