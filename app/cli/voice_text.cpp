// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs and voices as JSON, and as lines for a person.
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/styled_text.h"
#include "app/cli/train_line.h"
#include "app/cli/voice_jobs.h"

namespace lacuna::app {
namespace {

using Json = nlohmann::ordered_json;
using storage::JobState;

Json measured(double value) { return std::isfinite(value) ? Json(value) : Json(); }
std::string plain(const QString& said) { return printable(said.toStdString()); }

Json planJson(const storage::VoicePlan& plan) {
  if (!plan.measured) return {};
  return {{"seconds_a_step", measured(plan.secondsAStep)},
          {"steps", plan.steps},
          {"passes", measured(plan.passes)},
          {"minutes", measured(plan.minutes)},
          {"memory", plan.memory},
          {"memory_free", plan.memoryFree},
          {"disk", plan.disk},
          {"disk_free", plan.diskFree},
          {"refusal", plan.refusal.toStdString()}};
}

std::string figure(double value) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "%.4f", value);
  return std::isfinite(value) ? digits : "-";
}

std::string percent(double value) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "%.0f %%", 100 * value);
  return std::isfinite(value) ? digits : "-";
}

}  // namespace

const char* jobWord(JobState state) {
  switch (state) {
    case JobState::Draft:
      return "draft";
    case JobState::Queued:
      return "queued";
    case JobState::Running:
      return "running";
    case JobState::Pausing:
      return "pausing";
    case JobState::Paused:
      return "paused";
    case JobState::Done:
      return "done";
    case JobState::Stopped:
      return "stopped";
    case JobState::Failed:
      break;
  }
  return "failed";
}

Json jobJson(const storage::VoiceJob& job) {
  return {{"id", job.id.toStdString()},
          {"name", job.name.toStdString()},
          {"corpus", job.corpusName.toStdString()},
          {"state", jobWord(job.state)},
          {"step", job.step},
          {"steps", job.steps},
          {"seconds", measured(job.seconds)},
          {"seconds_left", measured(job.secondsLeft)},
          {"tokens_per_second", measured(job.tokensPerSecond)},
          {"held_out_before", measured(job.heldOutBefore)},
          {"held_out", measured(job.heldOut)},
          {"held_out_best", measured(job.heldOutBest)},
          {"rank", job.settings.rank},
          {"minutes", job.settings.minutes},
          {"seed", job.settings.seed},
          {"device", job.settings.device.toStdString()},
          {"model", job.modelName.toStdString()},
          {"model_sha256", job.modelSha256.toStdString()},
          {"plan", planJson(job.plan)},
          {"note", job.note.toStdString()}};
}

Json jobJson(const storage::VoiceJobView& view) {
  Json json = jobJson(view.job);
  json["history"] = Json::array();
  for (const storage::VoicePoint& point : view.points) {
    json["history"].push_back({{"step", point.step},
                               {"seconds", measured(point.seconds)},
                               {"loss", measured(point.loss)},
                               {"held_out", measured(point.heldOut)}});
  }
  json["samples"] = Json::array();
  for (const storage::VoiceSample& sample : view.samples) {
    json["samples"].push_back({{"step", sample.step},
                               {"place", sample.place},
                               {"before", sample.before.toStdString()},
                               {"own", sample.own.toStdString()},
                               {"fill", sample.fill.toStdString()},
                               {"after", sample.after.toStdString()}});
  }
  json["experts"] = Json::array();
  for (const storage::ExpertUse& use : view.experts)
    json["experts"].push_back({{"layer", use.layer},
                               {"before", std::vector<double>(use.before.begin(), use.before.end())},
                               {"now", std::vector<double>(use.now.begin(), use.now.end())}});
  return json;
}

Json voiceJson(const storage::Voice& voice) {
  const storage::VoiceCard& card = voice.card;
  Json passages = Json::array();
  for (const storage::VerbatimPassage& passage : card.passages)
    passages.push_back(
        {{"words", passage.words}, {"fill", passage.fill.toStdString()}, {"chapter", passage.chapter.toStdString()}});
  return {{"id", voice.id.toStdString()},
          {"name", voice.name.toStdString()},
          {"folder", voice.folder.toStdString()},
          {"bytes", voice.bytes},
          {"model", voice.modelName.toStdString()},
          {"model_sha256", voice.modelSha256.toStdString()},
          {"words", card.words},
          {"steps", card.steps},
          {"seconds", measured(card.seconds)},
          {"held_out_before", measured(card.heldOutBefore)},
          {"held_out_after", measured(card.heldOutAfter)},
          {"fills", card.fills},
          {"distinctive", measured(card.distinctive)},
          {"verbatim", measured(card.verbatim)},
          {"longest_verbatim", card.longestVerbatim},
          {"passages", passages}};
}

void printJob(const storage::VoiceJobView& view) {
  const storage::VoiceJob& job = view.job;
  std::printf("%s: %s, step %lld of %lld, %s of work\n", plain(job.name).c_str(), jobWord(job.state),
              static_cast<long long>(job.step), static_cast<long long>(job.steps),
              describeSeconds(job.seconds).c_str());
  if (!job.note.isEmpty()) std::printf("  %s\n", plain(job.note).c_str());
  if (std::isfinite(job.heldOutBefore) || std::isfinite(job.heldOut))
    std::printf("  held out, nats a character: %s without the voice, %s now, %s at best\n",
                figure(job.heldOutBefore).c_str(), figure(job.heldOut).c_str(), figure(job.heldOutBest).c_str());
  if (view.samples.isEmpty()) return;
  const qint64 last = view.samples.last().step;
  for (const storage::VoiceSample& sample : view.samples) {
    if (sample.step == last)
      std::printf("  … %s [%s] %s …\n", plain(sample.before).c_str(), plain(sample.fill).c_str(),
                  plain(sample.after).c_str());
  }
}

void printVoice(const storage::Voice& voice) {
  const storage::VoiceCard& card = voice.card;
  std::printf("%s speaks over %s (%s)\n", plain(voice.name).c_str(), plain(voice.modelName).c_str(),
              plain(voice.folder).c_str());
  std::printf("  held out, nats a character: %s, without it %s\n", figure(card.heldOutAfter).c_str(),
              figure(card.heldOutBefore).c_str());
  if (card.fills == 0) return;
  std::printf("  known as the author's rather than the model's: %s of gaps (50 %% is chance)\n",
              percent(card.distinctive).c_str());
  std::printf("  more than 12 words repeated from the texts: %s of fills; longest run %d words\n",
              percent(card.verbatim).c_str(), card.longestVerbatim);
}

}  // namespace lacuna::app
