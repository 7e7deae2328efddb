// SPDX-License-Identifier: GPL-3.0-or-later
// The Model menu: which one is loaded, those on this machine, and their cards. UI thread only.
#pragma once

#include <QMenu>
#include <QPointer>

#include "ui/values.h"

namespace lacuna::ui {

class ModelMenu : public QObject {
  Q_OBJECT
 public:
  // menu: empty; its parent is the window. What is added to it later stands below the models.
  ModelMenu(QMenu* menu, QWidget* window);

  void showEngine(const EngineView& engine);
  // Those on this machine, also while the menu is open.
  void setModels(const QVector<ModelItem>& models);
  // At the pill with the model's name, which it does not cover.
  void openAt(const QWidget& pill);

 Q_SIGNALS:
  void wanted();  // it is opened
  void chosen(const QString& folder);

 private:
  QAction* insert(const QString& text);
  void place();

  QMenu* menu_;
  QWidget* window_;
  QAction* line_;
  QAction* end_;                  // of the models' part of it
  QVector<QAction*> actions_;     // the models
  QPointer<const QWidget> pill_;  // it was opened there; null: in the menu bar
};

}  // namespace lacuna::ui
