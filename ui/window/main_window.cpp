// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QScreen>
#include <QSettings>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/fonts.h"
#include "ui/motion.h"
#include "ui/window/main_window_parts.h"

namespace lacuna::ui {
namespace {

constexpr int kMovedMs = 500;
constexpr int kOutlineMs = 400;
constexpr int kPanelMs = 33;
constexpr int kSavedMs = 5000;
constexpr QSize kUsualSize(1440, 900);
constexpr QSize kFrame(16, 48);
constexpr int kBrandWidth = 480;  // below it the menus need the name's room

bool sameMarks(const QVector<Mark>& a, const QVector<Mark>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Mark& x, const Mark& y) {
    return x.begin == y.begin && x.end == y.end && x.kind == y.kind && x.note == y.note;
  });
}

}  // namespace

MainWindow::MainWindow(QWidget* parent) : QMainWindow(parent), parts_(new Parts) {
  loadResources();
  applyStyle();
  QSettings settings;
  Parts& p = *parts_;
  p.colors = std::make_unique<DesktopColors>(this);
  p.themeChoice = settings.value(QStringLiteral("ui/theme"), kSystemTheme).toString();
  p.zoom = settings.value(QStringLiteral("ui/zoom"), 1.0).toDouble();
  setWindowTitle(tr("Lacuna"));
  setWindowIcon(QIcon(QStringLiteral(":/lacuna/icons/lacuna.svg")));
  setFont(chromeFont(13));
  menuBar()->setFont(chromeFont(13));
  buildPage();
  p.status = std::make_unique<StatusLine>(*this, p.surprise->line());
  p.selection = std::make_unique<SelectionCount>(*p.page, *p.status);
  p.fullScreen = std::make_unique<FullScreen>(*this, *p.page, *p.page->viewport(), [this] { foldAll(); });
  p.recent = std::make_unique<RecentOnPage>(*this, p.theme);
  buildMenus(this, p);
  connectPage();
  connectPanels();
  startTimers();

  p.page->gaps().options() = loadGapOptions();
  p.page->setMotion(!reducedMotion());
  p.page->setTypography(PageTypography::load());
  p.page->typing().setSmart(SmartTyping::load());

  connect(p.colors.get(), &DesktopColors::changed, this, &MainWindow::showTheme);
  showTheme();
  setZoom(p.zoom);
  p.showEngine();
  p.showWords();
  p.showSaved();
  // With a frame around it, and never larger than the screen, whose pixels may be large.
  resize(kUsualSize.boundedTo(screen()->availableGeometry().size() - kFrame));
  const QByteArray geometry = settings.value(QStringLiteral("ui/geometry")).toByteArray();
  if (!geometry.isEmpty() && restoreGeometry(geometry)) fitScreen();
  p.room->restore();
  p.room->fit(width());
  p.page->setFocus();
}

// The window may come from a larger screen.
void MainWindow::fitScreen() {
  if (isMaximized() || isFullScreen()) return;
  const QRect room = screen()->availableGeometry();
  const QSize most = room.size() - kFrame;
  if (width() > most.width() || height() > most.height()) resize(size().boundedTo(most));
  if (!room.contains(QRect(pos(), size() + kFrame))) move(room.topLeft());
}

// The parts go before the page that they look at; its signals must not reach a window that is half gone.
MainWindow::~MainWindow() {
  disconnect(&parts_->page->pageDocument(), nullptr, this, nullptr);
  disconnect(&parts_->page->gaps(), nullptr, this, nullptr);
  disconnect(parts_->page, nullptr, this, nullptr);
}

