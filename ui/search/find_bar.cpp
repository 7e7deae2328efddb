// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/find_bar.h"

#include <QKeyEvent>
#include <QVBoxLayout>

#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

constexpr int kLeastLine = 110;  // pixels
constexpr int kUsualLine = 210;
constexpr int kFold = 30;

class FindLine : public RecentLine {
 public:
  using RecentLine::RecentLine;
  QSize sizeHint() const override { return {kUsualLine, RecentLine::sizeHint().height()}; }
  QSize minimumSizeHint() const override { return {kLeastLine, RecentLine::minimumSizeHint().height()}; }
};

RecentLine* lineOf(const QString& name, const QString& hint, QWidget* parent) {
  auto* line = new FindLine(name, parent);
  line->setPlaceholderText(hint);
  line->setFont(chromeFont(13));
  line->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  return line;
}

}  // namespace

FindBar::FindBar(QWidget* parent) : FloatingCard(parent) {
  setObjectName(QStringLiteral("findBar"));
  setAutoFillBackground(true);
  setFont(chromeFont(13));  // not the page's, whose child it is
  build();
  unfold(false);
  hide();
}

QToolButton* FindBar::button(QLayout* row, const QString& text, const QString& tip) {
  auto* b = new QToolButton(this);
  b->setText(text);
  b->setFont(chromeFont(13));
  b->setToolTip(tip);
  b->setAccessibleName(tip);
  b->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);  // where there is little room the lines give way
  row->addWidget(b);
  return b;
}

QToolButton* FindBar::addSwitch(QLayout* row, const QString& text, const QString& tip, const QString& keys, bool on) {
  QToolButton* b = button(row, text, tip);
  b->setToolTip(QStringLiteral("%1 (%2)").arg(tip, QKeySequence(keys).toString(QKeySequence::NativeText)));
  b->setShortcut(QKeySequence(keys));
  b->setCheckable(true);
  b->setChecked(on);
  connect(b, &QToolButton::clicked, this, &FindBar::switched);
  return b;
}

void FindBar::build() {
  const FindSettings settings = FindSettings::load();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(6, 6, 6, 6);
  column->setSpacing(5);
  auto* row = new QHBoxLayout;
  row->setSpacing(2);
  column->addLayout(row);
  switches_ = new QWidget(this);
  auto* switches = new QHBoxLayout(switches_);
  switches->setContentsMargins(0, 0, 0, 0);
  switches->setSpacing(2);
  fold_ = button(row, QStringLiteral("\u25b8"), tr("Replace"));
  fold_->setCheckable(true);
  fold_->setFixedWidth(kFold);
  connect(fold_, &QToolButton::clicked, this, &FindBar::unfold);
  line_ = lineOf(QStringLiteral("find"), tr("Find in this draft"), this);
  line_->setAccessibleName(tr("Find"));
  row->addWidget(line_, 1);
  matchCase_ = addSwitch(switches, QStringLiteral("Aa"), tr("Match case"), QStringLiteral("Alt+C"), settings.matchCase);
  wholeWords_ =
      addSwitch(switches, QStringLiteral("[w]"), tr("Whole words"), QStringLiteral("Alt+W"), settings.wholeWords);
  regex_ = addSwitch(switches, QStringLiteral(".*"), tr("Regular expression"), QStringLiteral("Alt+R"), settings.regex);
  passage_ = addSwitch(switches, QStringLiteral("\u2261"), tr("In the selection only"), QStringLiteral("Alt+L"), false);
  disconnect(passage_, &QToolButton::clicked, this, nullptr);
  connect(passage_, &QToolButton::clicked, this, &FindBar::passageWanted);
  row->addWidget(switches_);
  count_ = new QLabel(this);
  count_->setProperty("role", QStringLiteral("soft"));
  count_->setFont(chromeFont(12));
  count_->setAccessibleName(tr("Places"));
  count_->setAlignment(Qt::AlignCenter);
  count_->setMinimumWidth(count_->fontMetrics().horizontalAdvance(tr("%1 of %2").arg(999).arg(999)));
  row->addWidget(count_);
  const auto go = [this](PageFind::Step step) {
    remember();
    Q_EMIT searched(query(), step);
  };
  connect(button(row, QStringLiteral("\u2191"), tr("Previous (Shift+Enter)")), &QToolButton::clicked, this,
          [go] { go(PageFind::Previous); });
  connect(button(row, QStringLiteral("\u2193"), tr("Next (Enter)")), &QToolButton::clicked, this,
          [go] { go(PageFind::Next); });
  connect(button(row, QStringLiteral("\u00d7"), tr("Close (Esc)")), &QToolButton::clicked, this, &FindBar::closed);

  lower_ = new QWidget(this);
  auto* second = new QHBoxLayout(lower_);
  second->setContentsMargins(kFold + row->spacing(), 0, 0, 0);
  second->setSpacing(2);
  with_ = lineOf(QStringLiteral("replace"), tr("Replace with"), lower_);
  with_->setAccessibleName(tr("Replace with"));
  second->addWidget(with_, 1);
  keepCase_ = addSwitch(second, QStringLiteral("AB"), tr("Keep capitals"), QStringLiteral("Alt+A"), settings.keepCase);
  const auto act = [this, second](const QString& text, const QString& tip, void (FindBar::*signal)()) {
    QToolButton* b = button(second, text, tip);
    b->setProperty("quiet", true);
    connect(b, &QToolButton::clicked, this, [this, signal] {
      remember();
      Q_EMIT(this->*signal)();
    });
    return b;
  };
  act(tr("Replace"), tr("Replace this place (Enter)"), &FindBar::replaceWanted);
  act(tr("All"), tr("Replace every place here (Ctrl+Enter)"), &FindBar::replaceAllWanted);
  everywhere_ =
      act(tr("Preview\u2026"), tr("See each place first, in other documents too"), &FindBar::everywhereWanted);
  column->addWidget(lower_);
  narrowRow_ = new QHBoxLayout;
  narrowRow_->setContentsMargins(kFold + row->spacing(), 0, 0, 0);
  narrowRow_->addStretch();
  column->addLayout(narrowRow_);
  row_ = row;
  setTabOrder(line_, with_);  // what is found, what it becomes, then all that is pressed
  setTabOrder(with_, matchCase_);
  trouble_ = new QLabel(this);
  trouble_->setProperty("role", QStringLiteral("soft"));
  trouble_->setFont(chromeFont(12));
  trouble_->setWordWrap(true);
  trouble_->setTextFormat(Qt::PlainText);
  trouble_->setContentsMargins(kFold + row->spacing(), 0, 0, 0);
  trouble_->setAccessibleName(tr("What is wrong with the search"));
  trouble_->hide();
  column->addWidget(trouble_);
  connect(line_, &QLineEdit::textEdited, this, [this] { Q_EMIT searched(query(), PageFind::Here); });
}

