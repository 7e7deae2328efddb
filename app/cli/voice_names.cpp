// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/voice_names.h"

#include "app/cli/styled_text.h"
#include "app/cli/text_file.h"

namespace lacuna::app {
namespace {

using storage::Corpus;
using storage::Voice;
using storage::VoiceJob;

NamedVoice findIn(const storage::VoicesView& view, const QString& name, Qt::CaseSensitivity capitals) {
  NamedVoice found;
  const auto called = [&](const QString& each) { return each.compare(name, capitals) == 0; };
  for (const VoiceJob& job : view.jobs)
    if (called(job.name) && (!found.job || job.created > found.job->created)) found.job = job;
  for (const Corpus& corpus : view.corpora)
    if (found.job ? corpus.id == found.job->corpusId : called(corpus.name)) found.corpus = corpus;
  for (const Voice& voice : view.voices)  // newest first
    if (!found.voice && !voice.deleted && called(voice.name)) found.voice = voice;
  return found;
}

}  // namespace

NamedVoice findVoice(storage::VoiceStore& store, const std::string& name) {
  const storage::VoicesView view = store.view();
  const QString wanted = QString::fromStdString(name).simplified();
  for (const Qt::CaseSensitivity capitals : {Qt::CaseSensitive, Qt::CaseInsensitive}) {
    const NamedVoice found = findIn(view, wanted, capitals);
    if (found.corpus || found.job || found.voice) return found;
  }
  throw BadInput("There is no voice called \"" + printable(name) +
                 "\": lacuna voice list names those that there are, and lacuna voice new makes one.");
}

NamedVoice findTexts(storage::VoiceStore& store, const std::string& name) {
  NamedVoice found = findVoice(store, name);
  if (!found.corpus)
    throw BadInput("The texts of \"" + printable(name) +
                   "\" have been deleted or were never here: lacuna voice new makes a voice with texts of its own.");
  return found;
}

}  // namespace lacuna::app
