// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/message_note.h"

#include <QCoreApplication>
#include <QMouseEvent>
#include <QScrollBar>
#include <QStyle>
#include <QWheelEvent>

#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

constexpr int kNoteMargin = 14;  // pixels to the page's edge
constexpr int kNoteMs = 7000;

}  // namespace

MessageNote::MessageNote(PageView& page) : QLabel(&page), page_(page) {
  setProperty("role", QStringLiteral("note"));
  setFont(chromeFont(13));
  setWordWrap(true);
  setAccessibleName(tr("Message"));
  button_ = new QPushButton(this);
  button_->setProperty("role", QStringLiteral("note"));
  button_->setCursor(Qt::PointingHandCursor);
  button_->setFocusPolicy(Qt::NoFocus);  // the keys stay with whoever writes; Ctrl+Z in the tree does the same
  button_->hide();
  connect(button_, &QPushButton::clicked, this, [this] {
    hide();
    if (act_) act_();
  });
  hide();
  timer_.setSingleShot(true);
  timer_.setInterval(kNoteMs);
  connect(&timer_, &QTimer::timeout, this, &QWidget::hide);
}

void MessageNote::say(const QString& sentence) {
  if (sentence.isEmpty()) {
    hide();
    return;
  }
  setActing(false);
  setText(sentence);
  setAccessibleDescription(sentence);
  atHead_ = false;
  show();
  raise();
  place();
  timer_.start();
}

void MessageNote::offer(const QString& sentence, const QString& button, const std::function<void()>& act) {
  say(sentence);
  act_ = act;
  button_->setText(button);
  button_->setFont(font());
  button_->adjustSize();
  setActing(true);
  place();
}

// The style leaves room for the button.
void MessageNote::setActing(bool acting) {
  button_->setVisible(acting);
  if (property("acting").toBool() == acting) return;
  setProperty("acting", acting);
  style()->unpolish(this);
  style()->polish(this);
}

void MessageNote::mousePressEvent(QMouseEvent* event) {
  hide();
  QLabel::mousePressEvent(event);
}

void MessageNote::wheelEvent(QWheelEvent* event) { QCoreApplication::sendEvent(page_.viewport(), event); }

QVector<QRect> MessageNote::busyPlaces() const {
  const QRect view = page_.viewport()->geometry();
  const QRect caret = page_.cursorRect().translated(view.topLeft());
  QVector<QRect> busy{QRect(view.left(), caret.top() - caret.height(), view.width(), 4 * caret.height())};
  const PageDocument::Hole* hole = page_.pageDocument().hole(page_.gaps().activeHole());
  if (hole != nullptr && page_.gapInSight()) {
    const QRectF lines = page_.pageLayout().rangeRect(hole->viewBegin, hole->viewEnd());
    const int top = view.top() - page_.verticalScrollBar()->value() + qRound(lines.top());
    busy.push_back(QRect(view.left(), top, view.width(), qRound(lines.height())));
  }
  for (const QWidget* child : page_.findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly)) {
    const bool steers =
        qobject_cast<const FloatingCard*>(child) != nullptr || qobject_cast<const KeyBar*>(child) != nullptr;
    if (steers && child->isVisible()) busy.push_back(child->geometry());
  }
  return busy;
}

void MessageNote::place() {
  if (!isVisible()) return;
  const QRect area = page_.viewport()->geometry();
  QSize size(qMin(560, qMax(160, area.width() - 40)), 0);
  setFixedWidth(size.width());
  size.setHeight(heightForWidth(size.width()));
  const QVector<QRect> busy = busyPlaces();
  const auto at = [&](bool head) {
    const int top = head ? area.top() + kNoteMargin : area.bottom() - size.height() - kNoteMargin;
    return QRect(QPoint(area.center().x() - size.width() / 2, top), size);
  };
  const auto covered = [&](bool head) {
    int pixels = 0;
    for (const QRect& one : busy) {
      const QRect both = one & at(head);
      pixels += both.width() * both.height();
    }
    return pixels;
  };
  if (covered(atHead_) > covered(!atHead_)) atHead_ = !atHead_;
  setGeometry(at(atHead_));
  button_->move(width() - button_->width() - kNoteMargin / 2, (height() - button_->height()) / 2);
}

}  // namespace lacuna::ui
