// SPDX-License-Identifier: GPL-3.0-or-later
// The panel at the left of the page: the library, or the search over it, by tabs. UI thread only.
#pragma once

#include <QButtonGroup>
#include <QFrame>
#include <QStackedWidget>
#include <QVector>
#include <functional>

namespace lacuna::ui {

class LeftPanel : public QFrame {
  Q_OBJECT
 public:
  explicit LeftPanel(QWidget* parent = nullptr);
  // firstStop: what takes the keys when the author comes to this page by a key.
  void addPage(const QString& name, QWidget* page, const std::function<QWidget*()>& firstStop);
  void showPage(QWidget* page);
  bool shows(const QWidget* page) const { return stack_->currentWidget() == page; }
  QWidget* firstStop() const;

 Q_SIGNALS:
  // Chosen by its tab.
  void turnedTo(QWidget* page);

 private:
  QButtonGroup* tabs_ = nullptr;
  QLayout* row_ = nullptr;
  QStackedWidget* stack_ = nullptr;
  QVector<std::function<QWidget*()>> stops_;
};

}  // namespace lacuna::ui
