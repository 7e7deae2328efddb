// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <thread>

#include "engine/ablation/ablate.h"
#include "engine/accelerator.h"
#include "engine/benchmark/benchmark.h"
#include "engine/evaluation/evaluate.h"
#include "engine/evaluation/self_test.h"
#include "engine/freed_memory.h"
#include "engine/inspection/inspect.h"
#include "engine/sampling/infill_session.h"
#include "engine/session.h"
#include "engine/surprise.h"
#include "engine/text/tokenizer.h"
#include "engine/training/place.h"
#include "engine/training/trainer.h"
#include "engine/weights/describe.h"
#include "engine/weights/model_folder.h"
#include "storage/files/file_error.h"

namespace lacuna::engine {
namespace {

// Turns whatever LibTorch or the standard library throws into an Error with a sentence.
template <class Function>
auto guarded(const Function& function) -> decltype(function()) {
  try {
    return function();
  } catch (const Error&) {
    throw;
  } catch (const files::FileError& error) {
    throw Error(ErrorCode::kIo, error.what());
  } catch (const std::bad_alloc&) {
    throw Error(ErrorCode::kOutOfMemory, "There is not enough memory for this; close other programs or ask for less.");
  } catch (const c10::Error& error) {
    const std::string what = error.what_without_backtrace();
    if (what.find("allocate") != std::string::npos) {
      throw Error(ErrorCode::kOutOfMemory,
                  "There is not enough memory for this; close other programs or ask for less.");
    }
    throw Error(ErrorCode::kInternal, "The engine failed: " + what.substr(0, what.find('\n')) + ".");
  } catch (const std::exception& error) {
    throw Error(ErrorCode::kInternal, std::string("The engine failed: ") + error.what() + ".");
  }
}

// Weights can be finite one by one and yet overflow in every sum: what comes out of that is no text.
void checkScores(const InfillResult& result, const std::string& model) {
  for (const auto& candidate : result.candidates) {
    for (const GapFill& fill : candidate) {
      if (!std::isnan(fill.score)) continue;
      throw Error(ErrorCode::kBadModel,
                  "The model " + model +
                      " gives no numbers, so its weights are unusable: copy its folder again from "
                      "its source.");
    }
  }
}

class GuardedReader : public SurpriseReader {
 public:
  explicit GuardedReader(std::unique_ptr<SurpriseReader> reader) : reader_(std::move(reader)) {}
  std::vector<TextSpan> take(const SurpriseText& text, const CancelFlag& cancel) override {
    return guarded([&] { return reader_->take(text, cancel); });
  }
  std::vector<SurprisingToken> read(std::size_t piece, const CancelFlag& cancel) override {
    return guarded([&] { return reader_->read(piece, cancel); });
  }

 private:
  std::unique_ptr<SurpriseReader> reader_;
};

// Passes a session's calls through guarded().
class GuardedSession : public Session, public SurpriseSource {
 public:
  explicit GuardedSession(std::unique_ptr<Session> session) : session_(std::move(session)) {}
  const ModelInfo& model() const override { return session_->model(); }
  InfillResult infill(const InfillRequest& request, const InfillCallbacks& callbacks,
                      const CancelFlag& cancel) override {
    return guarded([&] {
      InfillResult result = session_->infill(request, callbacks, cancel);
      checkScores(result, model().name);
      return result;
    });
  }
  void readAhead(const std::string& text, const std::vector<GapRequest>& gaps, const ContextCallback& onContext,
                 const CancelFlag& cancel) override {
    guarded([&] { session_->readAhead(text, gaps, onContext, cancel); });
  }
  TextScore score(const std::string& text, const ContextCallback& progress, const CancelFlag& cancel) override {
    return guarded([&] { return session_->score(text, progress, cancel); });
  }
  std::size_t countTokens(const std::string& text) const override {
    return guarded([&] { return session_->countTokens(text); });
  }
  std::vector<std::string> samplers() const override { return session_->samplers(); }
  void speakWith(const std::vector<VoiceBlend>& voices) override {
    guarded([&] { session_->speakWith(voices); });
  }
  std::unique_ptr<SurpriseReader> surpriseReader() const override {
    const auto* const source = dynamic_cast<const SurpriseSource*>(session_.get());
    auto reader = source == nullptr ? nullptr : source->surpriseReader();
    if (reader == nullptr) return nullptr;
    return std::make_unique<GuardedReader>(std::move(reader));
  }

