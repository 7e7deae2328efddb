// SPDX-License-Identifier: GPL-3.0-or-later
// The Model menu: which one is loaded, those on this machine, and their cards; and the voices, of which one can be made
// to speak. UI thread only.
#pragma once

#include <QMenu>
#include <QPointer>

#include "storage/values/voices.h"
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
  // What is added later stands below the voices.
  void beginVoices();
  // Those that are not deleted are offered; none: their part of the menu is away.
  void setVoices(const QVector<storage::Voice>& voices, const QVector<storage::VoiceShare>& speaking);
  // At the pill with the model's name, which it does not cover.
  void openAt(const QWidget& pill);

 Q_SIGNALS:
  void wanted();  // it is opened
  void chosen(const QString& folder);
  void voiceChosen(const QString& id);  // empty: none is to speak

 private:
  QAction* insert(const QString& text);
  void place();

  QMenu* menu_;
  QWidget* window_;
  QAction* line_;
  QAction* end_;                  // of the models' part of it
  QVector<QAction*> actions_;     // the models
  QAction* voicesEnd_ = nullptr;  // of the voices' part
  QVector<QAction*> voices_;
  QPointer<const QWidget> pill_;  // it was opened there; null: in the menu bar
};

}  // namespace lacuna::ui