void FindBar::setNarrow(bool on) {
  if (narrow_ == on) return;
  narrow_ = on;
  (on ? row_ : narrowRow_)->removeWidget(switches_);
  if (on) {
    narrowRow_->insertWidget(0, switches_);
    narrowRow_->addWidget(everywhere_);
  } else {
    row_->insertWidget(2, switches_);  // behind the line
    lower_->layout()->addWidget(everywhere_);
  }
  everywhere_->setVisible(fold_->isChecked());
}

void FindBar::unfold(bool on) {
  lower_->setVisible(on);
  everywhere_->setVisible(on);
  fold_->setChecked(on);
  fold_->setText(on ? QStringLiteral("\u25be") : QStringLiteral("\u25b8"));
  if (!on && with_->hasFocus()) line_->setFocus();
  Q_EMIT resized();
}

void FindBar::switched() {
  settings().save();
  Q_EMIT searched(query(), PageFind::Here);
}

FindSettings FindBar::settings() const {
  return {matchCase_->isChecked(), wholeWords_->isChecked(), regex_->isChecked(), keepCase_->isChecked()};
}

void FindBar::setSettings(const FindSettings& settings) {
  matchCase_->setChecked(settings.matchCase);
  wholeWords_->setChecked(settings.wholeWords);
  regex_->setChecked(settings.regex);
  keepCase_->setChecked(settings.keepCase);
  settings.save();
  if (isVisible()) Q_EMIT searched(query(), PageFind::Here);
}

FindQuery FindBar::query() const {
  return {line_->text(), matchCase_->isChecked(), wholeWords_->isChecked(), regex_->isChecked()};
}

Replacement FindBar::replacement() const { return {with_->text(), keepCase_->isChecked()}; }

void FindBar::remember() {
  line_->remember();
  with_->remember();
}

void FindBar::setQuery(const FindQuery& query) {
  line_->setText(query.text);
  matchCase_->setChecked(query.matchCase);
  wholeWords_->setChecked(query.wholeWords);
  regex_->setChecked(query.regex);
}

void FindBar::open(const QString& text, bool replacing) {
  // What was chosen on the page is meant letter by letter.
  if (!text.isEmpty()) {
    line_->setText(text);
    regex_->setChecked(false);
  }
  if (replacing || !isVisible()) unfold(replacing);
  show();
  raise();
  // With something to look for there, the author goes on to what takes its place.
  QLineEdit* first = replacing && !line_->text().isEmpty() ? with_ : line_;
  first->setFocus();
  first->selectAll();
  if (!line_->text().isEmpty()) Q_EMIT searched(query(), PageFind::Here);
}

void FindBar::showPassage(bool on) { passage_->setChecked(on); }

void FindBar::showPlaces(const PageFind& find) {
  const int places = find.places();
  const QString all = find.more() ? QStringLiteral("%1+").arg(places) : QString::number(places);
  const int place = find.place();
  count_->setText(line_->text().isEmpty()                    ? QString()
                  : find.working() && places == 0            ? tr("searching\u2026")
                  : places == 0 && !find.trouble().isEmpty() ? QString()
                  : places == 0                              ? tr("not found")
                  : place > 0                                ? tr("%1 of %2").arg(place).arg(all)
                  : places == 1                              ? tr("1 place")
                                                             : tr("%1 places").arg(all));
  trouble_->setText(find.trouble());
  if (trouble_->isVisibleTo(this) != find.trouble().isEmpty()) return;
  trouble_->setVisible(!find.trouble().isEmpty());
  Q_EMIT resized();
}

void FindBar::keyPressEvent(QKeyEvent* event) {
  if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter) {
    FloatingCard::keyPressEvent(event);
    return;
  }
  event->accept();
  if (auto* pressed = qobject_cast<QToolButton*>(focusWidget()); pressed != nullptr) {
    pressed->click();
    return;
  }
  remember();
  if (!with_->hasFocus()) {
    const bool back = (event->modifiers() & Qt::ShiftModifier) != 0;
    Q_EMIT searched(query(), back ? PageFind::Previous : PageFind::Next);
  } else if ((event->modifiers() & Qt::ControlModifier) != 0) {
    Q_EMIT replaceAllWanted();
  } else {
    Q_EMIT replaceWanted();
  }
}

}  // namespace lacuna::ui
