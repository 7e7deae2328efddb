// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/voices_wiring.h"

#include <QTimer>
#include <algorithm>
#include <utility>

#include "app/engine/engine_loader.h"
#include "app/engine/engine_sentences.h"
#include "app/library/tree_calls.h"
#include "app/voice/voice_transfer.h"
#include "storage/values/ways_up.h"
#include "ui/page/page_view.h"

namespace lacuna::app {
namespace {

constexpr quint64 kTrialAsks = quint64{1} << 62U;  // numbers of asks that are no run's of the page
constexpr int kTrialWords = 10;
constexpr int kSeen = 220;       // characters of the text around a gap that are shown
constexpr int kCrashMs = 60000;  // a child that ended by itself is started again at most so often

QString endOf(const QString& text) {
  const qsizetype space = text.indexOf(u' ', std::max<qsizetype>(0, text.size() - kSeen));
  return text.size() <= kSeen || space < 0 ? text : QStringLiteral("\u2026") + text.mid(space);
}

QString startOf(const QString& text) {
  const qsizetype space = text.lastIndexOf(u' ', kSeen);
  return text.size() <= kSeen || space < 0 ? text : text.left(space) + QStringLiteral("\u2026");
}

}  // namespace

VoicesWiring::VoicesWiring(ui::MainWindow& window, EngineThread& engine, StorageThread& storage,
                           std::function<QString()> model)
    : window_(window), engine_(engine), storage_(storage), model_(std::move(model)), reading_(storage) {
  joinWindow();
  joinStore();
  joinEngine();
}

VoicesWiring::~VoicesWiring() { close(); }

void VoicesWiring::close() {
  process_.reset();
  reading_.close();
  voices_.close();
}

void VoicesWiring::joinWindow() {
  using ui::MainWindow;
  connect(&window_, &MainWindow::voicesWanted, this, &VoicesWiring::open);
  connect(&window_, &MainWindow::voiceChosen, this, &VoicesWiring::choose);
  connect(&window_, &MainWindow::infillRequested, this, [this] { runs(1); });
  connect(&window_, &MainWindow::branchRequested, this, [this] { runs(1); });
  connect(&storage_, &StorageThread::opened, this, &VoicesWiring::openLibrary);
  connect(&storage_.tree(), &TreeCalls::treeChanged, this, [this](const QVector<storage::TreeNode>& nodes) {
    nodes_ = nodes;
    if (dialog_) dialog_->setNodes(nodes_);
    follow();
  });
  connect(&storage_, &StorageThread::documentOpened, this, &VoicesWiring::follow);
}

void VoicesWiring::joinStore() {
  connect(&voices_, &VoicesThread::viewed, this, &VoicesWiring::setView);
  connect(&voices_, &VoicesThread::speakingViewed, this, &VoicesWiring::setSpeaking);
  connect(&voices_, &VoicesThread::failed, this, &VoicesWiring::say);
  connect(&voices_, &VoicesThread::jobViewed, this, [this](const storage::VoiceJobView& job) {
    if (dialog_) dialog_->showJob(job);
  });
  connect(&reading_, &CorpusReading::read, this, [this](const QString& corpus, double share) {
    if (dialog_) dialog_->showReading(corpus, share);
  });
  connect(&reading_, &CorpusReading::failed, this, &VoicesWiring::say);
}

void VoicesWiring::joinEngine() {
  connect(&engine_, &EngineThread::voicesChanged, &window_, &ui::MainWindow::setEngine);
  connect(&engine_, &EngineThread::voicesRefused, this, &VoicesWiring::say);
  connect(&engine_, &EngineThread::finished, this, [this] { runs(-1); });
  connect(
      &engine_, &EngineThread::compared, this,
      [this](quint64 ask, const QString& without, const QString& with, const QString& sentence) {
        runs(-1);
        if (ask != trial_.id || !dialog_) return;
        dialog_->showTrial({ask - kTrialAsks, endOf(trial_.before), startOf(trial_.after), without, with, sentence});
      });
}

void VoicesWiring::openLibrary(const QString& library) {
  if (library_ == library) return;
  library_ = library;
  waiting_.clear();
  process_ = std::make_unique<VoiceProcess>(library);
  connect(process_.get(), &VoiceProcess::ended, this, [this](const QString& sentence) {
    // What waits behind it begins now.
    QTimer::singleShot(0, this, [this] {
      if (process_ && !process_->isAtWork()) measured();
    });
    if (sentence.isEmpty()) return;
    say(inWindowLanguage(sentence.toStdString()));
    // Killed, perhaps; what it worked on is taken up again, but not for ever.
    if (crashed_.isValid() && crashed_.elapsed() < kCrashMs) return;
    crashed_.start();
    waiting_.clear();
    work();
  });
  voices_.open(library);
  reading_.open(library);
  storage_.tree().list();
}

void VoicesWiring::follow() {
  const QString open = window_.documentId();
  const auto known = [this](const QString& id) {
    return std::find_if(nodes_.begin(), nodes_.end(), [&](const auto& node) { return node.id == id; });
  };
  project_ = known(open) == nodes_.end() ? QString() : storage::WaysUp(nodes_).top(open);
  const auto node = known(project_);
  voices_.setProject(project_, node == nodes_.end() ? QString() : node->title);
}

void VoicesWiring::open() {
  if (!dialog_) {
    dialog_ = new ui::VoicesDialog(&window_);
    joinDialog();
    dialog_->setNodes(nodes_);
    dialog_->setSpeaking(speaking_);
    dialog_->setView(view_);
  }
  dialog_->open();
  if (library_.isEmpty()) say(tr("There is no library yet that voices could be kept beside."));
}

void VoicesWiring::setView(const storage::VoicesView& view) {
  view_ = view;
  // Whoever trains, in a process of its own, speaks English.
  for (storage::VoiceJob& job : view_.jobs) {
    job.note = inWindowLanguage(job.note.toStdString());
    job.plan.refusal = inWindowLanguage(job.plan.refusal.toStdString());
    if (job.id == measured_ && job.plan.measured) measured();
  }
  if (dialog_) dialog_->setView(view_);
  work();
  speak();
}

void VoicesWiring::setSpeaking(const ui::VoiceSpeaking& speaking) {
  speaking_ = speaking;
  if (dialog_) dialog_->setSpeaking(speaking_);
  speak();
}

// The dry run that was asked for is over.
void VoicesWiring::measured() {
  const QString job = std::exchange(measured_, QString());
  if (dialog_ && !job.isEmpty()) dialog_->showMeasuring(job, false);
}

// Each job is a reason to start a child once: one that works on it already, or elsewhere, is none.
void VoicesWiring::work() {
  QSet<QString> waiting;
  bool more = false;
  for (const storage::VoiceJob& job : std::as_const(view_.jobs)) {
    using storage::JobState;
    if (job.state != JobState::Queued && job.state != JobState::Running && job.state != JobState::Pausing) continue;
    waiting << job.id;
    more = more || !waiting_.contains(job.id);
  }
  waiting_ = waiting;
  if (more && process_) process_->start();
}

void VoicesWiring::speak() {
  QVector<SpeakingVoice> speaking;
  for (const storage::VoiceShare& one : std::as_const(speaking_.here))
    for (const storage::Voice& voice : std::as_const(view_.voices))
      if (voice.id == one.voiceId && !voice.deleted) speaking.push_back({voice.folder, voice.name, one.share});
  engine_.speakWith(speaking);
  window_.setVoices(view_.voices, speaking_.here);
}

void VoicesWiring::say(const QString& sentence) {
  if (dialog_ && dialog_->isVisible()) {
    dialog_->say(sentence);
  } else {
    window_.showSentence(sentence);
  }
}

void VoicesWiring::made(ui::VoiceList::Kind kind, const QString& id) {
  QMetaObject::invokeMethod(
      this,
      [this, kind, id] {
        if (dialog_) dialog_->choose(kind, id);
      },
      Qt::QueuedConnection);
}

void VoicesWiring::joinDialog() {
  connect(dialog_, &ui::VoicesDialog::shownChanged, this, [this](bool shown) {
    voices_.look(shown);
    if (!shown) return;
    QStringList corpora;
    for (const storage::Corpus& corpus : std::as_const(view_.corpora)) corpora << corpus.id;
    reading_.look(corpora);
  });
  joinCorpora();
  joinJobs();
  joinVoices();
}

void VoicesWiring::joinCorpora() {
  using storage::VoiceStore;
  using ui::VoiceActs;
  const VoiceActs* acts = &dialog_->acts();
  connect(acts, &VoiceActs::corpusWanted, this, [this](const QString& name) {
    voices_.post([this, name](VoiceStore& store) { made(ui::VoiceList::Corpus, store.addCorpus(name)); });
  });
  connect(acts, &VoiceActs::corpusRenamed, this, [this](const QString& id, const QString& name) {
    voices_.post([id, name](VoiceStore& store) { store.renameCorpus(id, name); });
  });
  connect(acts, &VoiceActs::corpusRemoved, this, [this](const QString& id) {
    reading_.stop(id);
    voices_.post([id](VoiceStore& store) { store.removeCorpus(id); });
  });
  connect(acts, &VoiceActs::generatedChosen, this, [this](const QString& id, bool takes) {
    voices_.post([this, id, takes](VoiceStore& store) {
      store.setTakesGenerated(id, takes);
      reading_.start(id);
    });
  });
  connect(acts, &VoiceActs::sourcesAdded, this,
          [this](const QString& id, const QVector<storage::CorpusSource>& sources) {
            voices_.post([this, id, sources](VoiceStore& store) {
              for (const storage::CorpusSource& source : sources)
                store.addSource(id, source.kind, source.reference, source.title);
              reading_.start(id);
            });
          });
  connect(acts, &VoiceActs::sourcesRemoved, this, [this](const QString& id, const QStringList& sources) {
    voices_.post([this, id, sources](VoiceStore& store) {
      for (const QString& source : sources) store.removeSource(source);
      const auto corpus = store.corpus(id);
      if (corpus && !corpus->sources.isEmpty()) reading_.start(id);  // what stood twice stands once
    });
  });
  connect(acts, &VoiceActs::readingWanted, this, [this](const QString& id) { reading_.start(id); });
  connect(acts, &VoiceActs::readingStopped, this, [this] { reading_.stop({}); });
  connect(acts, &VoiceActs::usesChosen, this, [this](const QStringList& chapters, storage::ChapterUse use) {
    voices_.post([chapters, use](VoiceStore& store) {
      for (const QString& chapter : chapters) store.setChapterUse(chapter, use);
    });
  });
}

void VoicesWiring::joinJobs() {
  using storage::VoiceStore;
  using ui::VoiceActs;
  const VoiceActs* acts = &dialog_->acts();
  const auto call = [this](void (VoiceStore::*act)(const QString&)) {
    return [this, act](const QString& id) { voices_.post([id, act](VoiceStore& store) { (store.*act)(id); }); };
  };
  connect(acts, &VoiceActs::jobWanted, this, [this](const QString& corpus, const QString& name) {
    voices_.post([this, corpus, name](VoiceStore& store) {
      made(ui::VoiceList::Job, store.addJob(name, corpus, storage::VoiceSettings()));
    });
  });
  connect(acts, &VoiceActs::jobChosen, &voices_, &VoicesThread::setJob, Qt::DirectConnection);
  connect(acts, &VoiceActs::jobRenamed, this, [this](const QString& id, const QString& name) {
    voices_.post([id, name](VoiceStore& store) { store.renameJob(id, name); });
  });
  connect(acts, &VoiceActs::settingsChosen, this, [this](const QString& id, const storage::VoiceSettings& settings) {
    voices_.post([id, settings](VoiceStore& store) { store.setSettings(id, settings); });
  });
  connect(acts, &VoiceActs::measureWanted, this, [this](const QString& id) {
    if (!process_) return;
    measured_ = id;
    dialog_->showMeasuring(id, true);
    // Behind what was set just now.
    voices_.post([this, id](VoiceStore& store) {
      store.setPlan(id, {});  // what comes is new
      QMetaObject::invokeMethod(
          this,
          [this, id] {
            if (process_) process_->measure(id, model_());
          },
          Qt::QueuedConnection);
    });
  });
  connect(acts, &VoiceActs::startWanted, this, &VoicesWiring::enqueue);
  connect(acts, &VoiceActs::pauseWanted, this, call(&VoiceStore::pause));
  connect(acts, &VoiceActs::resumeWanted, this, call(&VoiceStore::resume));
  connect(acts, &VoiceActs::stopWanted, this, call(&VoiceStore::stop));
  connect(acts, &VoiceActs::jobRemoved, this, call(&VoiceStore::removeJob));
  connect(acts, &VoiceActs::jobMoved, this, [this](const QString& id, int position) {
    voices_.post([id, position](VoiceStore& store) { store.moveJob(id, position); });
  });
}

// Over the adapter that is loaded, whose weights are read for their hash.
void VoicesWiring::enqueue(const QString& job) {
  voices_.post([job, folder = model_()](storage::VoiceStore& store) {
    const engine::ModelFile model = loadEngine().describe(folder.toStdString());
    if (model.kind != "adapter") {
      throw storage::StorageError(storage::StorageCode::kInvalid,
                                  VoicesWiring::tr("This model learns no voices: choose an adapter over a base, as the "
                                                   "one that came with Lacuna, in the Model menu."));
    }
    store.enqueue(job, folder, QString::fromStdString(model.name), QString::fromStdString(model.sha256));
  });
}

void VoicesWiring::joinVoices() {
  using storage::VoiceStore;
  using ui::VoiceActs;
  const VoiceActs* acts = &dialog_->acts();
  connect(acts, &VoiceActs::voiceRenamed, this, [this](const QString& id, const QString& name) {
    voices_.post([id, name](VoiceStore& store) { store.renameVoice(id, name); });
  });
  connect(acts, &VoiceActs::voiceDeleted, this,
          [this](const QString& id) { voices_.post([id](VoiceStore& store) { store.deleteVoice(id); }); });
  connect(acts, &VoiceActs::voiceRestored, this,
          [this](const QString& id) { voices_.post([id](VoiceStore& store) { store.restoreVoice(id); }); });
  connect(acts, &VoiceActs::speakingChosen, &voices_, &VoicesThread::speak, Qt::DirectConnection);
  connect(acts, &VoiceActs::ownSpeakingDropped, this, [this](const QString& project) {
    voices_.post([project](VoiceStore& store) { store.setDefault(project, {}); });
  });
  connect(acts, &VoiceActs::comparisonWanted, this, &VoicesWiring::compare);
  connect(acts, &VoiceActs::comparisonStopped, this, [this](quint64 id) { engine_.stop(kTrialAsks + id); });
  connect(acts, &VoiceActs::exportWanted, this, [this](const QString& id, const QString& path) {
    const auto voice =
        std::find_if(view_.voices.begin(), view_.voices.end(), [&](const auto& v) { return v.id == id; });
    if (voice == view_.voices.end()) return;
    voices_.post([this, path, voice = *voice](VoiceStore&) {
      exportVoice(voice, path);
      Q_EMIT voices_.failed(tr("Exported as %1.").arg(path));
    });
  });
  connect(acts, &VoiceActs::importWanted, this, [this](const QString& path) {
    voices_.post([this, path, model = model_()](VoiceStore& store) {
      made(ui::VoiceList::Voice, importVoice(store, loadEngine(), path, model));
    });
  });
}

// One alone, as loudly as it was before.
void VoicesWiring::choose(const QString& voice) {
  QVector<storage::VoiceShare> chosen;
  if (!voice.isEmpty()) {
    const auto before = [&](const QVector<storage::VoiceShare>& in) {
      const auto found = std::find_if(in.begin(), in.end(), [&](const auto& one) { return one.voiceId == voice; });
      return found == in.end() ? 0.0 : found->share;
    };
    const double here = before(speaking_.here);
    const double everywhere = before(speaking_.everywhere);
    chosen = {{voice, here > 0 ? here : everywhere > 0 ? everywhere : 1.0}};
  }
  voices_.speak(project_, chosen);  // the thread may not have told of it yet
}

ui::InfillAsk VoicesWiring::askFor(const ui::VoiceTrial& trial) const {
  ui::InfillAsk ask;
  ask.id = kTrialAsks + trial.id;
  ask.candidates = 1;
  ask.seed = trial.seed;
  if (trial.onPage) {
    ask.text = window_.manuscriptText();
    const int at = std::clamp(window_.page()->cursorPosition(), 0, static_cast<int>(ask.text.size()));
    ask.gaps = {{at, at, kTrialWords}};
    return ask;
  }
  ask.text = trial.before + trial.own + trial.after;
  const auto begin = static_cast<int>(trial.before.size());
  ask.gaps = {{begin, begin + static_cast<int>(trial.own.size())}};
  return ask;
}

void VoicesWiring::compare(const ui::VoiceTrial& trial) {
  const auto voice =
      std::find_if(view_.voices.begin(), view_.voices.end(), [&](const auto& one) { return one.id == trial.voice; });
  if (voice == view_.voices.end()) return;
  const ui::InfillAsk ask = askFor(trial);
  trial_ = {ask.id, ask.text.left(ask.gaps.first().begin), ask.text.mid(ask.gaps.first().end)};
  runs(1);
  engine_.compare(ask, {{voice->folder, voice->name, trial.share}});
}

// Whoever trains gives way while a gap is denoised.
void VoicesWiring::runs(int more) {
  runs_ = std::max(0, runs_ + more);
  if (!process_) return;
  if (runs_ > 0) {
    process_->holdBack();
  } else {
    process_->goOn();
  }
}

}  // namespace lacuna::app
