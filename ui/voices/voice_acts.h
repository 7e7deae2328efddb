// SPDX-License-Identifier: GPL-3.0-or-later
// What the author wants of corpora, jobs and voices, whichever page they say it on. UI thread only.
#pragma once

#include <QObject>

#include "ui/voices/voice_values.h"

namespace lacuna::ui {

class VoiceActs : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;

 Q_SIGNALS:
  // Corpora. A new one, of which more is said when it is there.
  void corpusWanted(const QString& name);
  void corpusRenamed(const QString& id, const QString& name);
  void corpusRemoved(const QString& id);
  void generatedChosen(const QString& id, bool takes);
  // Of each: kind, reference, title.
  void sourcesAdded(const QString& id, const QVector<lacuna::storage::CorpusSource>& sources);
  void sourcesRemoved(const QString& id, const QStringList& sources);
  void readingWanted(const QString& id);  // once more
  void readingStopped();
  void usesChosen(const QStringList& chapters, lacuna::storage::ChapterUse use);

  // Jobs. A draft over this corpus.
  void jobWanted(const QString& corpus, const QString& name);
  void jobChosen(const QString& id);  // its points and samples are looked at; empty: of none
  void jobRenamed(const QString& id, const QString& name);
  void settingsChosen(const QString& id, const lacuna::storage::VoiceSettings& settings);
  void measureWanted(const QString& id);
  void startWanted(const QString& id);
  void pauseWanted(const QString& id);
  void resumeWanted(const QString& id);
  void stopWanted(const QString& id);  // and keeps what is best
  void jobMoved(const QString& id, int position);
  void jobRemoved(const QString& id);

  // Voices.
  void voiceRenamed(const QString& id, const QString& name);
  void voiceDeleted(const QString& id);
  void voiceRestored(const QString& id);
  // Who speaks in a project from the next gap on; empty: wherever nothing else is said.
  void speakingChosen(const QString& project, const QVector<lacuna::storage::VoiceShare>& voices);
  void ownSpeakingDropped(const QString& project);  // the project goes with everywhere again
  void comparisonWanted(const lacuna::ui::VoiceTrial& trial);
  void comparisonStopped(quint64 id);
  void exportWanted(const QString& id, const QString& path);
  void importWanted(const QString& path);

  void sentence(const QString& text);  // for the window's message
};

}  // namespace lacuna::ui