void MainWindow::buildPage() {
  Parts& p = *parts_;
  auto* splitter = new QSplitter(Qt::Horizontal, this);
  splitter->setHandleWidth(1);
  splitter->setChildrenCollapsible(false);
  p.left = new LeftPanel(splitter);
  p.library = new LibraryPanel(p.left);
  p.left->addPage(tr("Library"), p.library, [&p] { return p.library->tree(); });
  auto* pageBox = new QWidget(splitter);
  auto* pageRow = new QHBoxLayout(pageBox);
  pageRow->setContentsMargins(0, 0, 0, 0);
  pageRow->setSpacing(0);
  p.page = new PageView(pageBox);
  p.generated = std::make_unique<GeneratedText>(*p.page);
  p.sections = std::make_unique<PageSections>(*p.page);
  p.surprise = std::make_unique<SurpriseLens>(*p.page);
  p.spelling = std::make_unique<SpellingLens>(*p.page);
  p.ribbon = new ContextRibbon(pageBox);
  auto* pageColumn = new QVBoxLayout;
  pageColumn->setSpacing(0);
  pageColumn->addWidget(p.page, 1);
  p.links = std::make_unique<LinkOnPage>(*pageColumn, pageBox);
  pageRow->addLayout(pageColumn, 1);
  pageRow->addWidget(p.ribbon);
  auto* history = new HistoryView(pageBox);
  pageRow->addWidget(history, 1);
  p.panel = new RunPanel(splitter);
  p.room = std::make_unique<PanelRoom>(splitter, p.left, p.panel);
  setCentralWidget(splitter);
  p.history = std::make_unique<HistoryOnPage>(HistoryOnPage::Parts{*p.page, *history, *menuBar()});
  connect(p.history.get(), &HistoryOnPage::sentence, this, &MainWindow::showSentence);
  connect(p.history.get(), &HistoryOnPage::turned, this, [this, pageRow] {
    const bool open = parts_->history->isOpen();
    parts_->links->line().setAside(open);
    pageRow->setStretch(0, open ? 0 : 1);  // a column without anything in it would take its share
    setFocusMode(parts_->actions.focusMode->isChecked());
  });
  p.find = std::make_unique<FindOnPage>(*p.page);
  p.searching =
      std::make_unique<SearchDesk>(SearchDesk::Parts{*p.page, *p.find, *p.left, *this, [this] { showLeft(); }});
  p.note = new MessageNote(*p.page);
  p.page->installEventFilter(this);
  p.runs = std::make_unique<RunsOnPage>(RunsOnPage::Parts{*p.page, *p.panel, *p.ribbon});
}

// Whoever asks for it has looked long enough at the page alone.
void MainWindow::showLeft() {
  parts_->actions.focusMode->setChecked(false);
  parts_->room->show(parts_->left);
}

void MainWindow::connectPage() {
  Parts& p = *parts_;
  PageDocument* document = &p.page->pageDocument();
  GapController* gaps = &p.page->gaps();
  connect(document, &PageDocument::edited, this, [this](const QVector<Edit>& edits) {
    Parts& q = *parts_;
    q.saved.lastEdit = QDateTime::currentDateTimeUtc();
    q.showWords();
    if (!q.timers.outline.isActive()) q.timers.outline.start();
    const HistoryEvent event = q.page->pageDocument().takeHistoryEvent();
    if (q.sections->takes(event)) return;
    q.library->acts().noteEdited(q.open.id);
    Q_EMIT edited(q.open.id, edits, event);
  });
  connect(document, &PageDocument::marksChanged, this, [this] {
    Parts& q = *parts_;
    const HistoryEvent event = q.page->pageDocument().takeHistoryEvent();
    if (event.kind != HistoryEvent::None) Q_EMIT edited(q.open.id, {}, event);
    const QVector<Mark>& marks = q.page->pageDocument().manuscript().marks();
    if (sameMarks(marks, q.open.announcedMarks)) return;
    q.open.announcedMarks = marks;
    if (!q.timers.outline.isActive()) q.timers.outline.start();
    Q_EMIT marksChanged(q.open.id, marks);
  });
  connect(gaps, &GapController::infillRequested, this, &MainWindow::infillRequested);
  connect(gaps, &GapController::stopRequested, this, &MainWindow::stopRequested);
  connect(gaps, &GapController::changed, this, &MainWindow::showGaps);
  connect(&p.page->readAhead(), &ReadAhead::wanted, this,
          [this] { Q_EMIT readAheadWanted(manuscriptText(), parts_->page->cursorPosition()); });
  connect(&p.page->readAhead(), &ReadAhead::withdrawn, this, &MainWindow::readAheadWithdrawn);
  connect(p.page, &PageView::sentence, this, &MainWindow::showSentence);
  connect(p.spelling.get(), &SpellingLens::sentence, this, &MainWindow::showSentence);
  connect(p.surprise.get(), &SurpriseLens::sentence, this, &MainWindow::showSentence);
  connect(p.page, &PageView::moved, this, [this] {
    if (!parts_->timers.moved.isActive()) parts_->timers.moved.start();
    parts_->note->place();
    parts_->library->setCaret(parts_->page->cursorPosition());
  });
}

