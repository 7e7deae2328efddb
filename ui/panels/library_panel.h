// SPDX-License-Identifier: GPL-3.0-or-later
// Documents with their words, and under the open one its headings. UI thread only.
#pragma once

#include <QFrame>
#include <QTreeWidget>

#include "ui/theme.h"
#include "ui/values.h"

namespace lacuna::ui {

struct Heading {
  QString title;
  int level = 1;
  int position = 0;  // manuscript
};

// Headings of Markdown source, in order.
QVector<Heading> headingsOf(const QString& text);

class LibraryPanel : public QFrame {
  Q_OBJECT
 public:
  explicit LibraryPanel(QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  void setItems(const QVector<DocumentInfo>& items);
  void setCurrent(const QString& id);
  void setHeadings(const QVector<Heading>& headings);
  // The open document's words change as the author types.
  void setWords(const QString& id, int words);
  void rename(const QString& id);
  QTreeWidget* tree() const { return tree_; }

 Q_SIGNALS:
  void documentChosen(const QString& id);
  void headingChosen(int position);
  void newRequested();
  void renamed(const QString& id, const QString& title);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  // The open document is the chosen one, as ever when nothing was chosen instead.
  void choose();
  QTreeWidgetItem* find(const QString& id) const;
  void rebuildHeadings();

  QTreeWidget* tree_ = nullptr;
  QVector<Heading> headings_;
  QString current_;
  QPoint pressed_;  // where the mouse button went down, in the tree
  int fillings_ = 0;
};

}  // namespace lacuna::ui
