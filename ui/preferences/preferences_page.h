// SPDX-License-Identifier: GPL-3.0-or-later
// One page of the preferences: titled rows, each of which the dialog's search line can find. UI thread only.
#pragma once

#include <QFormLayout>
#include <QVector>
#include <QWidget>
#include <functional>

namespace lacuna::ui {

class PreferencesPage : public QWidget {
  Q_OBJECT
 public:
  explicit PreferencesPage(const QString& title);

  const QString& title() const { return title_; }
  // `keywords`: other words that an author may look for. The title becomes the accessible name of `widget`.
  void addRow(const QString& title, const QString& keywords, QWidget* widget);
  // The same for one that needs the whole width: its title stands above it.
  void addBlock(const QString& title, const QString& keywords, QWidget* widget);
  // How the page goes back to the usual values, and to those that stood when it was opened.
  void setBack(std::function<void()> defaults, std::function<void()> cancel);
  // Without defaults there is nothing to restore.
  bool hasDefaults() const { return defaults_ != nullptr; }
  void restoreDefaults();
  void cancel();
  // Only rows with every word of `query` stay in sight; the number of them. A word may be of the page's own title.
  int filter(const QString& query);

 private:
  struct Row {
    QString words;
    QWidget* label;  // null: the widget says it itself
    QWidget* widget;
  };
  void note(const QString& title, const QString& keywords, QWidget* label, QWidget* widget);

  QString title_;
  QFormLayout* form_;
  QVector<Row> rows_;
  std::function<void()> defaults_;
  std::function<void()> cancel_;
};

}  // namespace lacuna::ui
