// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/engine_worker.h"

#include "app/engine/engine_loader.h"
#include "app/engine/engine_sentences.h"
#include "app/engine/surprise_thread.h"
#include "app/engine/token_alternatives.h"
#include "app/engine/trajectory_recorder.h"
#include "app/window/translate.h"
#include "storage/candidate_order.h"
#include "storage/trajectory.h"

namespace lacuna::app {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kContextEvery{50};

// Calls work() and gives back the sentence of what it threw; empty when all went well.
template <typename Work>
QString sentenceOf(Work work, bool* cancelled = nullptr) noexcept {
  try {
    work();
    return {};
  } catch (const engine::Error& error) {
    if (cancelled != nullptr && error.code() == engine::ErrorCode::kCancelled) {
      *cancelled = true;
      return {};
    }
    return inWindowLanguage(error.what());
  } catch (const std::bad_alloc&) {
    return EngineThread::tr(
        "There is not enough memory for this gap: close other programs, or ask for fewer candidates.");
  } catch (const std::exception& error) {
    return EngineThread::tr("The engine stopped unexpectedly (%1): try again, or run lacuna doctor.")
        .arg(QString::fromUtf8(error.what()));
  } catch (...) {
    return EngineThread::tr("The engine stopped unexpectedly: try again, or run lacuna doctor.");
  }
}

}  // namespace

void EngineWorker::open(const QString& folder) noexcept {
  whyNoSession_ = sentenceOf([&] {
    owner_.surprise().use(nullptr);  // it holds the model too
    session_.reset();
    session_ = loadEngine().open(folder.toStdString());
    if (const auto* source = dynamic_cast<const engine::SurpriseSource*>(session_.get()))
      owner_.surprise().use(source->surpriseReader());
    const QString refused = useVoices();
    const engine::ModelInfo& info = session_->model();
    const QString name = QString::fromStdString(info.name);
    Q_EMIT owner_.ready(view(), {QString::fromStdString(info.fingerprint), name, QString::fromStdString(info.folder),
                                 static_cast<qint64>(info.parameters)});
    if (!refused.isEmpty()) Q_EMIT owner_.voicesRefused(refused);
  });
  if (!whyNoSession_.isEmpty()) Q_EMIT owner_.failed(whyNoSession_);
}

ui::EngineView EngineWorker::view() const {
  const engine::ModelInfo& info = session_->model();
  const QString name = QString::fromStdString(info.name);
  return {ui::EngineView::Ready, speaking_ ? modelNameWith(name, voices_) : name, inWindowLanguage(info.device), {}};
}

void EngineWorker::takeVoices(const QVector<SpeakingVoice>& voices) {
  std::vector<engine::VoiceBlend> blend;
  for (const SpeakingVoice& voice : voices)
    blend.push_back({voice.folder.toStdString(), static_cast<float>(voice.share)});
  session_->speakWith(blend);
}

QString EngineWorker::useVoices() noexcept {
  const QString why = sentenceOf([this] { takeVoices(voices_); });
  speaking_ = why.isEmpty();
  if (!speaking_) (void)sentenceOf([this] { takeVoices({}); });
  return voices_.isEmpty() ? QString() : why;  // a model that knows no voices needs none
}

void EngineWorker::speakWith(const QVector<SpeakingVoice>& voices) noexcept {
  if (voices == voices_) return;
  voices_ = voices;
  if (session_ == nullptr) return;
  const QString refused = useVoices();
  Q_EMIT owner_.voicesChanged(view());
  if (!refused.isEmpty()) Q_EMIT owner_.voicesRefused(refused);
}

void EngineWorker::compare(const ui::InfillAsk& ask, const QVector<SpeakingVoice>& voices) noexcept {
  QString fills[2];
  QString sentence;
  bool cancelled = !begin(ask.id);
  if (!cancelled) {
    sentence = sentenceOf(
        [&] {
          needSession();
          for (const bool with : {false, true}) {
            takeVoices(with ? voices : QVector<SpeakingVoice>());
            const engine::InfillResult made = session_->infill(toRequest(ask), {}, cancel_);
            cancelled = cancelled || made.cancelled;
            if (!made.candidates.empty()) fills[with ? 1 : 0] = QString::fromStdString(made.candidates[0][0].text);
          }
        },
        &cancelled);
    if (session_ != nullptr) (void)useVoices();
  }
  end(ask.id);
  owner_.surprise().release();
  if (cancelled) sentence = EngineThread::tr("The comparison was stopped.");
  Q_EMIT owner_.compared(ask.id, fills[0], fills[1], sentence);
}

