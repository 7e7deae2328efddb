// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history/history_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/elided_label.h"
#include "ui/fonts.h"
#include "ui/history/history_dialogs.h"
#include "ui/row_menu.h"

namespace lacuna::ui {
namespace {

enum Against { Now, Before };
constexpr int kListWidth = 250;  // pixels
constexpr int kLeastList = 150;
constexpr int kWide = 860;

QToolButton* quiet(const QString& text, const QString& tip, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setText(text);
  button->setToolTip(tip);
  button->setProperty("quiet", true);
  button->setFocusPolicy(Qt::StrongFocus);
  return button;
}

}  // namespace

HistoryView::HistoryView(QWidget* parent)
    : QFrame(parent), states_(new StateList(this)), difference_(new DiffView(this)) {
  setObjectName(QStringLiteral("chrome"));
  setAccessibleName(tr("History"));
  setFont(chromeFont(13));
  auto* splitter = new QSplitter(Qt::Horizontal, this);
  splitter->setHandleWidth(1);
  splitter->setChildrenCollapsible(false);
  states_->setMinimumWidth(kLeastList);
  splitter->addWidget(states_);
  auto* side = new QWidget(splitter);
  auto* sideColumn = new QVBoxLayout(side);
  sideColumn->setContentsMargins(0, 0, 0, 0);
  sideColumn->setSpacing(0);
  sideColumn->addWidget(difference_, 1);
  sideColumn->addWidget(buildFoot());
  splitter->addWidget(side);
  splitter->setStretchFactor(1, 1);
  splitter->setSizes({kListWidth, 3 * kListWidth});
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(buildHead());
  column->addWidget(splitter, 1);

  connect(states_, &StateList::chose, this, [this] {
    say({});
    compare();
  });
  connect(states_, &StateList::renameWanted, this, &HistoryView::rename);
  new RowMenu(states_, [this](QMenu& menu, const QModelIndex&) {
    menu.addAction(tr("Name this state\u2026"), states_, &StateList::wishRename)->setEnabled(states_->chosen() > 0);
    addButtons(menu, {restoreAll_, copy_});
  });
  connect(difference_, &DiffView::menuWanted, this, [this](const QPoint& at) {
    QMenu menu(difference_);
    addButtons(menu, {choose_, restoreChosen_, restoreAll_, copy_});
    menu.exec(at);
  });
  connect(difference_, &DiffView::currentChanged, this, &HistoryView::showChoice);
  connect(difference_, &DiffView::chosenChanged, this, &HistoryView::showChoice);
  for (QWidget* each : {static_cast<QWidget*>(states_), static_cast<QWidget*>(difference_)})
    each->installEventFilter(this);
  showChoice();
}

QToolButton* HistoryView::addSwitch(QButtonGroup* group, int id, const QString& text, const QString& tip,
                                    QWidget* parent) {
  QToolButton* button = quiet(text, tip, parent);
  button->setCheckable(true);
  group->addButton(button, id);
  return button;
}

QWidget* HistoryView::buildHead() {
  auto* head = new QWidget(this);
  auto* column = new QVBoxLayout(head);
  column->setContentsMargins(14, 8, 10, 8);
  column->setSpacing(6);
  auto* first = new QHBoxLayout;
  title_ = new ElidedLabel(head);
  title_->setProperty("role", "title");
  first->addWidget(title_, 1);
  QToolButton* keepButton = quiet(tr("Keep this state\u2026"), tr("Keep the text as it stands, with a name"), head);
  connect(keepButton, &QToolButton::clicked, this, &HistoryView::keep);
  QToolButton* thin = quiet(tr("Thin out\u2026"), tr("Fewer old states, so that the library stays small"), head);
  connect(thin, &QToolButton::clicked, this, [this] { Q_EMIT thinningWanted(id_); });
  QToolButton* close = quiet(tr("Back to the page"), tr("Back to the page (Esc)"), head);
  connect(close, &QToolButton::clicked, this, &HistoryView::closed);
  for (QToolButton* button : {keepButton, thin, close}) first->addWidget(button);
  column->addLayout(first);

  auto* second = new QHBoxLayout;
  second->setSpacing(4);
  facts_ = new ElidedLabel(head);
  facts_->setProperty("role", "soft");
  second->addWidget(facts_, 1);
  against_ = new QButtonGroup(this);
  second->addWidget(
      addSwitch(against_, Now, tr("Since then"), tr("What changed from this state to the text as it stands"), head));
  second->addWidget(
      addSwitch(against_, Before, tr("In this state"), tr("What changed from the state before to this one"), head));
  second->addSpacing(8);
  layout_ = new QButtonGroup(this);
  second->addWidget(addSwitch(layout_, DiffView::Inline, tr("Inline"), tr("Both in one text"), head));
  second->addWidget(addSwitch(layout_, DiffView::Beside, tr("Side by side"), tr("The older one at the left"), head));
  second->addWidget(
      addSwitch(layout_, DiffView::Whole, tr("Text"), tr("The state itself, to read and to copy from"), head));
  against_->button(Now)->setChecked(true);
  layout_->button(DiffView::Inline)->setChecked(true);
  connect(against_, &QButtonGroup::idClicked, this, [this] { compare(); });
  connect(layout_, &QButtonGroup::idClicked, this, [this](int id) {
    difference_->setLayoutOf(static_cast<DiffView::Layout>(id));
    showChoice();
  });
  column->addLayout(second);
  return head;
}

QWidget* HistoryView::buildFoot() {
  auto* foot = new QWidget(this);
  auto* column = new QVBoxLayout(foot);
  column->setContentsMargins(10, 6, 10, 8);
  column->setSpacing(6);
  said_ = new QLabel(foot);
  said_->setAccessibleName(tr("Message"));
  said_->setWordWrap(true);
  said_->setTextFormat(Qt::PlainText);
  said_->hide();
  column->addWidget(said_);
  foot_ = new QBoxLayout(QBoxLayout::LeftToRight);
  foot_->setSpacing(4);
  auto* walk = new QHBoxLayout;
  walk->setSpacing(4);
  previous_ = quiet(QStringLiteral("\u2191"), tr("The change before (Alt+Up)"), foot);
  previous_->setAccessibleName(tr("Previous change"));
  next_ = quiet(QStringLiteral("\u2193"), tr("The next change (Alt+Down)"), foot);
  next_->setAccessibleName(tr("Next change"));
  count_ = new QLabel(foot);
  count_->setProperty("role", "soft");
  choose_ = quiet(tr("Choose"), tr("This change, or the selected ones, to be brought back (Space)"), foot);
  copy_ = quiet(tr("Copy text"), tr("What is selected, or the whole text of this state (Ctrl+C)"), foot);
  restoreChosen_ = new QPushButton(foot);
  restoreAll_ = quiet(tr("Go back to this state"),
                      tr("The page gets the whole text of this state; the text as it stands is kept before"), foot);
  restoreChosen_->setObjectName(QStringLiteral("go"));
  restoreChosen_->setToolTip(tr("The chosen changes are taken back, as one step of undo (Ctrl+Enter)"));
  connect(previous_, &QToolButton::clicked, this, [this] { difference_->step(-1); });
  connect(next_, &QToolButton::clicked, this, [this] { difference_->step(1); });
  connect(choose_, &QToolButton::clicked, this, [this] { difference_->toggleChosen(); });
  connect(copy_, &QToolButton::clicked, this, &HistoryView::copyText);
  connect(restoreChosen_, &QPushButton::clicked, this, [this] { restore(false); });
  connect(restoreAll_, &QToolButton::clicked, this, [this] { restore(true); });
  for (QWidget* each : {static_cast<QWidget*>(previous_), static_cast<QWidget*>(next_), static_cast<QWidget*>(count_),
                        static_cast<QWidget*>(choose_), static_cast<QWidget*>(copy_)})
    walk->addWidget(each);
  walk->addStretch(1);
  auto* acts = new QHBoxLayout;
  acts->addStretch(1);
  acts->addWidget(restoreChosen_);
  acts->addWidget(restoreAll_);
  foot_->addLayout(walk);
  foot_->addLayout(acts);
  column->addLayout(foot_);
  return foot;
}

void HistoryView::setTheme(const Theme& theme) {
  states_->setTheme(theme);
  difference_->setTheme(theme);
}

void HistoryView::open(const QString& id, const QString& title, int words) {
  id_ = id;
  words_ = words;
  listed_ = false;
  restored_ = 0;
  title_->setText(tr("History of \u201c%1\u201d").arg(title));
  facts_->clear();
  said_->hide();
  against_->button(Now)->setChecked(true);
  states_->setStates({}, words);
  difference_->showNothing(tr("Reading\u2026"));
  states_->setFocus();
  Q_EMIT listWanted(id_);
}

void HistoryView::textChanged(int words) {
  words_ = words;
  Q_EMIT listWanted(id_);
  compare();
}

void HistoryView::restored(int words, const QString& sentence) {
  ++restored_;
  textChanged(words);
  say(sentence);
}

void HistoryView::setStates(const QString& id, const QVector<storage::RevisionInfo>& states) {
  if (id != id_) return;
  const qint64 chosen = states_->chosen();
  states_->setStates(states, words_);
  // At first the newest one that is surely another text; what the author chose stays.
  if (!std::exchange(listed_, true) && !states.isEmpty()) {
    const auto other =
        std::find_if(states.begin(), states.end(), [this](const RevisionInfo& state) { return state.words != words_; });
    states_->choose(other == states.end() ? states.first().id : other->id);
  }
  if (states_->chosen() != chosen || difference_->comparison().id != id_) compare();
  showFacts();
}

bool HistoryView::againstNow() const { return against_->checkedId() == Now && states_->chosen() != 0; }

void HistoryView::compare() {
  const qint64 chosen = states_->chosen();
  if (id_.isEmpty() || chosen < 0) return;
  showFacts();
  if (againstNow()) {
    Q_EMIT compareWanted(id_, chosen, 0);
    return;
  }
  const RevisionInfo* before = states_->before(chosen);
  Q_EMIT compareWanted(id_, before != nullptr ? before->id : chosen, chosen);
}

void HistoryView::showComparison(const storage::Comparison& comparison) {
  const qint64 chosen = states_->chosen();
  if (comparison.id != id_) return;
  const bool wanted = againstNow() ? comparison.before == chosen && comparison.after == 0 : comparison.after == chosen;
  if (!wanted) return;  // the author has gone on
  difference_->show(comparison, againstNow());
  showFacts();
  showChoice();
}

void HistoryView::showFacts() {
  const qint64 chosen = states_->chosen();
  const RevisionInfo* state = states_->state(chosen);
  for (QAbstractButton* button : against_->buttons()) button->setEnabled(state != nullptr);
  if (state == nullptr) {
    facts_->setText(tr("What was written since the newest state"));
  } else {
    const QDateTime local = state->created.toLocalTime();
    const QString when = tr("%1, %2").arg(QLocale().toString(local.date(), QLocale::ShortFormat), timeOf(local.time()));
    facts_->setText(state->name.isEmpty() ? tr("%1: %2").arg(when, reasonOf(state->reason))
                                          : tr("%1: %2").arg(when, state->name));
  }
}

void HistoryView::showChoice() {
  if (restoreAll_ == nullptr) return;
  const int all = difference_->changes();
  const bool walks = all > 0 && difference_->layoutOf() != DiffView::Whole;
  const bool chooses = walks && againstNow();
  const auto chosen = static_cast<int>(difference_->chosen().size());
  previous_->setEnabled(walks);
  next_->setEnabled(walks);
  choose_->setEnabled(chooses);
  const QLocale locale;
  count_->setText(all == 0 ? tr("no changes")
                           : tr("%1 of %2").arg(locale.toString(difference_->current() + 1), locale.toString(all)));
  restoreChosen_->setText(chosen == 1 ? tr("Bring back one change") : tr("Bring back %Ln changes", nullptr, chosen));
  restoreChosen_->setVisible(chosen > 0 && againstNow());
  const qint64 state = states_->chosen();
  restoreAll_->setEnabled(state > 0 && !(againstNow() && all == 0));
  copy_->setEnabled(state >= 0);
}

void HistoryView::say(const QString& sentence) {
  said_->setText(sentence);
  said_->setVisible(!sentence.isEmpty());
}

void HistoryView::keep() {
  const QString name = askStateName(this, tr("Keep this state"), {});
  if (!name.isEmpty()) Q_EMIT keepWanted(id_, name);
}

void HistoryView::rename(qint64 state) {
  const RevisionInfo* known = states_->state(state);
  if (known == nullptr) return;
  const QString before = known->name;
  bool given = false;
  const QString name = askStateName(this, tr("Name this state"), before, &given);
  if (given && name != before) Q_EMIT nameWanted(id_, state, name);
}

void HistoryView::restore(bool all) {
  const QVector<Change> changes = all ? QVector<Change>() : difference_->chosen();
  if (!all && changes.isEmpty()) return;
  Q_EMIT restoreWanted(id_, states_->chosen(), changes);
}

void HistoryView::copyText() {
  if (difference_->textCursor().hasSelection()) {
    difference_->copy();
    say(tr("Copied what is selected."));
    return;
  }
  const Comparison& shown = difference_->comparison();
  const bool older = againstNow();
  QGuiApplication::clipboard()->setText(older ? shown.textBefore : shown.textAfter);
  say(tr("Copied the whole text of this state."));
}

void HistoryView::askThinning(const QString& id, const storage::ThinningPlan& plan) {
  if (id != id_) return;
  if (plan.removed.isEmpty()) {
    say(tr("There is nothing to thin out: %1").arg(plan.sentence));
    return;
  }
  qint64 bytes = 0;
  for (const qint64 state : plan.removed)
    if (const RevisionInfo* known = states_->state(state)) bytes += known->stored;
  if (confirmThinning(this, plan, bytes)) Q_EMIT thinWanted(id);
}

// --- Keys -----------------------------------------------------------------------------------------------------

bool HistoryView::takesKey(QKeyEvent* event) {
  const bool alt = event->modifiers() == Qt::AltModifier;
  if (alt && (event->key() == Qt::Key_Down || event->key() == Qt::Key_Up)) {
    difference_->step(event->key() == Qt::Key_Down ? 1 : -1);
  } else if (event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier) {
    difference_->toggleChosen();
  } else if (event->modifiers() == Qt::ControlModifier &&
             (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
    if (againstNow()) restore(false);
  } else if (event->matches(QKeySequence::Copy)) {
    copyText();
  } else if (event->matches(QKeySequence::Undo) && restored_ > 0) {
    --restored_;
    Q_EMIT undoWanted();
  } else if (event->key() == Qt::Key_Escape) {
    Q_EMIT closed();
  } else {
    return false;
  }
  return true;
}

// Before the list and the text take them for their own.
bool HistoryView::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress && takesKey(static_cast<QKeyEvent*>(event))) return true;
  return QFrame::eventFilter(watched, event);
}

void HistoryView::keyPressEvent(QKeyEvent* event) {
  if (!takesKey(event)) QFrame::keyPressEvent(event);
}

// In a narrow window the acts stand in a row of their own.
void HistoryView::resizeEvent(QResizeEvent* event) {
  QFrame::resizeEvent(event);
  foot_->setDirection(width() < kWide ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

}  // namespace lacuna::ui
