// SPDX-License-Identifier: GPL-3.0-or-later
// How voices, their jobs and what they learn from are put into words for the author. Pure functions, in the program's
// language; any thread.
#pragma once

#include <QString>

#include "ui/voices/voice_values.h"

namespace lacuna::ui {

// "2 h 10 min", "12 min", "less than a minute"; empty for what was not measured.
QString spanText(double seconds);
QString bytesText(qint64 bytes);
QString wordsText(qint64 words);    // "1 word", "98,412 words"
QString natsText(double nats);      // "1.034"; a dash where it was not measured
QString percentText(double share);  // "4.2 %"
// How much surer the model is of words that it has not seen: 0.04 of 4 %; NaN where one of both was not measured.
double gainOf(double before, double after);

// "paused: the machine is not plugged in", in words.
QString stateText(storage::JobState state);
bool isOver(storage::JobState state);            // nothing goes on, and nothing is to come
double shareDone(const storage::VoiceJob& job);  // 0..1
// Lines below a name in the list.
QString corpusLine(const storage::Corpus& corpus);
QString jobLine(const storage::VoiceJob& job);
QString voiceLine(const storage::Voice& voice, const VoiceSpeaking& speaking);

// Of a corpus: what it amounts to, some sentences.
QString corpusSums(const storage::Corpus& corpus);
QString useText(storage::ChapterUse use);
// Of a job: how far it is, how fast, how long still; and what it has brought.
QString progressText(const storage::VoiceJob& job);
QString gainText(double before, double now);
QString planText(const storage::VoicePlan& plan);
// Of a voice: each a sentence; empty where nothing was measured.
QString learntText(const storage::VoiceCard& card);
QString distinctText(const storage::VoiceCard& card);
QString verbatimText(const storage::VoiceCard& card);

// The share with which a voice speaks where the author is; 0: not at all.
double shareOf(const QVector<storage::VoiceShare>& voices, const QString& voice);
// `voices` with that share of the voice; 0 takes it out.
QVector<storage::VoiceShare> withShare(QVector<storage::VoiceShare> voices, const QString& voice, double share);

}  // namespace lacuna::ui