void MainWindow::connectPanels() {
  Parts& p = *parts_;
  connect(p.panel->denoising(), &DenoisingPanel::candidateChosen, this, [this](int index) {
    parts_->page->gaps().setGapMode(true);
    parts_->page->gaps().showing().choose(index);
    parts_->page->setFocus();
  });
  connect(p.panel->denoising(), &DenoisingPanel::candidateTaken, this, [this](int index) {
    Q_EMIT parts_->panel->denoising()->candidateChosen(index);
    parts_->page->acts().takeActive();
  });
  joinLibrary(this, p);
  connect(p.searching.get(), &SearchDesk::documentChosen, this, &MainWindow::documentChosen);
  connect(p.searching.get(), &SearchDesk::sentence, this, &MainWindow::showSentence);
  RunsOnPage* runs = p.runs.get();
  connect(this, &MainWindow::infillRequested, runs, &RunsOnPage::asked);
  connect(runs, &RunsOnPage::branchRequested, this, &MainWindow::branchRequested);
  connect(runs, &RunsOnPage::stopRequested, this, &MainWindow::stopRequested);
  connect(runs, &RunsOnPage::runWanted, this, &MainWindow::runWanted);
  connect(runs, &RunsOnPage::runFinished, this, &MainWindow::runFinished);
  connect(runs, &RunsOnPage::pastTaken, this, &MainWindow::pastRunTaken);
  connect(runs, &RunsOnPage::sentence, this, &MainWindow::showSentence);
  connect(runs, &RunsOnPage::framed, this, [this] {
    if (!parts_->timers.panel.isActive()) parts_->timers.panel.start();
  });
  connect(p.panel->runs(), &RunsPanel::removed, this, &MainWindow::runRemovalRequested);
  connect(p.panel->runs(), &RunsPanel::restored, this, &MainWindow::runRestoreRequested);
  connect(p.panel->runs(), &RunsPanel::bytesChosen, this, &MainWindow::runBytesChosen);
  connect(p.status.get(), &StatusLine::modelClicked, this, [this] { parts_->models->openAt(parts_->status->model()); });
  connect(p.status.get(), &StatusLine::todayClicked, this, &MainWindow::writingWanted);
}

void MainWindow::startTimers() {
  Parts::Timers& timers = parts_->timers;
  const auto once = [this](QTimer& timer, int milliseconds, const std::function<void()>& act) {
    timer.setSingleShot(true);
    timer.setInterval(milliseconds);
    connect(&timer, &QTimer::timeout, this, act);
  };
  once(timers.moved, kMovedMs, [this] {
    if (parts_->open.there)
      Q_EMIT viewMoved(parts_->open.id, parts_->page->cursorPosition(), parts_->page->scrollShare());
  });
  once(timers.outline, kOutlineMs, [this] {
    showInLibrary();
    parts_->status->showGenerated(parts_->page->pageDocument().manuscript());
  });
  once(timers.panel, kPanelMs, [this] { showGaps(); });
  connect(&timers.saved, &QTimer::timeout, this, [this] { parts_->showSaved(); });
  timers.saved.start(kSavedMs);
}

// The open document's headings and words, as the library shows them.
void MainWindow::showInLibrary() {
  Parts& p = *parts_;
  p.library->setHeadings(headingsOf(manuscriptText()));
  p.library->setWords(p.open.id, p.page->pageDocument().manuscript().words());
}

void MainWindow::flush() {
  parts_->page->gaps().showing().flush();
  showGaps();
}

void MainWindow::showGaps() {
  Parts& p = *parts_;
  p.timers.panel.stop();
  p.panel->model().announce();
  p.runs->showGaps();
  p.showEngine();
  p.note->place();
  const GapRun* run = p.page->gaps().latestRun();
  p.page->readAhead().allow(p.engine.state == EngineView::Ready && (run == nullptr || run->state() == GapRun::Done));
}

QString MainWindow::manuscriptText() const { return parts_->page->pageDocument().manuscript().text(); }
QString MainWindow::documentId() const { return parts_->open.id; }
QString MainWindow::documentTitle() const { return parts_->open.title; }
PageView* MainWindow::page() const { return parts_->page; }
SearchDesk* MainWindow::searching() const { return parts_->searching.get(); }
QString MainWindow::themeName() const { return parts_->theme.name; }
DesktopColors* MainWindow::desktopColors() const { return parts_->colors.get(); }

SpellingRules* MainWindow::spelling() const { return &parts_->spelling->rules(); }
GeneratedText* MainWindow::generated() const { return parts_->generated.get(); }
SurpriseLens* MainWindow::surprise() const { return parts_->surprise.get(); }
HistoryOnPage* MainWindow::history() const { return parts_->history.get(); }
RecentOnPage* MainWindow::recent() const { return parts_->recent.get(); }
LinkOnPage* MainWindow::links() const { return parts_->links.get(); }
RunPanel* MainWindow::runPanel() const { return parts_->panel; }
LibraryPanel* MainWindow::library() const { return parts_->library; }
ContextRibbon* MainWindow::ribbon() const { return parts_->ribbon; }

