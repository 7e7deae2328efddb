// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QScreen>
#include <QScrollBar>
#include <QSettings>
#include <QStatusBar>
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
constexpr int kNoteMs = 7000;
constexpr QSize kUsualSize(1440, 900);
constexpr QSize kFrame(16, 48);
constexpr int kLibraryWidth = 170;  // at least
constexpr int kSideWidth = 280;
constexpr int kPageWidth = 520;   // below it a line holds too few words to be read
constexpr int kBrandWidth = 480;  // below it the menus need the name's room
constexpr int kTodayMs = 700;

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
  parts_->theme = loadTheme(settings.value(QStringLiteral("ui/theme"), QStringLiteral("light")).toString());
  parts_->zoom = settings.value(QStringLiteral("ui/zoom"), 1.0).toDouble();
  setWindowTitle(tr("Lacuna"));
  setWindowIcon(QIcon(QStringLiteral(":/lacuna/icons/lacuna.svg")));
  setFont(chromeFont(13));
  menuBar()->setFont(chromeFont(13));
  buildPage();
  buildStatus();
  buildMenus(this, *parts_);
  connectParts();
  connectRuns();

  parts_->page->gaps().options() = loadGapOptions();
  parts_->page->setMotion(!reducedMotion());
  parts_->loadToday();

  setTheme(parts_->theme.name);
  setZoom(parts_->zoom);
  parts_->showEngine();
  parts_->showWords();
  parts_->showSavedState();
  // With a frame around it, and never larger than the screen, whose pixels may be large.
  resize(kUsualSize.boundedTo(screen()->availableGeometry().size() - kFrame));
  const QByteArray geometry = settings.value(QStringLiteral("ui/geometry")).toByteArray();
  if (!geometry.isEmpty() && restoreGeometry(geometry)) fitScreen();
  parts_->wantsLibrary = settings.value(QStringLiteral("ui/library"), true).toBool();
  parts_->wantsSide = settings.value(QStringLiteral("ui/side"), true).toBool();
  parts_->fitPanels(width());
  parts_->page->setFocus();
}

// The window may come from a larger screen.
void MainWindow::fitScreen() {
  if (isMaximized() || isFullScreen()) return;
  const QRect room = screen()->availableGeometry();
  const QSize most = room.size() - kFrame;
  if (width() > most.width() || height() > most.height()) resize(size().boundedTo(most));
  if (!room.contains(QRect(pos(), size() + kFrame))) move(room.topLeft());
}

MainWindow::~MainWindow() {
  // The parts' signals must not reach a window that is half gone.
  disconnect(&parts_->page->pageDocument(), nullptr, this, nullptr);
  disconnect(&parts_->page->gaps(), nullptr, this, nullptr);
  disconnect(parts_->page, nullptr, this, nullptr);
  delete std::exchange(parts_->surprise, nullptr);  // before the page that it looks at
  parts_->keepToday();
  for (QTimer* timer :
       {&parts_->movedTimer, &parts_->outlineTimer, &parts_->savedTimer, &parts_->noteTimer, &parts_->todayTimer})
    timer->stop();
}

