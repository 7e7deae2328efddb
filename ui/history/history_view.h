// SPDX-License-Identifier: GPL-3.0-or-later
// The history of a document in place of its page: the states that are kept, by day, and what changed between one of
// them and the text as it stands, or the state before it. It asks by signals and is told by slots. UI thread only.
#pragma once

#include <QBoxLayout>
#include <QButtonGroup>
#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include "ui/history/diff_view.h"
#include "ui/history/state_list.h"

namespace lacuna::ui {

class HistoryView : public QFrame {
  Q_OBJECT
 public:
  explicit HistoryView(QWidget* parent = nullptr);
  void setTheme(const Theme& theme);
  void setZoom(qreal zoom) { difference_->setZoom(zoom); }

  // words: of the text as it stands.
  void open(const QString& id, const QString& title, int words);
  const QString& document() const { return id_; }
  StateList* states() { return states_; }
  DiffView* difference() { return difference_; }
  // The text has changed: the list and the comparison are asked for anew.
  void textChanged(int words);
  // Something was brought back, which undo takes away again.
  void restored(int words, const QString& sentence);

 public Q_SLOTS:
  // What is not about the document that is shown is passed over.
  void setStates(const QString& id, const QVector<lacuna::storage::RevisionInfo>& states);
  void showComparison(const lacuna::storage::Comparison& comparison);
  void askThinning(const QString& id, const lacuna::storage::ThinningPlan& plan);
  void say(const QString& sentence);

 Q_SIGNALS:
  void listWanted(const QString& id);
  void keepWanted(const QString& id, const QString& name);
  void nameWanted(const QString& id, qint64 state, const QString& name);
  void compareWanted(const QString& id, qint64 before, qint64 after);
  // These changes from the state to the text as it stands are to be taken back; without any, all of them.
  void restoreWanted(const QString& id, qint64 state, const QVector<lacuna::storage::Change>& changes);
  void undoWanted();
  void thinningWanted(const QString& id);
  void thinWanted(const QString& id);
  void closed();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QWidget* buildHead();
  QWidget* buildFoot();
  QToolButton* addSwitch(QButtonGroup* group, int id, const QString& text, const QString& tip, QWidget* parent);
  void compare();
  void showFacts();
  void showChoice();
  void keep();
  void rename(qint64 state);
  void restore(bool all);
  void copyText();
  bool takesKey(QKeyEvent* event);
  bool againstNow() const;

  StateList* states_;
  DiffView* difference_;
  QBoxLayout* foot_ = nullptr;
  QLabel* title_ = nullptr;
  QLabel* facts_ = nullptr;
  QLabel* count_ = nullptr;
  QLabel* said_ = nullptr;
  QButtonGroup* against_ = nullptr;
  QButtonGroup* layout_ = nullptr;
  QToolButton* previous_ = nullptr;
  QToolButton* next_ = nullptr;
  QToolButton* choose_ = nullptr;
  QPushButton* restoreChosen_ = nullptr;
  QToolButton* restoreAll_ = nullptr;
  QToolButton* copy_ = nullptr;
  QString id_;
  int words_ = 0;
  bool listed_ = false;
  int restored_ = 0;  // acts that undo takes back
};

}  // namespace lacuna::ui