void MainWindow::showStep(const LiveStep& step) { parts_->runs->showStep(step); }
void MainWindow::showResult(const ResultView& result) { parts_->runs->showResult(result); }
void MainWindow::showRun(const RunView& run) { parts_->runs->showRun(run); }
void MainWindow::setRuns(const QVector<RunItem>& runs) { parts_->panel->setRuns(runs); }
void MainWindow::setRunBytes(qint64 used, qint64 most) { parts_->panel->runs()->setBytes(used, most); }
void MainWindow::setModels(const QVector<ModelItem>& models) { parts_->models->setModels(models); }
void MainWindow::setVoices(const QVector<storage::Voice>& voices, const QVector<storage::VoiceShare>& speaking) {
  parts_->models->setVoices(voices, speaking);
}
void MainWindow::showToday(const storage::WritingToday& today) { parts_->status->showToday(today); }

void MainWindow::Parts::showWords() {
  status->showWords(page->pageDocument().manuscript());
  showSaved();
}

void MainWindow::Parts::showEngine() {
  status->showEngine(engine, page->gaps().latestRun());
  models->showEngine(engine);
}

void MainWindow::Parts::showTitle(MainWindow* window) const {
  history->openedDocument(open.id, open.title);
  links->openedDocument(open.id, open.title);
  window->setWindowTitle(open.title.isEmpty() ? tr("Lacuna") : tr("%1 \u2014 Lacuna").arg(open.title));
}

void MainWindow::setTheme(const QString& name) {
  if (!themeChoices().contains(name)) return;
  parts_->themeChoice = name;
  QSettings().setValue(QStringLiteral("ui/theme"), name);
  showTheme();
}

// Not kept: what the author never chose follows the desktop.
void MainWindow::showTheme() {
  Parts& p = *parts_;
  const bool known = themeNames().contains(p.themeChoice);
  p.theme = loadTheme(known ? p.themeChoice : p.colors->dark() ? QStringLiteral("dark") : QStringLiteral("light"));
  // Of the program, not of this window: a dialog has none of its parent's.
  QApplication::setPalette(paletteOf(p.theme));
  setPalette(paletteOf(p.theme));
  setStyleSheet(styleSheetOf(p.theme));
  p.library->setTheme(p.theme);
  p.searching->setTheme(p.theme);
  p.panel->setTheme(p.theme);
  p.ribbon->setTheme(p.theme);
  p.runs->setTheme(p.theme);
  p.page->setTheme(p.theme);
  p.history->view().setTheme(p.theme);
  if (p.manual != nullptr) p.manual->setTheme(p.theme);
  showGaps();
  const QString choice = known ? p.themeChoice : kSystemTheme;
  for (QAction* action : std::as_const(p.actions.themes)) action->setChecked(action->data().toString() == choice);
}

void MainWindow::setZoom(double zoom) {
  parts_->zoom = qBound(0.5, zoom, 3.0);
  parts_->page->setZoom(parts_->zoom);
  parts_->history->view().setZoom(parts_->zoom);
  QSettings().setValue(QStringLiteral("ui/zoom"), parts_->zoom);
}

void MainWindow::setFocusMode(bool on) {
  Parts& p = *parts_;
  p.page->setFocusMode(on);
  if (p.actions.focusMode->isChecked() != on) p.actions.focusMode->setChecked(on);
  foldAll();
}

void MainWindow::foldAll() {
  Parts& p = *parts_;
  const bool folded = p.actions.focusMode->isChecked() || p.fullScreen->on() || p.history->isOpen();
  p.room->setFolded(folded);
  p.ribbon->setVisible(!folded);
  placeOverlays();
}

void MainWindow::openDocument(const Document& document) {
  Parts& p = *parts_;
  if (p.open.there) p.library->setWords(p.open.id, p.page->pageDocument().manuscript().words());
  if (p.open.there && p.timers.moved.isActive()) {
    p.timers.moved.stop();
    Q_EMIT viewMoved(p.open.id, p.page->cursorPosition(), p.page->scrollShare());
  }
  p.recent->leaving(document.id);
  setOpen(false);  // what the page says while it closes the old document is not about the new one
  Manuscript manuscript;
  manuscript.reset(document.text, document.marks);
  manuscript.restore(document.done, document.undone);
  p.page->open(manuscript, document.cursor, document.scroll);
  p.surprise->openedDocument();
  p.spelling->openedDocument();
  p.open.id = document.id;
  p.open.title = document.title;
  setOpen(true);
  p.open.announcedMarks = p.page->pageDocument().manuscript().marks();
  p.saved.lastEdit = QDateTime();
  p.showTitle(this);
  p.library->setCurrent(p.open.id);
  p.library->setHeadings(headingsOf(manuscriptText()));
  p.library->setCaret(p.page->cursorPosition());
  p.panel->denoising()->showRun(nullptr);
  p.runs->openedDocument();
  p.showWords();
  p.status->showGenerated(p.page->pageDocument().manuscript());
  p.showSaved();
  p.page->setFocus();
  p.searching->openedDocument(p.open.id);
  p.recent->openedDocument(p.open.id, p.open.title);
}