void MainWindow::buildPage() {
  Parts& p = *parts_;
  p.splitter = new QSplitter(Qt::Horizontal, this);
  p.splitter->setHandleWidth(1);
  p.splitter->setChildrenCollapsible(false);
  p.library_ = new LibraryPanel(p.splitter);
  auto* pageBox = new QWidget(p.splitter);
  auto* pageRow = new QHBoxLayout(pageBox);
  pageRow->setContentsMargins(0, 0, 0, 0);
  pageRow->setSpacing(0);
  p.page = new PageView(pageBox);
  p.surprise = new SurpriseLens(*p.page, this);
  p.ribbon = new ContextRibbon(pageBox);
  pageRow->addWidget(p.page, 1);
  pageRow->addWidget(p.ribbon);
  p.panel = new RunPanel(p.splitter);
  p.side = p.panel->denoising();
  p.library_->setMinimumWidth(kLibraryWidth);
  p.panel->setMinimumWidth(kSideWidth);
  p.splitter->setStretchFactor(0, 0);
  p.splitter->setStretchFactor(1, 1);
  p.splitter->setStretchFactor(2, 0);
  p.splitter->setSizes({p.libraryWidth, 880, p.sideWidth});
  connect(p.splitter, &QSplitter::splitterMoved, this, [&p] {
    if (p.library_->isVisible()) p.libraryWidth = p.splitter->sizes().at(0);
    if (p.panel->isVisible()) p.sideWidth = p.splitter->sizes().at(2);
  });
  setCentralWidget(p.splitter);
  p.find = new FindBar(p.page);
  p.note = new QLabel(p.page);
  p.note->setProperty("role", QStringLiteral("note"));
  p.note->setFont(chromeFont(13));
  p.note->setWordWrap(true);
  p.note->setAccessibleName(tr("Message"));
  p.note->hide();
  p.note->installEventFilter(this);
  p.page->installEventFilter(this);
  p.noteTimer.setSingleShot(true);
  p.noteTimer.setInterval(kNoteMs);
  connect(&p.noteTimer, &QTimer::timeout, p.note, &QWidget::hide);
}

void MainWindow::buildStatus() {
  Parts& p = *parts_;
  QStatusBar* bar = statusBar();
  bar->setSizeGripEnabled(false);
  bar->setFixedHeight(29);
  bar->setContentsMargins(10, 0, 10, 0);
  const auto label = [this](const QString& name, bool chip) {
    auto* l = new QLabel(this);
    l->setFont(chromeFont(12));
    l->setProperty("chip", chip);
    l->setAccessibleName(name);
    l->setContentsMargins(chip ? 0 : 6, 0, chip ? 0 : 6, 0);
    return l;
  };
  p.words = label(tr("Words"), false);
  p.today = label(tr("Words today"), false);
  p.generated = label(tr("Generated text"), true);
  p.saved = label(tr("Saved"), false);
  p.model = label(tr("Model"), true);
  p.device = label(tr("Device"), false);
  p.pace = label(tr("Pace"), false);
  p.context = label(tr("Context"), false);
  for (QLabel* opens : {p.model, p.today}) {
    opens->setCursor(Qt::PointingHandCursor);
    opens->installEventFilter(this);
  }
  p.today->setToolTip(tr("Words that you typed today; click to set how many a day you want"));
  bar->addWidget(p.words);
  bar->addWidget(p.today);
  bar->addWidget(p.generated);
  bar->addWidget(p.surprise->line(), 1);
  bar->addPermanentWidget(p.saved);
  bar->addPermanentWidget(p.model);
  for (QLabel* fact : {p.device, p.pace, p.context}) bar->addPermanentWidget(fact);
}