 private:
  std::unique_ptr<Session> session_;
};

int cores() { return static_cast<int>(std::thread::hardware_concurrency()); }

// OMP_NUM_THREADS wins, as everywhere. See stepThreads() for those of a denoising step.
void useThreads(int count) {
  const char* const wanted = std::getenv("OMP_NUM_THREADS");
  at::set_num_threads(std::max(1, wanted != nullptr ? std::atoi(wanted) : count));
}

class LacunaEngine : public Engine {
 public:
  LacunaEngine() {
    keepFreedMemory();
    // One core is left to the window and to whatever else the author has open: with every core taken, each parallel
    // region waits for the slowest, and a busy neighbour makes a step many times slower, not a little.
    useThreads(cores() - 1);
    takeOwnGpu();
    accelerator();  // before LibTorch is asked anything: it remembers that there was no CUDA
    at::globalContext().setDeterministicAlgorithms(true, /*warn_only=*/true);
    at::globalContext().setDeterministicFillUninitializedMemory(false);  // it would write every buffer once for nothing
  }
  void useBases(const std::vector<std::string>& paths) override { setBaseFiles(paths); }
  std::unique_ptr<Session> open(const std::string& folder) override {
    return guarded([&]() -> std::unique_ptr<Session> {
      auto session = std::make_unique<GuardedSession>(openInfillSession(folder, stepPrecision()));
      returnFreedMemory();
      return session;
    });
  }
  void trainTokenizer(const TokenizerJob& job) override {
    guarded([&] { lacuna::engine::trainTokenizer(job.data, job.output, job.vocabulary); });
  }
  void train(const TrainJob& job, const TrainCallback& onProgress, const CancelFlag& cancel) override {
    guarded([&] {
      useThreads(cores());
      keepAllMemory();
      runTraining(job, onProgress, cancel);
    });
  }
  EvalReport evaluate(const EvalJob& job, const EvalCallbacks& callbacks, const CancelFlag& cancel) override {
    return guarded([&] {
      useThreads(cores());
      return lacuna::engine::evaluate(job, callbacks, cancel);
    });
  }
  AblateReport ablate(const AblateJob& job, const AblateCallbacks& callbacks, const CancelFlag& cancel) override {
    return guarded([&] {
      useThreads(cores());
      keepAllMemory();
      return lacuna::engine::ablate(job, callbacks, cancel);
    });
  }
  ModelFile describe(const std::string& path) override {
    return guarded([&] { return describeModelFile(path); });
  }
  InspectReport inspect(const InspectJob& job, const NoteCallback& onNote, const CancelFlag& cancel) override {
    return guarded([&] { return inspectModel(job, onNote, cancel); });
  }
  BenchReport benchmark(const BenchJob& job, const NoteCallback& onNote, const CancelFlag& cancel) override {
    return guarded([&] {
      if (job.section == "train") keepAllMemory();
      return runBenchmark(job, onNote, cancel);
    });
  }
  std::vector<DoctorLine> doctor(const std::string& folder) override {
    return guarded([&] { return examineMachine(folder); });
  }
};

}  // namespace
}  // namespace lacuna::engine

extern "C" lacuna::engine::Engine* lacunaEngine() {
  // Never destroyed: LibTorch's own globals may go first when the process ends.
  static auto* const engine = new lacuna::engine::LacunaEngine();
  return engine;
}
