// SPDX-License-Identifier: GPL-3.0-or-later
// What a voice is to learn from: sources, chapters with what becomes of each, and what it amounts to. Files and folders
// can be dropped on it. UI thread only.
#pragma once

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QWidget>

#include "storage/values.h"
#include "ui/voices/voice_acts.h"

namespace lacuna::ui {

class CorpusPage : public QWidget {
  Q_OBJECT
 public:
  CorpusPage(VoiceActs& acts, QWidget* parent);

  void show(const storage::Corpus& corpus);
  const storage::Corpus& corpus() const { return corpus_; }
  // The library's, to choose documents of.
  void setNodes(const QVector<storage::TreeNode>& nodes) { nodes_ = nodes; }
  // share: 0 to 1 of a reading that goes on; below 0: none does.
  void showReading(double share);
  // Asks, and says what goes.
  void remove();
  QTreeWidget* sources() const { return sources_; }
  QTreeWidget* chapters() const { return chapters_; }
  QString sums() const { return sums_->text(); }

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  QWidget* makeSources();
  QWidget* makeChapters();
  QPushButton* button(const QString& text, const QString& tip, QLayout* into);
  void showSources();
  void showChapters();
  void addDocuments();
  void addPaths(const QStringList& paths);
  void removeSources();
  void use(storage::ChapterUse use);
  void enable();

  VoiceActs& acts_;
  storage::Corpus corpus_;
  QVector<storage::TreeNode> nodes_;
  QLineEdit* name_;
  QLabel* sums_;
  QLabel* reading_;
  QPushButton* stop_;
  QTreeWidget* sources_;
  QTreeWidget* chapters_;
  QCheckBox* generated_;
  QPushButton* removeSources_ = nullptr;
  QPushButton* again_ = nullptr;
  QVector<QPushButton*> uses_;
  QPushButton* train_;
};

}  // namespace lacuna::ui