void MainWindow::connectParts() {
  Parts& p = *parts_;
  PageDocument* document = &p.page->pageDocument();
  GapController* gaps = &p.page->gaps();
  connect(document, &PageDocument::edited, this, [this](const QVector<Edit>& edits) {
    Parts& q = *parts_;
    q.lastEdit = QDateTime::currentDateTimeUtc();
    q.showWords();
    if (!q.outlineTimer.isActive()) q.outlineTimer.start();
    Q_EMIT edited(q.id, edits, q.page->pageDocument().takeHistoryEvent());
  });
  connect(document, &PageDocument::marksChanged, this, [this] {
    Parts& q = *parts_;
    const HistoryEvent event = q.page->pageDocument().takeHistoryEvent();
    if (event.kind != HistoryEvent::None) Q_EMIT edited(q.id, {}, event);
    const QVector<Mark>& marks = q.page->pageDocument().manuscript().marks();
    if (sameMarks(marks, q.announcedMarks)) return;
    q.announcedMarks = marks;
    if (!q.outlineTimer.isActive()) q.outlineTimer.start();
    Q_EMIT marksChanged(q.id, marks);
  });
  connect(gaps, &GapController::infillRequested, this, &MainWindow::infillRequested);
  connect(gaps, &GapController::stopRequested, this, &MainWindow::stopRequested);
  connect(gaps, &GapController::runFinished, this, &MainWindow::noteTaken);
  connect(gaps, &GapController::changed, this, &MainWindow::showGaps);
  connect(&p.page->readAhead(), &ReadAhead::wanted, this,
          [this] { Q_EMIT readAheadWanted(manuscriptText(), parts_->page->cursorPosition()); });
  connect(&p.page->readAhead(), &ReadAhead::withdrawn, this, &MainWindow::readAheadWithdrawn);
  connect(p.page, &PageView::sentence, this, &MainWindow::showSentence);
  connect(p.surprise, &SurpriseLens::sentence, this, &MainWindow::showSentence);
  connect(p.page, &PageView::moved, this, [this] {
    if (!parts_->movedTimer.isActive()) parts_->movedTimer.start();
    parts_->placeNote();
  });
  connect(p.side, &DenoisingPanel::candidateChosen, this, [this](int index) {
    parts_->page->gaps().setGapMode(true);
    parts_->page->gaps().showing().choose(index);
    parts_->page->setFocus();
  });
  connect(p.library_, &LibraryPanel::documentChosen, this, [this](const QString& id) {
    showSentence({});  // it was about another text
    Q_EMIT documentChosen(id);
  });
  connect(p.library_, &LibraryPanel::newRequested, this, &MainWindow::newDocumentRequested);
  connect(p.library_, &LibraryPanel::renamed, this, &MainWindow::renameRequested);
  connect(p.library_, &LibraryPanel::headingChosen, this, [this](int position) {
    parts_->page->goToHeading(position);
    parts_->page->setFocus();
  });
  p.connectFind();
  p.movedTimer.setSingleShot(true);
  p.movedTimer.setInterval(kMovedMs);
  connect(&p.movedTimer, &QTimer::timeout, this, [this] {
    if (parts_->open) Q_EMIT viewMoved(parts_->id, parts_->page->cursorPosition(), parts_->page->scrollShare());
  });
  p.outlineTimer.setSingleShot(true);
  p.outlineTimer.setInterval(kOutlineMs);
  connect(&p.outlineTimer, &QTimer::timeout, this, [this] {
    parts_->library_->setHeadings(headingsOf(manuscriptText()));
    parts_->library_->setWords(parts_->id, parts_->page->pageDocument().manuscript().words());
    parts_->showGenerated();
  });
  p.panelTimer.setSingleShot(true);
  p.panelTimer.setInterval(kPanelMs);
  connect(&p.panelTimer, &QTimer::timeout, this, &MainWindow::showGaps);
  p.todayTimer.setSingleShot(true);
  p.todayTimer.setInterval(kTodayMs);
  connect(&p.todayTimer, &QTimer::timeout, this, [this] { parts_->keepToday(); });
  p.savedTimer.setInterval(5000);
  connect(&p.savedTimer, &QTimer::timeout, this, [this] { parts_->showSavedState(); });
  p.savedTimer.start();
}

void MainWindow::flush() {
  parts_->page->gaps().showing().flush();
  showGaps();
}

void MainWindow::showGaps() {
  Parts& p = *parts_;
  p.panelTimer.stop();
  p.panel->model().announce();
  const GapRun* open = p.page->gaps().latestRun();
  // Steps, words and candidates are of one run: where the panel shows another one, the gap that is open waits.
  const bool shown =
      open != nullptr && (open->state != GapRun::Done || !p.panel->model().any() || p.gapOfShown() == open->id);
  p.side->showRun(shown ? open : nullptr);
  followCandidate(open);
  if (!p.looksBack && !p.ribbon->passages().isEmpty() && !p.page->gaps().stands(p.gapOfShown())) showRibbon();
  p.showEngine();
  p.placeNote();
  p.page->readAhead().allow(p.engine.state == EngineView::Ready && (open == nullptr || open->state == GapRun::Done));
}

QString MainWindow::manuscriptText() const { return parts_->page->pageDocument().manuscript().text(); }
QString MainWindow::documentId() const { return parts_->id; }
PageView* MainWindow::page() const { return parts_->page; }
SurpriseLens* MainWindow::surprise() const { return parts_->surprise; }

