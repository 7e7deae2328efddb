// SPDX-License-Identifier: GPL-3.0-or-later
// Voices, jobs and corpora, one below the other, each with a word on how it stands; a job that works has a thin line
// that grows. What waits in the queue can be dragged. UI thread only.
#pragma once

#include <QTreeWidget>

#include "ui/voices/voice_values.h"

namespace lacuna::ui {

class VoiceList : public QTreeWidget {
  Q_OBJECT
 public:
  enum Kind { Voice, Job, Corpus, None };
  struct Place {
    Kind kind = None;
    QString id{};
    bool operator==(const Place&) const = default;
  };

  explicit VoiceList(QWidget* parent);

  // What is chosen stays, as long as it is there.
  void show(const storage::VoicesView& view, const VoiceSpeaking& speaking);
  Place chosen() const;
  void choose(const Place& place);
  // "My novel, speaks, 80%", as a screen reader says it; empty: it is not there.
  QString said(const Place& place) const;

 Q_SIGNALS:
  void placeChosen();
  void jobMoved(const QString& id, int position);
  void removeWanted();  // Delete on what is chosen

 protected:
  void dropEvent(QDropEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  struct Row {
    Place place;
    QString title;
    QString line;
    double share = -1;  // done; below 0: no line
    bool waits = false;
    bool operator==(const Row&) const = default;
  };
  static QVector<Row> rowsOf(const storage::VoicesView& view, const VoiceSpeaking& speaking);
  void build(const QVector<Row>& rows);
  void fill(QTreeWidgetItem* item, const Row& row);
  QTreeWidgetItem* itemOf(const Place& place) const;

  QVector<Row> rows_;
  QTreeWidgetItem* heads_[3];
};

}  // namespace lacuna::ui
