// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/voices/voice_words.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <cmath>

namespace lacuna::ui {
namespace {

// Where lupdate finds these words.
struct Words {
  Q_DECLARE_TR_FUNCTIONS(VoiceWords)
};

constexpr double kHardlyTold = 0.55;  // shares of fills
constexpr double kClearlyTold = 0.70;
constexpr int kLongRun = 12;  // words that stand in the corpus too

QString languageName(const QString& code) {
  const QLocale locale(code);
  if (code.isEmpty() || locale.language() == QLocale::C) return code;
  // Qt calls it after its largest country.
  if (locale.language() == QLocale::English) return QStringLiteral("English");
  return locale.nativeLanguageName();
}

QString number(qint64 value) { return QLocale().toString(value); }

}  // namespace

QString spanText(double seconds) {
  if (std::isnan(seconds)) return {};
  const auto minutes = static_cast<qint64>(std::llround(std::max(0.0, seconds) / 60));
  if (minutes == 0) return Words::tr("less than a minute");
  if (minutes < 60) return Words::tr("%1 min").arg(minutes);
  return minutes % 60 == 0 ? Words::tr("%1 h").arg(minutes / 60)
                           : Words::tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
}

QString bytesText(qint64 bytes) { return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat); }

QString wordsText(qint64 words) {
  return words == 1 ? Words::tr("1 word") : Words::tr("%Ln words", nullptr, static_cast<int>(words));
}

QString natsText(double nats) { return std::isnan(nats) ? QStringLiteral("\u2013") : QLocale().toString(nats, 'f', 3); }

QString percentText(double share) { return Words::tr("%1%").arg(QLocale().toString(share * 100, 'f', 1)); }

double gainOf(double before, double after) {
  return before > 0 ? (before - after) / before : storage::kNotMeasured;  // NaN stays NaN
}

QString stateText(storage::JobState state) {
  using storage::JobState;
  switch (state) {
    case JobState::Draft:
      return Words::tr("not started");
    case JobState::Queued:
      return Words::tr("waits for its turn");
    case JobState::Running:
      return Words::tr("learns");
    case JobState::Pausing:
      return Words::tr("will pause");
    case JobState::Paused:
      return Words::tr("paused");
    case JobState::Done:
      return Words::tr("has learnt");
    case JobState::Stopped:
      return Words::tr("stopped");
    case JobState::Failed:
      return Words::tr("failed");
  }
  return {};
}

bool isOver(storage::JobState state) {
  return state == storage::JobState::Done || state == storage::JobState::Stopped || state == storage::JobState::Failed;
}

double shareDone(const storage::VoiceJob& job) {
  if (job.state == storage::JobState::Done) return 1;
  return job.steps > 0 ? std::clamp(static_cast<double>(job.step) / static_cast<double>(job.steps), 0.0, 1.0) : 0;
}

QString corpusLine(const storage::Corpus& corpus) {
  if (corpus.sources.isEmpty()) return Words::tr("nothing in it yet");
  for (const storage::CorpusSource& source : corpus.sources)
    if (!source.notice.isEmpty()) return Words::tr("%1, changed").arg(wordsText(corpus.words));
  return wordsText(corpus.words);
}

QString jobLine(const storage::VoiceJob& job) {
  const QString state = stateText(job.state);
  if (job.state == storage::JobState::Queued && job.position > 0)
    return Words::tr("%1, no. %2").arg(state).arg(job.position);
  if (job.state != storage::JobState::Running) return state;
  const QString left = spanText(job.secondsLeft);
  return left.isEmpty() ? state : Words::tr("%1, %2 left").arg(state, left);
}

QString voiceLine(const storage::Voice& voice, const VoiceSpeaking& speaking) {
  if (voice.deleted) return Words::tr("deleted");
  const double share = shareOf(speaking.here, voice.id);
  if (share > 0) return Words::tr("speaks, %1%").arg(qRound(share * 100));
  const double gain = gainOf(voice.card.heldOutBefore, voice.card.heldOutAfter);
  return std::isnan(gain) ? Words::tr("silent") : Words::tr("silent, gain %1").arg(percentText(gain));
}

QString corpusSums(const storage::Corpus& corpus) {
  QStringList parts{
      Words::tr("%1 to learn from (about %2 tokens).").arg(wordsText(corpus.words), number(corpus.tokens))};
  if (corpus.heldOutWords > 0)
    parts << Words::tr("%1 held out: how well the voice does is asked of them.").arg(wordsText(corpus.heldOutWords));
  if (corpus.duplicateWords > 0)
    parts << Words::tr("%1 stand in it twice and count once.").arg(wordsText(corpus.duplicateWords));
  if (corpus.generatedWords > 0) {
    parts << (corpus.takesGenerated
                  ? Words::tr("%1 came out of a gap, and are learnt too.").arg(wordsText(corpus.generatedWords))
                  : Words::tr("%1 came out of a gap, and are left out.").arg(wordsText(corpus.generatedWords)));
  }
  if (corpus.leftOutWords > 0) parts << Words::tr("%1 left out.").arg(wordsText(corpus.leftOutWords));
  if (!corpus.language.isEmpty()) parts << Words::tr("Language: %1.").arg(languageName(corpus.language));
  return parts.join(u' ');
}

