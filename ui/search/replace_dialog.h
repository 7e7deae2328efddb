// SPDX-License-Identifier: GPL-3.0-or-later
// Replaces words in several documents, after the author has seen each place as it is and as it would be. It asks for
// the places by a signal, and says by another which were chosen. UI thread only.
#pragma once

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>
#include <QTreeView>

#include "ui/search/recent_line.h"
#include "ui/search/replace_model.h"

namespace lacuna::ui {

class ReplaceDialog : public QDialog {
  Q_OBJECT
 public:
  explicit ReplaceDialog(QWidget* parent);

  // Shown, looking for these at once. `document` is the one on the page.
  void begin(const FindQuery& query, const Replacement& with, ReplaceScope scope, const QString& document);
  // Answers to placesWanted(); those of an older question are left out.
  void addPlaces(quint64 question, const ReplaceDocument& document);
  void showProgress(quint64 question, int done, int all);
  ReplaceModel& model() { return *model_; }

 Q_SIGNALS:
  void placesWanted(const lacuna::ui::ReplaceQuestion& question);
  void placesUnwanted();  // the question before is none any more
  void replacementsChosen(const QVector<lacuna::ui::DocumentEdits>& documents);

 protected:
  void done(int result) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QToolButton* addSwitch(QLayout* row, const QString& text, const QString& tip);
  void build();
  void askSoon();
  void ask();
  void say();
  void tickAll(bool on);

  RecentLine* line_ = nullptr;
  RecentLine* with_ = nullptr;
  QToolButton* matchCase_ = nullptr;
  QToolButton* wholeWords_ = nullptr;
  QToolButton* regex_ = nullptr;
  QToolButton* keepCase_ = nullptr;
  QComboBox* scope_ = nullptr;
  QTreeView* list_ = nullptr;
  ReplaceModel* model_ = nullptr;
  QLabel* said_ = nullptr;
  QPushButton* go_ = nullptr;
  QTimer soon_;
  QString document_;
  QString trouble_;
  quint64 question_ = 0;
  int looked_ = 0;  // documents so far
  int all_ = 0;     // of so many; 0: not known yet
};

}  // namespace lacuna::ui