void MainWindow::setTheme(const QString& name) {
  if (!themeNames().contains(name)) return;
  Parts& p = *parts_;
  p.theme = loadTheme(name);
  // Of the program, not of this window: a dialog has none of its parent's.
  QApplication::setPalette(paletteOf(p.theme));
  setPalette(paletteOf(p.theme));
  setStyleSheet(styleSheetOf(p.theme));
  p.library_->setTheme(p.theme);
  p.panel->setTheme(p.theme);
  p.ribbon->setTheme(p.theme);
  p.page->setTheme(p.theme);
  showGaps();
  for (QAction* action : std::as_const(p.themes)) action->setChecked(action->data().toString() == name);
  QSettings().setValue(QStringLiteral("ui/theme"), name);
}

void MainWindow::setZoom(double zoom) {
  parts_->zoom = qBound(0.5, zoom, 3.0);
  parts_->page->setZoom(parts_->zoom);
  QSettings().setValue(QStringLiteral("ui/zoom"), parts_->zoom);
}

void MainWindow::setFocusMode(bool on) {
  Parts& p = *parts_;
  p.library_->setVisible(!on && p.showLibrary->isChecked());
  p.panel->setVisible(!on && p.showSide->isChecked());
  p.ribbon->setVisible(!on);
  p.page->setFocusMode(on);
  if (p.focusMode->isChecked() != on) p.focusMode->setChecked(on);
  placeOverlays();
}

void MainWindow::openDocument(const DocumentView& document) {
  Parts& p = *parts_;
  if (p.open) p.library_->setWords(p.id, p.page->pageDocument().manuscript().words());
  if (p.open && p.movedTimer.isActive()) {
    p.movedTimer.stop();
    Q_EMIT viewMoved(p.id, p.page->cursorPosition(), p.page->scrollShare());
  }
  p.open = false;  // what the page says while it closes the old document is not about the new one
  Manuscript manuscript;
  manuscript.reset(document.text, document.marks);
  manuscript.restore(document.done, document.undone);
  p.page->open(manuscript, document.cursor, document.scroll);
  p.surprise->openedDocument();
  p.id = document.id;
  p.title = document.title;
  p.open = true;
  p.announcedMarks = p.page->pageDocument().manuscript().marks();
  p.lastTyped = 0;
  p.lastEdit = QDateTime();
  setWindowTitle(p.title.isEmpty() ? tr("Lacuna") : tr("%1 \u2014 Lacuna").arg(p.title));
  p.library_->setCurrent(p.id);
  p.library_->setHeadings(headingsOf(manuscriptText()));
  p.side->showRun(nullptr);
  p.looksBack = false;
  p.panel->model().clear();
  p.panel->setRuns({});
  p.showWords();
  p.showGenerated();
  p.showSavedState();
  p.page->setFocus();
}

