// SPDX-License-Identifier: GPL-3.0-or-later
// A list of words, with a line that adds one and a button that takes the chosen ones away. Delete does so too, and a
// word is changed where it stands (F2, or a double click). UI thread only.
#pragma once

#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QWidget>

namespace lacuna::ui {

class WordList : public QWidget {
  Q_OBJECT
 public:
  // title: of the list, for a screen reader.
  WordList(const QString& title, QWidget* parent);

  // Ascending, as a dictionary has them.
  void setWords(const QStringList& words);
  QStringList words() const;

 Q_SIGNALS:
  // By the author.
  void changed(const QStringList& added, const QStringList& removed);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void add();
  void remove();
  void rename(QListWidgetItem* item);
  void put(const QString& word);

  QListWidget* list_;
  QLineEdit* line_;
  QPushButton* add_;
  QPushButton* remove_;
};

}  // namespace lacuna::ui