void MainWindow::setOpen(bool open) {
  Parts& p = *parts_;
  p.open.there = open;
  p.runs->setOpen(open);
  p.saved.inLibrary = !p.open.id.isEmpty();
}

void MainWindow::setLibrary(const QVector<storage::TreeNode>& nodes) {
  Parts& p = *parts_;
  p.library->setNodes(nodes);
  if (p.open.id.isEmpty()) return;
  p.library->setCurrent(p.open.id);
  if (const TreeNode* open = p.library->acts().node(p.open.id)) {
    p.open.title = open->title;
    p.showTitle(this);
  }
  showInLibrary();
}

void MainWindow::setEngine(const EngineView& engine) {
  Parts& p = *parts_;
  p.engine = engine;
  p.showEngine();
  GapController& gaps = p.page->gaps();
  gaps.taking().setModelName(engine.model);
  gaps.queue().setReady(engine.state == EngineView::Ready);
  p.page->readAhead().allow(engine.state == EngineView::Ready && gaps.latestRun() == nullptr);
  if (engine.state == EngineView::Failed) {
    gaps.queue().fail(engine.sentence.isEmpty() ? tr("No model is loaded: choose one in the Model menu.")
                                                : tr("%1 The Model menu offers another.").arg(engine.sentence));
    if (!engine.sentence.isEmpty()) showSentence(engine.sentence);
  }
}

void MainWindow::showContextProgress(quint64 ask, qint64 done, qint64 total) {
  parts_->page->gaps().showing().contextProgress(ask, done, total);
}

void MainWindow::showSentence(const QString& sentence) { parts_->note->say(sentence); }

void MainWindow::showSaved(const QDateTime& time) {
  parts_->saved.savedAt = time;
  parts_->saved.trouble.clear();
  parts_->showSaved();
}

void MainWindow::showTrouble(const QString& sentence) {
  Parts& p = *parts_;
  if (p.saved.trouble == sentence) return;
  // What the note says of it is no longer so.
  if (sentence.isEmpty() && p.note->text().contains(p.saved.trouble)) p.note->hide();
  p.saved.trouble = sentence;
  p.showSaved();
}

void MainWindow::setCloseGuard(std::function<bool()> mayClose) { parts_->mayClose = std::move(mayClose); }

void MainWindow::adoptDocument(const QString& id, const QString& title) {
  Parts& p = *parts_;
  p.open.id = id;
  p.open.title = title;
  setOpen(true);
  p.showTitle(this);
  p.library->setCurrent(id);
  p.searching->openedDocument(id);
  p.recent->openedDocument(id, title);
  showInLibrary();
}

void MainWindow::placeOverlays() {
  parts_->note->place();
  parts_->find->place();
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
  if (watched == parts_->page && (event->type() == QEvent::Resize || event->type() == QEvent::Show)) {
    placeOverlays();
    // Once more when the page has laid itself out.
    QMetaObject::invokeMethod(
        this, [this] { placeOverlays(); }, Qt::QueuedConnection);
  }
  return QMainWindow::eventFilter(watched, event);
}

void MainWindow::resizeEvent(QResizeEvent* event) {
  if (event->size().width() != event->oldSize().width()) {
    parts_->room->fit(event->size().width());
    parts_->status->fit();
    menuBar()->cornerWidget(Qt::TopLeftCorner)->setVisible(event->size().width() >= kBrandWidth);
  }
  QMainWindow::resizeEvent(event);
}

void MainWindow::closeEvent(QCloseEvent* event) {
  Parts& p = *parts_;
  if (p.mayClose && !p.mayClose()) {
    event->ignore();
    return;
  }
  p.page->gaps().taking().leaveAll();
  if (p.open.there) Q_EMIT viewMoved(p.open.id, p.page->cursorPosition(), p.page->scrollShare());
  QSettings().setValue(QStringLiteral("ui/geometry"), saveGeometry());
  p.room->keep();
  QMainWindow::closeEvent(event);
}

}  // namespace lacuna::ui
