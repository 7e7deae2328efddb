// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history/state_list.h"

#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <algorithm>
#include <optional>

#include "ui/fonts.h"
#include "ui/hold.h"

namespace lacuna::ui {
namespace {

enum Role { IdRole = Qt::UserRole + 1, TitleRole, FactsRole };
constexpr int kNoState = -1;

class StateDelegate : public QStyledItemDelegate {
 public:
  explicit StateDelegate(QObject* parent) : QStyledItemDelegate(parent) {}
  void setTheme(const Theme& theme) { theme_ = theme; }

  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override {
    const int line = QFontMetrics(chromeFont(13)).height();
    return {0, isDay(index) ? line + 16 : 2 * line + 14};
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    painter->save();
    const QRect row = option.rect.adjusted(6, 1, -6, -1);
    const QRect text = row.adjusted(9, 6, -9, -6);
    if (isDay(index)) {
      painter->setFont(chromeFont(12, QFont::DemiBold));
      painter->setPen(theme_.soft);
      painter->drawText(text.adjusted(0, 4, 0, 6), Qt::AlignLeft | Qt::AlignBottom,
                        elided(painter, index.data().toString(), text.width()));
      painter->restore();
      return;
    }
    const bool chosen = (option.state & QStyle::State_Selected) != 0;
    if (chosen || (option.state & QStyle::State_MouseOver) != 0) {
      painter->setRenderHint(QPainter::Antialiasing);
      const bool keys = chosen && (option.state & QStyle::State_HasFocus) != 0;
      painter->setPen(keys ? QPen(theme_.accent) : QPen(Qt::NoPen));
      painter->setBrush(chosen ? theme_.selection : mixed(theme_.accent, theme_.chrome, 0.10));
      painter->drawRoundedRect(QRectF(row).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    }
    painter->setFont(chromeFont(13, QFont::DemiBold));
    painter->setPen(theme_.ink);
    painter->drawText(text, Qt::AlignLeft | Qt::AlignTop,
                      elided(painter, index.data(TitleRole).toString(), text.width()));
    painter->setFont(chromeFont(12));
    painter->setPen(chosen ? theme_.ink : theme_.soft);
    painter->drawText(text, Qt::AlignLeft | Qt::AlignBottom,
                      elided(painter, index.data(FactsRole).toString(), text.width()));
    painter->restore();
  }

 private:
  static bool isDay(const QModelIndex& index) { return index.data(IdRole).toLongLong() == kNoState; }
  static QString elided(const QPainter* painter, const QString& text, int width) {
    return painter->fontMetrics().elidedText(text, Qt::ElideRight, width);
  }
  Theme theme_;
};

QString changeOf(int words) {
  const QString number = QLocale().toString(std::abs(words));
  return words > 0   ? QStringLiteral("+%1").arg(number)
         : words < 0 ? QStringLiteral("\u2212%1").arg(number)
                     : QStringLiteral("\u00b10");
}

}  // namespace

QString reasonOf(storage::RevisionReason reason) {
  using storage::RevisionReason;
  switch (reason) {
    case RevisionReason::Named:
      return StateList::tr("Kept by you");
    case RevisionReason::Created:
      return StateList::tr("The beginning");
    case RevisionReason::BeforeFill:
      return StateList::tr("Before a fill");
    case RevisionReason::BeforeReplace:
      return StateList::tr("Before replacing everywhere");
    case RevisionReason::Hourly:
      return StateList::tr("An hour of writing");
    case RevisionReason::BeforeRestore:
      return StateList::tr("Before going back");
    case RevisionReason::BeforeSplit:
      return StateList::tr("Before a split");
    case RevisionReason::BeforeMerge:
      return StateList::tr("Before a merge");
    case RevisionReason::BeforeFile:
      return StateList::tr("Before the file\u2019s text");
    case RevisionReason::OfFile:
      return StateList::tr("The file\u2019s text");
    case RevisionReason::Folded:
      break;
  }
  return StateList::tr("Kept while writing");
}

// The locale of no country has seconds in its short time.
QString timeOf(const QTime& time) {
  const QLocale locale;
  return locale.language() == QLocale::C ? time.toString(QStringLiteral("HH:mm"))
                                         : locale.toString(time, QLocale::ShortFormat);
}

QString wordsOf(int words) {
  return words == 1 ? StateList::tr("one word") : StateList::tr("%Ln words", nullptr, words);
}

QString dayOf(const QDate& day, const QDate& today) {
  if (day == today) return StateList::tr("Today");
  if (day == today.addDays(-1)) return StateList::tr("Yesterday");
  return QLocale().toString(day, QLocale::LongFormat);
}

StateList::StateList(QWidget* parent) : QListView(parent) {
  setObjectName(QStringLiteral("states"));
  setAccessibleName(tr("Kept states"));
  setModel(&model_);
  setItemDelegate(new StateDelegate(this));
  setEditTriggers(NoEditTriggers);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollMode(ScrollPerPixel);
  setMouseTracking(true);
  setResizeMode(Adjust);
}

void StateList::setTheme(const Theme& theme) {
  static_cast<StateDelegate*>(itemDelegate())->setTheme(theme);
  viewport()->update();
}

void StateList::addDay(const QString& day) {
  auto* item = new QStandardItem(day);
  item->setFlags(Qt::NoItemFlags);
  item->setData(qint64(kNoState), IdRole);
  model_.appendRow(item);
}

void StateList::addState(qint64 id, const QString& title, const QString& facts, const QString& whole) {
  auto* item = new QStandardItem(whole);
  item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
  item->setData(id, IdRole);
  item->setData(title, TitleRole);
  item->setData(facts, FactsRole);
  item->setToolTip(whole);
  model_.appendRow(item);
}

void StateList::setStates(const QVector<RevisionInfo>& states, int words) {
  const qint64 wanted = chosen();
  const int scroll = verticalScrollBar()->value();
  {
    const Hold filling(filling_);
    states_ = states;
    model_.clear();
    const QDate today = QDate::currentDate();
    const auto facts = [](int count, std::optional<int> change) {
      const QString said = wordsOf(count);
      return change ? tr("%1, %2").arg(said, changeOf(*change)) : said;
    };
    const auto than = [&states](qsizetype older, int count) {
      return older < states.size() ? std::optional<int>(count - states.at(older).words) : std::nullopt;
    };
    const QString now = tr("The text as it stands");
    const QString nowFacts = facts(words, than(0, words));
    addState(0, now, nowFacts, QStringLiteral("%1: %2").arg(now, nowFacts));
    QDate day;
    for (qsizetype i = 0; i < states.size(); ++i) {
      const RevisionInfo& state = states.at(i);
      const QDateTime local = state.created.toLocalTime();
      if (local.date() != day) {
        day = local.date();
        addDay(dayOf(day, today));
      }
      const QString why = reasonOf(state.reason);
      const QString title = state.name.isEmpty() ? why : state.name;
      QString more = tr("%1, %2").arg(timeOf(local.time()), facts(state.words, than(i + 1, state.words)));
      if (!state.name.isEmpty() && state.reason != storage::RevisionReason::Named) more = tr("%1, %2").arg(more, why);
      addState(state.id, title, more, QStringLiteral("%1: %2").arg(title, more));
    }
  }
  choose(wanted < 0 || (wanted > 0 && state(wanted) == nullptr) ? 0 : wanted);
  verticalScrollBar()->setValue(scroll);
}

qint64 StateList::chosen() const {
  return currentIndex().isValid() ? currentIndex().data(IdRole).toLongLong() : kNoState;
}

void StateList::choose(qint64 wanted) {
  for (int row = 0; row < model_.rowCount(); ++row) {
    const QModelIndex index = model_.index(row, 0);
    if (index.data(IdRole).toLongLong() != wanted) continue;
    const Hold filling(filling_);
    setCurrentIndex(index);
    return;
  }
}

const RevisionInfo* StateList::state(qint64 id) const {
  const auto found = std::find_if(states_.begin(), states_.end(), [id](const RevisionInfo& s) { return s.id == id; });
  return found == states_.end() ? nullptr : &*found;
}

const RevisionInfo* StateList::before(qint64 id) const {
  if (id == 0) return states_.isEmpty() ? nullptr : &states_.first();
  const RevisionInfo* here = state(id);
  return here == nullptr || here == &states_.last() ? nullptr : here + 1;
}

void StateList::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
  QListView::currentChanged(current, previous);
  if (!filling_ && current.isValid()) Q_EMIT chose(chosen());
}

void StateList::wishRename() {
  if (chosen() > 0) Q_EMIT renameWanted(chosen());
}

void StateList::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_F2) {
    wishRename();
    return;
  }
  QListView::keyPressEvent(event);
}

void StateList::mouseDoubleClickEvent(QMouseEvent* event) {
  if (indexAt(event->pos()).isValid()) wishRename();
}

}  // namespace lacuna::ui
