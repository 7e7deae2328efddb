// SPDX-License-Identifier: GPL-3.0-or-later
// All generated passages of the open text, beside the page: gone to, confirmed, removed. It follows the text. UI thread
// only.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QTimer>

#include "ui/generated/generated_text.h"

namespace lacuna::ui {

class GeneratedDialog : public QDialog {
  Q_OBJECT
 public:
  GeneratedDialog(GeneratedText& generated, PageEditor& page, QWidget* parent);
  // In front, at the passage that the caret is in or the next one.
  void open() override;
  QListWidget* list() const { return list_; }
  QPushButton* undo() const { return undo_; }
  QString summary() const { return summary_->text(); }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  enum class After { Stay, GoToPage };
  void refresh();
  void show(After after);
  void actOn(void (GeneratedDialog::*act)(const GeneratedPassage&));
  void confirmOne(const GeneratedPassage& passage) { generated_.confirm(passage); }
  void removeOne(const GeneratedPassage& passage) { generated_.remove(passage); }
  void wantRun(const GeneratedPassage& passage) { Q_EMIT generated_.runWanted(passage.from); }

  GeneratedText& generated_;
  PageEditor& page_;
  QVector<GeneratedPassage> passages_;
  QLabel* summary_;
  QListWidget* list_;
  QList<QPushButton*> forOne_;  // what is done with the passage that is chosen
  QPushButton* all_;
  QPushButton* undo_;
  QTimer later_;
};

}  // namespace lacuna::ui