void EngineWorker::needSession() const {
  if (session_ != nullptr) return;
  throw engine::Error(engine::ErrorCode::kBadModel, whyNoSession_.isEmpty()
                                                        ? "The model is not loaded yet: wait a moment and try again."
                                                        : whyNoSession_.toStdString());
}

void EngineWorker::infill(const ui::InfillAsk& ask) noexcept {
  ui::ResultView result;
  result.ask = ask.id;
  storage::Run run;
  QString sentence;
  QString note;
  if (begin(ask.id)) {
    bool cancelled = false;
    sentence = sentenceOf([&] { note = work(ask, result, run); }, &cancelled);
    result.cancelled = result.cancelled || cancelled;
  } else {
    result.cancelled = true;
  }
  end(ask.id);
  owner_.surprise().release();
  if (!sentence.isEmpty()) result.candidates.clear();
  run.outcome = !sentence.isEmpty() ? storage::RunOutcome::Failed
                : result.cancelled  ? storage::RunOutcome::Stopped
                                    : storage::RunOutcome::Open;
  Q_EMIT owner_.finished(result, run, sentence.isEmpty() ? note : sentence);
}

QString EngineWorker::work(const ui::InfillAsk& ask, ui::ResultView& result, storage::Run& run) {
  needSession();
  TokenTexts texts;
  TrajectoryRecorder recorder(texts);
  TokenAlternatives alternatives(texts);
  QVector<storage::RunBlock> context;
  run = toRun(ask, result, session_->model());
  run.model = view().model;
  engine::InfillCallbacks callbacks;
  callbacks.onStep = [&](const engine::StepFrame& frame) {
    ui::LiveStep step{ask.id, frame.steps, recorder.add(frame)};
    if (frame.trajectory != nullptr) {
      if (context.isEmpty()) context = contextOf(*frame.trajectory, ask.text);
      if (!frame.trajectory->steps.empty()) alternatives.add(frame.trajectory->steps.back());
      step.context = context;
      step.alternatives = alternatives.now();
    }
    if (latest_.put(std::move(step))) Q_EMIT owner_.stepReady();
  };
  Clock::time_point lastTold{};
  callbacks.onContext = [&](std::size_t done, std::size_t total) {
    if (done < total && Clock::now() - lastTold < kContextEvery) return;
    lastTold = Clock::now();
    Q_EMIT owner_.contextProgress(ask.id, static_cast<qint64>(done), static_cast<qint64>(total));
  };
  const engine::InfillResult made = session_->infill(toRequest(ask), callbacks, cancel_);
  result = toResultView(made, ask.id);
  result.alternatives = storage::inCandidateOrder(alternatives.now(), ui::streamsOf(result.candidates));
  run = toRun(ask, result, session_->model());
  run.model = view().model;
  run.trajectory = recorder.take();
  storage::orderCandidates(&run);
  run.context = contextOf(made.trajectory, ask.text);
  return inWindowLanguage(made.note);
}

void EngineWorker::readAhead(const QString& text, int position, quint64 ticket) noexcept {
  // In this order: a withdrawal before the flag is cleared is seen in the ticket, one after it in the flag.
  cancelReading_.store(false);
  if (reading_.load() != ticket || session_ == nullptr) return;
  // Nobody asked for this: what goes wrong will be said when a gap is asked for.
  (void)sentenceOf([&] {
    ui::InfillAsk ask;
    ask.text = text;
    ask.gaps = {{position, position}};
    const engine::InfillRequest place = toRequest(ask);
    session_->readAhead(place.text, place.gaps, {}, cancelReading_);
  });
}

void EngineWorker::withdrawReading() {
  ++reading_;
  cancelReading_.store(true);
}

void EngineWorker::stop(quint64 ask) {
  const std::lock_guard lock(mutex_);
  stopped_.insert(ask);
  if (busy_ && running_ == ask) cancel_.store(true);
}

void EngineWorker::stopEverything() {
  const std::lock_guard lock(mutex_);
  closing_ = true;
  cancel_.store(true);
  withdrawReading();
}

bool EngineWorker::begin(quint64 ask) {
  const std::lock_guard lock(mutex_);
  if (closing_ || stopped_.contains(ask)) return false;
  running_ = ask;
  busy_ = true;
  cancel_.store(false);
  return true;
}

void EngineWorker::end(quint64 ask) {
  const std::lock_guard lock(mutex_);
  busy_ = false;
  stopped_.remove(ask);
}

}  // namespace lacuna::app