QString useText(storage::ChapterUse use) {
  switch (use) {
    case storage::ChapterUse::Learn:
      return Words::tr("learnt");
    case storage::ChapterUse::HeldOut:
      return Words::tr("held out");
    case storage::ChapterUse::LeftOut:
      return Words::tr("left out");
  }
  return {};
}

QString progressText(const storage::VoiceJob& job) {
  QStringList parts;
  if (job.steps > 0) parts << Words::tr("step %1 of %2").arg(number(job.step), number(job.steps));
  if (job.seconds > 0) parts << Words::tr("%1 of work").arg(spanText(job.seconds));
  if (!isOver(job.state) && !std::isnan(job.secondsLeft)) parts << Words::tr("%1 left").arg(spanText(job.secondsLeft));
  if (job.state == storage::JobState::Running && !std::isnan(job.tokensPerSecond))
    parts << Words::tr("%1 tokens a second").arg(number(std::llround(job.tokensPerSecond)));
  return parts.join(QStringLiteral(" \u00b7 "));
}

QString gainText(double before, double now) {
  const double gain = gainOf(before, now);
  if (std::isnan(gain)) return {};
  const QString figures = Words::tr("%1 instead of %2 nats a character").arg(natsText(now), natsText(before));
  if (gain < 0)
    return Words::tr("Of the words that were held out it is %1 less sure than the model without it: %2.")
        .arg(percentText(-gain), figures);
  return Words::tr("Of the words that were held out it is %1 surer than the model without it: %2.")
      .arg(percentText(gain), figures);
}

QString planText(const storage::VoicePlan& plan) {
  if (!plan.refusal.isEmpty()) return plan.refusal;
  if (!plan.measured) return {};
  return Words::tr(
             "%1 in %2 steps of %3 s; each word is seen %4 times. Memory: %5 of %6 that are free. Disk: %7 of %8 that "
             "are free.")
      .arg(spanText(plan.minutes * 60), number(plan.steps), QLocale().toString(plan.secondsAStep, 'f', 1),
           QLocale().toString(plan.passes, 'f', 1), bytesText(plan.memory), bytesText(plan.memoryFree),
           bytesText(plan.disk))
      .arg(bytesText(plan.diskFree));
}

QString learntText(const storage::VoiceCard& card) {
  QStringList parts;
  if (card.words > 0) {
    parts << (card.seconds > 0 ? Words::tr("Learnt from %1 in %2.").arg(wordsText(card.words), spanText(card.seconds))
                               : Words::tr("Learnt from %1.").arg(wordsText(card.words)));
  }
  const QString gain = gainText(card.heldOutBefore, card.heldOutAfter);
  if (!gain.isEmpty()) parts << gain;
  return parts.join(u' ');
}

QString distinctText(const storage::VoiceCard& card) {
  if (std::isnan(card.distinctive)) return {};
  const QString share = QString::number(qRound(card.distinctive * 100));
  if (card.distinctive < kHardlyTold)
    return Words::tr(
               "It can hardly be told from the model without it: of 100 pairs of fills, %1 with the voice were taken "
               "to be yours; 50 would be chance.")
        .arg(share);
  if (card.distinctive < kClearlyTold)
    return Words::tr(
               "It can be heard: of 100 pairs of fills, %1 with the voice were taken to be yours; 50 would be chance.")
        .arg(share);
  return Words::tr(
             "It can be heard clearly: of 100 pairs of fills, %1 with the voice were taken to be yours; 50 would be "
             "chance.")
      .arg(share);
}

QString verbatimText(const storage::VoiceCard& card) {
  if (card.fills == 0 || std::isnan(card.verbatim)) return {};
  if (card.verbatim <= 0)
    return Words::tr(
               "None of %1 fills repeats more than %2 words of what it learnt from; the longest repetition has %3.")
        .arg(card.fills)
        .arg(kLongRun)
        .arg(wordsText(card.longestVerbatim));
  return Words::tr("%1 of %2 fills repeat more than %3 words of what it learnt from; the longest repetition has %4.")
      .arg(percentText(card.verbatim))
      .arg(card.fills)
      .arg(kLongRun)
      .arg(wordsText(card.longestVerbatim));
}

double shareOf(const QVector<storage::VoiceShare>& voices, const QString& voice) {
  const auto found = std::find_if(voices.begin(), voices.end(), [&](const auto& one) { return one.voiceId == voice; });
  return found == voices.end() ? 0 : found->share;
}

QVector<storage::VoiceShare> withShare(QVector<storage::VoiceShare> voices, const QString& voice, double share) {
  const auto found = std::find_if(voices.begin(), voices.end(), [&](const auto& one) { return one.voiceId == voice; });
  if (found == voices.end()) {
    if (share > 0) voices.push_back({voice, share});
  } else if (share > 0) {
    found->share = share;
  } else {
    voices.erase(found);
  }
  return voices;
}

}  // namespace lacuna::ui
