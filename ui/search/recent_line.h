// SPDX-License-Identifier: GPL-3.0-or-later
// A line whose Up and Down keys go through what was typed in it before, as a shell's do. UI thread only.
#pragma once

#include <QKeyEvent>
#include <QLineEdit>

#include "ui/search/find_settings.h"

namespace lacuna::ui {

class RecentLine : public QLineEdit {
  Q_OBJECT
 public:
  RecentLine(const QString& name, QWidget* parent) : QLineEdit(parent), name_(name) {
    connect(this, &QLineEdit::textEdited, this, [this] { at_ = -1; });
  }
  // It was really looked for, not only typed on the way.
  void remember() { rememberSearch(name_, text()); }

 protected:
  void keyPressEvent(QKeyEvent* event) override {
    const bool older = event->key() == Qt::Key_Up;
    if ((!older && event->key() != Qt::Key_Down) || event->modifiers() != Qt::NoModifier) {
      QLineEdit::keyPressEvent(event);
      return;
    }
    event->accept();
    const QStringList recent = recentSearches(name_);
    if (at_ < 0) {
      typed_ = text();
      if (older && !recent.isEmpty() && recent.first() == typed_) at_ = 0;
    }
    const int to = at_ + (older ? 1 : -1);
    if (to < -1 || to >= recent.size()) return;
    at_ = to;
    setText(to < 0 ? typed_ : recent.at(to));
    const int kept = at_;
    Q_EMIT textEdited(text());
    at_ = kept;
  }

 private:
  QString name_;
  QString typed_;  // before the first Up
  int at_ = -1;    // in the list; -1: what was typed
};

}  // namespace lacuna::ui
