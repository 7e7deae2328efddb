// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/voices/voices_dialog.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/fonts.h"
#include "ui/window/file_dialog.h"

namespace lacuna::ui {
namespace {

constexpr QSize kUsualSize(860, 640);
constexpr int kListWidth = 220;
constexpr int kLeastList = 150;

template <typename T>
const T* found(const QVector<T>& all, const QString& id) {
  const auto at = std::find_if(all.begin(), all.end(), [&](const T& one) { return one.id == id; });
  return at == all.end() ? nullptr : &*at;
}

QScrollArea* scrolled(QWidget* page, QWidget* parent) {
  auto* area = new QScrollArea(parent);
  area->setObjectName(QStringLiteral("sideScroll"));
  area->setFrameShape(QFrame::NoFrame);
  area->setWidgetResizable(true);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setFocusPolicy(Qt::NoFocus);
  area->setWidget(page);
  return area;
}

}  // namespace

VoicesDialog::VoicesDialog(QWidget* parent)
    : QDialog(parent), acts_(this), splitter_(new QSplitter(Qt::Horizontal, this)), said_(new QLabel(this)) {
  setObjectName(QStringLiteral("voicesDialog"));
  setWindowTitle(tr("Voices"));
  setFont(chromeFont(13));
  setSizeGripEnabled(true);
  auto* column = new QVBoxLayout(this);
  splitter_->setChildrenCollapsible(false);
  splitter_->setHandleWidth(8);
  splitter_->addWidget(makeLeft());
  splitter_->addWidget(makeRight());
  splitter_->setStretchFactor(1, 1);
  splitter_->setSizes({kListWidth, kUsualSize.width() - kListWidth});
  column->addWidget(splitter_, 1);
  auto* row = new QHBoxLayout;
  said_->setWordWrap(true);
  said_->setTextFormat(Qt::PlainText);
  said_->setProperty("role", "soft");
  said_->setAccessibleName(tr("Message"));
  auto* close = new QPushButton(tr("Close"), this);
  close->setAutoDefault(false);
  row->addWidget(said_, 1);
  row->addWidget(close);
  column->addLayout(row);
  connect(close, &QPushButton::clicked, this, &QDialog::reject);
  connect(&acts_, &VoiceActs::sentence, this, &VoicesDialog::say);
  resize(kUsualSize.boundedTo(parent != nullptr ? parent->window()->size() : kUsualSize));
  showPage();
}

QWidget* VoicesDialog::makeLeft() {
  auto* left = new QWidget(splitter_);
  left->setMinimumWidth(kLeastList);
  auto* column = new QVBoxLayout(left);
  column->setContentsMargins(0, 0, 0, 0);
  list_ = new VoiceList(left);
  column->addWidget(list_, 1);
  const auto add = [&](const QString& text, const QString& tip) {
    auto* made = new QPushButton(text, left);
    made->setToolTip(tip);
    made->setAutoDefault(false);
    made->setStyleSheet(QStringLiteral("QPushButton { padding: 5px 8px; }"));
    column->addWidget(made);
    return made;
  };
  QPushButton* corpus = add(tr("&New corpus"), tr("Texts of yours that a voice is to learn from"));
  QPushButton* import = add(tr("&Import a voice\u2026"), tr("That was exported here or on another computer"));
  connect(corpus, &QPushButton::clicked, this, [this] { Q_EMIT acts_.corpusWanted(tr("My texts")); });
  connect(import, &QPushButton::clicked, this, &VoicesDialog::importVoice);
  connect(list_, &VoiceList::placeChosen, this, &VoicesDialog::showChosen);
  connect(list_, &VoiceList::jobMoved, &acts_, &VoiceActs::jobMoved);
  connect(list_, &VoiceList::removeWanted, this, &VoicesDialog::removeChosen);
  return left;
}

QWidget* VoicesDialog::makeRight() {
  pages_ = new QStackedWidget(splitter_);
  auto* hint = new QLabel(
      tr("A voice is what the model learns from your own writing: it fills gaps more as you would have filled them.\n\n"
         "First comes a corpus: documents of the library, files or folders with words of yours, some 20,000 or more. A "
         "job learns from it in the background, for half an hour or as long as you say. What comes of it is a voice, "
         "which speaks where you want it to.\n\nNothing of all this leaves this computer."));
  hint->setWordWrap(true);
  hint->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  hint->setContentsMargins(6, 6, 6, 6);
  empty_ = scrolled(hint, pages_);
  corpus_ = new CorpusPage(acts_, pages_);
  job_ = new JobPage(acts_, pages_);
  voice_ = new VoicePage(acts_, pages_);
  pages_->addWidget(empty_);
  for (QWidget* page : {static_cast<QWidget*>(voice_), static_cast<QWidget*>(job_), static_cast<QWidget*>(corpus_)})
    pages_->addWidget(scrolled(page, pages_));
  return pages_;
}

void VoicesDialog::open() {
  QDialog::show();
  raise();
  activateWindow();
  list_->setFocus();
}

void VoicesDialog::setView(const storage::VoicesView& view) {
  view_ = view;
  list_->show(view_, speaking_);
  if (wanted_.kind != VoiceList::None && !list_->said(wanted_).isEmpty()) {
    list_->choose(wanted_);
    wanted_ = {};
  }
  showPage();
}

void VoicesDialog::setSpeaking(const VoiceSpeaking& speaking) {
  if (speaking == speaking_) return;
  speaking_ = speaking;
  list_->show(view_, speaking_);
  showPage();
}

void VoicesDialog::choose(VoiceList::Kind kind, const QString& id) {
  wanted_ = {kind, id};
  if (list_->said(wanted_).isEmpty()) return;
  list_->choose(wanted_);
  wanted_ = {};
}

const storage::Voice* VoicesDialog::voiceNow() const {
  return list_->chosen().kind == VoiceList::Voice ? found(view_.voices, list_->chosen().id) : nullptr;
}
const storage::VoiceJob* VoicesDialog::jobNow() const {
  return list_->chosen().kind == VoiceList::Job ? found(view_.jobs, list_->chosen().id) : nullptr;
}
const storage::Corpus* VoicesDialog::corpusNow() const {
  return list_->chosen().kind == VoiceList::Corpus ? found(view_.corpora, list_->chosen().id) : nullptr;
}

void VoicesDialog::showChosen() {
  say({});
  showPage();
}

void VoicesDialog::showPage() {
  QString watched;
  int page = 0;
  if (const storage::Voice* voice = voiceNow()) {
    page = 1;
    watched = voice->jobId;
    voice_->show(*voice, speaking_);
    if (watched != watched_) voice_->comparison()->setSamples({});
  } else if (const storage::VoiceJob* job = jobNow()) {
    page = 2;
    watched = job->id;
    const auto queued = std::count_if(view_.jobs.begin(), view_.jobs.end(),
                                      [](const auto& one) { return one.state == storage::JobState::Queued; });
    job_->show(*job, static_cast<int>(queued));
  } else if (const storage::Corpus* corpus = corpusNow()) {
    page = 3;
    corpus_->show(*corpus);
  }
  if (pages_->currentIndex() != page) pages_->setCurrentIndex(page);
  if (watched == watched_) return;
  watched_ = watched;
  Q_EMIT acts_.jobChosen(watched_);
}

void VoicesDialog::showJob(const storage::VoiceJobView& view) {
  if (view.job.id != watched_) return;
  if (jobNow() != nullptr) job_->progress()->showDetails(view);
  if (voiceNow() != nullptr) voice_->comparison()->setSamples(view.samples);
}

void VoicesDialog::showReading(const QString& corpus, double share) {
  if (corpus == corpus_->corpus().id) corpus_->showReading(share);
}

void VoicesDialog::showMeasuring(const QString& job, bool on) {
  if (job == job_->job().id) job_->plan()->showMeasuring(on);
}

void VoicesDialog::showTrial(const VoiceTrialResult& result) { voice_->comparison()->showResult(result); }

void VoicesDialog::removeChosen() {
  if (voiceNow() != nullptr) {
    voice_->remove();
  } else if (jobNow() != nullptr) {
    job_->remove();
  } else if (corpusNow() != nullptr) {
    corpus_->remove();
  }
}

void VoicesDialog::importVoice() {
  const QString path = askOpenFile(this, tr("Import a voice"), {tr("Voices (*.zip)"), tr("All files (*)")});
  if (!path.isEmpty()) Q_EMIT acts_.importWanted(path);
}

void VoicesDialog::say(const QString& sentence) { said_->setText(sentence); }

void VoicesDialog::showEvent(QShowEvent* event) {
  QDialog::showEvent(event);
  Q_EMIT shownChanged(true);
}

void VoicesDialog::hideEvent(QHideEvent* event) {
  QDialog::hideEvent(event);
  Q_EMIT shownChanged(false);
}

}  // namespace lacuna::ui
