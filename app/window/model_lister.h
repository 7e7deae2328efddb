// SPDX-License-Identifier: GPL-3.0-or-later
// Which models are on this machine, for the window's Model menu: looked for, opened and described on a thread of its
// own, since a base of 100 MB is read for its hash.
#pragma once

#include <QObject>
#include <QThreadPool>
#include <QVector>

#include "ui/values.h"

namespace lacuna::app {

constexpr const char* kChosenModel = "model";  // in QSettings: the folder that was chosen in the menu last

class ModelLister : public QObject {
  Q_OBJECT
 public:
  explicit ModelLister(QObject* parent = nullptr);
  // Waits for a look that goes on.
  ~ModelLister() override;

  // UI thread. Emits found, from another thread; a look that is asked for while one goes on comes to nothing. current:
  // the folder of the model that is loaded, or is to be.
  void look(const QString& current);

 Q_SIGNALS:
  void found(const QVector<lacuna::ui::ModelItem>& models);

 private:
  QThreadPool pool_;
};

}  // namespace lacuna::app
