// SPDX-License-Identifier: GPL-3.0-or-later
// The quiet line below the page about the file of the open document: one sentence, what can be done about it, and a
// cross. It takes no focus by itself. UI thread only.
#pragma once

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <functional>

namespace lacuna::ui {

class LinkLine : public QFrame {
  Q_OBJECT
 public:
  struct Act {
    QString text;
    std::function<void()> act;
  };
  explicit LinkLine(QWidget* parent = nullptr);

  // urgent: the author has to decide; else it is only said.
  void say(const QString& sentence, const QVector<Act>& acts, bool urgent);
  void clear();
  QString sentence() const { return label_->text(); }
  // While something else has the page's place.
  void setAside(bool aside);

 Q_SIGNALS:
  void closed();  // by its cross

 private:
  void place();

  QLabel* label_;
  QHBoxLayout* row_;
  QToolButton* close_;
  QVector<QToolButton*> buttons_;
  bool aside_ = false;
};

}  // namespace lacuna::ui