void MainWindow::setLibrary(const QVector<LibraryItem>& items) {
  Parts& p = *parts_;
  p.library = items;
  p.library_->setItems(items);
  if (!p.id.isEmpty()) {
    p.library_->setCurrent(p.id);
    p.library_->setHeadings(headingsOf(manuscriptText()));
    for (const LibraryItem& item : items) {
      if (item.id != p.id) continue;
      p.title = item.title;
      setWindowTitle(p.title.isEmpty() ? tr("Lacuna") : tr("%1 \u2014 Lacuna").arg(p.title));
    }
    p.library_->setWords(p.id, p.page->pageDocument().manuscript().words());
  }
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

void MainWindow::showSentence(const QString& sentence) {
  Parts& p = *parts_;
  if (sentence.isEmpty()) {
    p.note->hide();
    return;
  }
  p.note->setText(sentence);
  p.note->setAccessibleDescription(sentence);
  p.noteAtHead = false;
  p.note->show();
  p.note->raise();
  placeOverlays();
  p.noteTimer.start();
}

void MainWindow::showSaved(const QDateTime& time) {
  parts_->savedAt = time;
  parts_->trouble.clear();
  parts_->showSavedState();
}

void MainWindow::showTrouble(const QString& sentence) {
  Parts& p = *parts_;
  if (p.trouble == sentence) return;
  // What the note says of it is no longer so.
  if (sentence.isEmpty() && p.note->text().contains(p.trouble)) p.note->hide();
  p.trouble = sentence;
  p.showSavedState();
}

void MainWindow::setCloseGuard(std::function<bool()> mayClose) { parts_->mayClose = std::move(mayClose); }

void MainWindow::adoptDocument(const QString& id, const QString& title) {
  Parts& p = *parts_;
  p.id = id;
  p.title = title;
  p.open = true;
  setWindowTitle(tr("%1 \u2014 Lacuna").arg(title));
  p.library_->setCurrent(id);
  p.library_->setHeadings(headingsOf(manuscriptText()));
  p.library_->setWords(id, p.page->pageDocument().manuscript().words());
}

void MainWindow::placeOverlays() {
  parts_->placeNote();
  parts_->placeFind();
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
  if (watched == parts_->model && event->type() == QEvent::MouseButtonPress) {
    parts_->openModelMenu();
    return true;
  }
  if (watched == parts_->today && event->type() == QEvent::MouseButtonPress) {
    askGoal();
    return true;
  }
  if (watched == parts_->note && event->type() == QEvent::MouseButtonPress) parts_->note->hide();
  if (watched == parts_->note && event->type() == QEvent::Wheel) {
    QCoreApplication::sendEvent(parts_->page->viewport(), event);
    return true;
  }
  if (watched == parts_->page && (event->type() == QEvent::Resize || event->type() == QEvent::Show)) placeOverlays();
  return QMainWindow::eventFilter(watched, event);
}

void MainWindow::resizeEvent(QResizeEvent* event) {
  if (event->size().width() != event->oldSize().width()) {
    parts_->fitPanels(event->size().width());
    parts_->fitStatus();
    menuBar()->cornerWidget(Qt::TopLeftCorner)->setVisible(event->size().width() >= kBrandWidth);
  }
  QMainWindow::resizeEvent(event);
}

void MainWindow::Parts::fitPanels(int width) {
  const auto fit = [width](int panels) { return width - panels >= kPageWidth; };
  const bool withSide = wantsSide && (asked == panel || fit(kSideWidth + (wantsLibrary ? kLibraryWidth : 0)));
  const bool withLibrary = wantsLibrary && (asked == library_ || fit(kLibraryWidth + (withSide ? kSideWidth : 0)));
  showLibrary->setChecked(withLibrary);
  showSide->setChecked(withSide);
  QList<int> sizes = splitter->sizes();
  // From the widths that the author gave them: what was narrow for want of room becomes wide again.
  if (withLibrary) sizes[0] = libraryWidth;
  if (withSide) sizes[2] = sideWidth;
  int missing = kPageWidth - (width - (withLibrary ? sizes.at(0) : 0) - (withSide ? sizes.at(2) : 0));
  const auto narrow = [&sizes, &missing](int index, int least) {
    const int given = std::clamp(std::max(0, missing), 0, std::max(0, sizes.at(index) - least));
    sizes[index] -= given;
    missing -= given;
  };
  if (withSide) narrow(2, kSideWidth);
  if (withLibrary) narrow(0, kLibraryWidth);
  sizes[1] = width - (withLibrary ? sizes.at(0) : 0) - (withSide ? sizes.at(2) : 0);
  splitter->setSizes(sizes);
}

void MainWindow::closeEvent(QCloseEvent* event) {
  Parts& p = *parts_;
  if (p.mayClose && !p.mayClose()) {
    event->ignore();
    return;
  }
  p.page->gaps().taking().leaveAll();
  if (p.open) Q_EMIT viewMoved(p.id, p.page->cursorPosition(), p.page->scrollShare());
  QSettings settings;
  settings.setValue(QStringLiteral("ui/geometry"), saveGeometry());
  settings.setValue(QStringLiteral("ui/library"), p.wantsLibrary);
  settings.setValue(QStringLiteral("ui/side"), p.wantsSide);
  p.keepToday();
  QMainWindow::closeEvent(event);
}

}  // namespace lacuna::ui
