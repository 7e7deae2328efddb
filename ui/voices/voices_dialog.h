// SPDX-License-Identifier: GPL-3.0-or-later
// Voices: what a model learns from the author's own writing. On the left voices, jobs and corpora, on the right what is
// chosen. It asks by the signals of acts() and is told by slots; it can stay open all day. UI thread only.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>

#include "ui/voices/corpus_page.h"
#include "ui/voices/job_page.h"
#include "ui/voices/voice_list.h"
#include "ui/voices/voice_page.h"

namespace lacuna::ui {

class VoicesDialog : public QDialog {
  Q_OBJECT
 public:
  explicit VoicesDialog(QWidget* parent);

  void open() override;  // in front, without keeping the window from the author
  VoiceActs& acts() { return acts_; }
  VoiceList* list() const { return list_; }
  CorpusPage* corpusPage() const { return corpus_; }
  JobPage* jobPage() const { return job_; }
  VoicePage* voicePage() const { return voice_; }
  QString said() const { return said_->text(); }

 public Q_SLOTS:
  void setView(const lacuna::storage::VoicesView& view);
  void setSpeaking(const lacuna::ui::VoiceSpeaking& speaking);
  void setNodes(const QVector<lacuna::storage::TreeNode>& nodes) { corpus_->setNodes(nodes); }
  // Points and samples of the job that jobChosen() asked for.
  void showJob(const lacuna::storage::VoiceJobView& view);
  // share: of a reading of this corpus, 0 to 1; below 0: it has ended.
  void showReading(const QString& corpus, double share);
  void showMeasuring(const QString& job, bool on);
  void showTrial(const lacuna::ui::VoiceTrialResult& result);
  // What was made just now, to be looked at once it is there.
  void choose(VoiceList::Kind kind, const QString& id);
  void say(const QString& sentence);

 Q_SIGNALS:
  void shownChanged(bool shown);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  QWidget* makeLeft();
  QWidget* makeRight();
  void showChosen();
  void showPage();
  void removeChosen();
  void importVoice();
  const storage::Voice* voiceNow() const;
  const storage::VoiceJob* jobNow() const;
  const storage::Corpus* corpusNow() const;

  VoiceActs acts_;
  storage::VoicesView view_;
  VoiceSpeaking speaking_;
  VoiceList::Place wanted_;  // it is chosen once it is there
  QString watched_;          // the job whose details are told
  QSplitter* splitter_;
  VoiceList* list_ = nullptr;
  QStackedWidget* pages_ = nullptr;
  QWidget* empty_ = nullptr;
  CorpusPage* corpus_ = nullptr;
  JobPage* job_ = nullptr;
  VoicePage* voice_ = nullptr;
  QLabel* said_;
};

}  // namespace lacuna::ui
