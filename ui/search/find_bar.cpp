// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/find_bar.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QToolButton>

#include "ui/fonts.h"

namespace lacuna::ui {

FindBar::FindBar(QWidget* parent) : FloatingCard(parent) {
  setObjectName(QStringLiteral("findBar"));
  setAutoFillBackground(true);
  setFont(chromeFont(13));  // not the page's, whose child it is
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(8, 6, 8, 6);
  line_ = new QLineEdit(this);
  line_->setPlaceholderText(tr("Find in this draft"));
  line_->setAccessibleName(tr("Find"));
  line_->setFont(chromeFont(13));
  line_->setMinimumWidth(220);
  count_ = new QLabel(this);
  count_->setProperty("role", QStringLiteral("soft"));
  count_->setFont(chromeFont(12));
  count_->setAccessibleName(tr("Places"));
  count_->setMinimumWidth(count_->fontMetrics().horizontalAdvance(tr("%1 of %2+").arg(9999).arg(PageFind::kMost)));
  row->addWidget(line_);
  row->addWidget(count_);
  const auto button = [this, row](const QString& text, const QString& tip, PageFind::Step step) {
    auto* b = new QToolButton(this);
    b->setText(text);
    b->setFont(chromeFont(13));
    b->setToolTip(tip);
    b->setAccessibleName(tip);
    connect(b, &QToolButton::clicked, this, [this, step] { Q_EMIT searched(line_->text(), step); });
    row->addWidget(b);
  };
  button(QStringLiteral("\u2191"), tr("Previous (Shift+Enter)"), PageFind::Previous);
  button(QStringLiteral("\u2193"), tr("Next (Enter)"), PageFind::Next);
  auto* close = new QToolButton(this);
  close->setText(QStringLiteral("\u00d7"));
  close->setToolTip(tr("Close (Esc)"));
  close->setAccessibleName(tr("Close"));
  connect(close, &QToolButton::clicked, this, &FindBar::closed);
  row->addWidget(close);
  connect(line_, &QLineEdit::textEdited, this, [this](const QString& text) { Q_EMIT searched(text, PageFind::Here); });
  hide();
}

void FindBar::open(const QString& text) {
  if (!text.isEmpty()) line_->setText(text);
  show();
  raise();
  line_->setFocus();
  line_->selectAll();
  if (!line_->text().isEmpty()) Q_EMIT searched(line_->text(), PageFind::Here);
}

void FindBar::showPlace(int place, int places) {
  const QString all = places < PageFind::kMost ? QString::number(places) : QStringLiteral("%1+").arg(places);
  count_->setText(line_->text().isEmpty() ? QString()
                  : places == 0           ? tr("not found")
                  : place > 0             ? tr("%1 of %2").arg(place).arg(all)
                  : places == 1           ? tr("1 place")
                                          : tr("%1 places").arg(all));
}

void FindBar::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
    event->accept();
    if (auto* button = qobject_cast<QToolButton*>(focusWidget()); button != nullptr) {
      button->click();
      return;
    }
    const bool back = (event->modifiers() & Qt::ShiftModifier) != 0;
    Q_EMIT searched(line_->text(), back ? PageFind::Previous : PageFind::Next);
  } else {
    FloatingCard::keyPressEvent(event);
  }
}

}  // namespace lacuna::ui
