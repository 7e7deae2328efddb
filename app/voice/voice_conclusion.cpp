// SPDX-License-Identifier: GPL-3.0-or-later
// How a sitting ends: the second half of VoiceSitting.
#include <QDir>
#include <algorithm>
#include <cmath>

#include "app/voice/voice_card.h"
#include "app/voice/voice_sitting.h"
#include "storage/error.h"
#include "storage/files/output_file.h"

namespace lacuna::app {

using storage::JobState;

namespace {

// Sittings in a row that were killed where nothing but the examination was left to do: a voice is worth more.
constexpr int kKilledThere = 4;

}  // namespace

EndedSitting VoiceSitting::conclude() {
  switch (halt_) {
    case Halt::Pause:
      return end(JobState::Paused, QStringLiteral("Paused at step %1.").arg(job_.step));
    case Halt::Interrupt:
      return endInterrupted();
    case Halt::Stop: {
      const QString voice = makeVoice();
      if (interrupt_.load()) return endInterrupted();
      return end(JobState::Stopped,
                 voice.isEmpty() ? QStringLiteral("Stopped before there was a voice to keep.")
                                 : QStringLiteral("Stopped at step %1; the best voice so far is kept.").arg(job_.step),
                 voice);
    }
    case Halt::None:
    case Halt::BadTime:
    case Halt::Fault:
      break;
  }
  const QString voice = makeVoice();
  if (interrupt_.load()) return endInterrupted();
  if (voice.isEmpty()) return endBroken(JobState::Failed, QStringLiteral("The training has ended and left no voice."));
  return end(JobState::Done,
             last_.outOfPatience
                 ? QStringLiteral(
                       "Done at step %1, before its time: the chapters that were held out had nothing more to gain.")
                       .arg(job_.step)
                 : QStringLiteral("Done at step %1.").arg(job_.step),
             voice);
}

EndedSitting VoiceSitting::endInterrupted() {
  if (options_.pausesWhenInterrupted) return end(JobState::Paused, QStringLiteral("Paused at step %1.").arg(job_.step));
  return end(JobState::Queued, {});
}

EndedSitting VoiceSitting::end(JobState state, const QString& note, const QString& voice) {
  files_.end();
  store_.endSitting(job_.id, state, note);
  // What the author wrote does not lie about longer than it is needed; a job that may go on keeps its checkpoint.
  if (state == JobState::Done) files_.removeAll();
  if (state == JobState::Stopped || state == JobState::Failed) files_.removeTexts();
  return {job_.id, state, note, voice};
}

EndedSitting VoiceSitting::endBroken(JobState state, const QString& sentence) {
  try {
    return end(state, sentence);
  } catch (const storage::StorageError&) {
    // A full disk takes not even this: the job stays as one that was killed, and the next sitting goes on with it.
    return {job_.id, state, sentence};
  }
}

QString VoiceSitting::makeVoice() {
  const QString folder = holdsVoice(files_.best()) ? files_.best() : files_.model();
  if (!holdsVoice(folder) || job_.step == 0) return {};
  storage::Voice voice;
  // The same job at the same step has the same voice, also when what follows was killed half-way.
  voice.id = QStringLiteral("%1-%2").arg(job_.id).arg(job_.step);
  const QVector<storage::Voice> voices = store_.view().voices;
  if (std::any_of(voices.begin(), voices.end(), [&](const auto& each) { return each.id == voice.id; })) return voice.id;
  voice.name = job_.name;
  voice.jobId = job_.id;
  voice.modelName = job_.modelName;
  voice.modelSha256 = job_.modelSha256;
  voice.folder = store_.voiceFolder(voice.id);
  say(QStringLiteral("The voice is examined."));
  voice.card = examineVoice(folder);
  if (interrupt_.load()) return {};  // half a card is none: the next sitting makes it
  copyVoice(folder, voice.folder);
  files::writeFile((voice.folder + QStringLiteral("/README.md")).toStdString(), cardText(voice).toStdString());
  voice.bytes = bytesIn(voice.folder);
  return store_.addVoice(voice);
}

storage::VoiceCard VoiceSitting::examineVoice(const QString& folder) {
  CardQuestion question;
  storage::VoiceCard card;
  card.steps = job_.step;
  card.seconds = job_.seconds;
  card.tokens = last_.tokens;
  card.heldOutBefore = job_.heldOutBefore;
  card.heldOutAfter = std::isfinite(job_.heldOutBest) ? job_.heldOutBest : job_.heldOut;
  if (const auto corpus = store_.corpus(job_.corpusId)) {
    card.words = corpus->words;
    card.language = corpus->language;
    for (const storage::CorpusSource& source : corpus->sources) card.sources << source.title;
    for (const storage::CorpusChapter& chapter : corpus->chapters) {
      if (chapter.use == storage::ChapterUse::Learn)
        question.chapters.push_back({chapter.title, store_.chapterText(chapter.id)});
    }
  }
  if (killed_ >= kKilledThere && job_.step == began_) {
    say(QStringLiteral("The voice could not be examined: %1")
            .arg(QStringLiteral("it was killed %1 times.").arg(killed_)));
    return card;
  }
  try {
    openSession();
    card.device = QString::fromStdString(session_->model().device);
    question.learnt = files_.learntTexts();
    question.heldOut = files_.heldOutTexts();
    question.seed = job_.settings.seed;
    question.seconds = options_.cardSeconds;
    bool speaks = true;  // not known: it is set before the first fill
    bool set = false;
    examine(
        question,
        [&](const AskedGap& gap, bool withVoice) {
          if (!set || speaks != withVoice) {
            session_->speakWith(withVoice ? std::vector<engine::VoiceBlend>{{folder.toStdString(), 1.0F}}
                                          : std::vector<engine::VoiceBlend>{});
            speaks = withVoice;
            set = true;
          }
          return fillWith(*session_, gap, job_.settings.seed, interrupt_);
        },
        &card);
  } catch (const engine::Error& error) {
    // A voice without figures is a voice all the same.
    say(QStringLiteral("The voice could not be examined: %1").arg(QString::fromUtf8(error.what())));
  }
  return card;
}

}  // namespace lacuna::app
