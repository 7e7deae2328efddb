// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/manual_window.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QScreen>
#include <QScrollBar>
#include <QShortcut>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStyledItemDelegate>
#include <QTextDocument>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/fonts.h"
#include "ui/help/manual_search.h"

namespace lacuna::ui {
namespace {

constexpr QSize kUsualSize(900, 680);
constexpr int kListWidth = 232;  // pixels
constexpr int kPad = 7;
constexpr int kPassageLines = 2;
enum Role { NameRole = Qt::UserRole, PassageRole };

// A page's title, and below it, small, the passage with the words that were searched.
class PageRows : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  Theme theme{};

  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const int title = QFontMetrics(chromeFont(13)).height();
    const bool passage = !index.data(PassageRole).toString().isEmpty();
    const int below = passage ? kPassageLines * QFontMetrics(chromeFont(11)).lineSpacing() + 2 : 0;
    return {option.rect.width(), title + below + 2 * kPad};
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool chosen = (option.state & QStyle::State_Selected) != 0;
    if (chosen || (option.state & QStyle::State_MouseOver) != 0) {
      painter->setPen(chosen && (option.state & QStyle::State_HasFocus) != 0 ? QPen(theme.accent) : QPen(Qt::NoPen));
      painter->setBrush(chosen ? theme.selection : mixed(theme.accent, theme.paper, 0.08));
      painter->drawRoundedRect(QRectF(option.rect).adjusted(2.5, 1.5, -2.5, -1.5), 6, 6);
    }
    const QRect room = option.rect.adjusted(kPad + 4, kPad, -kPad - 4, -kPad);
    painter->setFont(chromeFont(13, index.data(PassageRole).toString().isEmpty() ? QFont::Normal : QFont::DemiBold));
    painter->setPen(theme.ink);
    painter->drawText(room, Qt::AlignLeft | Qt::AlignTop,
                      painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, room.width()));
    painter->setClipRect(room);
    const int title = painter->fontMetrics().height();
    painter->setFont(chromeFont(11));
    painter->setPen(chosen ? theme.ink : theme.soft);
    painter->drawText(room.adjusted(0, title + 2, 0, 0), Qt::TextWordWrap, index.data(PassageRole).toString());
    painter->restore();
  }
};

}  // namespace

ManualWindow::ManualWindow(const Theme& theme, QWidget* parent)
    : QDialog(parent), theme_(theme), line_(new QLineEdit(this)), said_(new QLabel(this)) {
  setObjectName(QStringLiteral("manual"));
  setWindowTitle(tr("Manual"));
  setFont(chromeFont(13));
  auto* column = new QVBoxLayout(this);
  auto* top = new QHBoxLayout;
  const auto button = [this, top](const QString& text, const QString& tip) {
    auto* made = new QToolButton(this);
    made->setText(text);
    made->setProperty("quiet", true);
    made->setToolTip(tip);
    made->setAccessibleName(tip);
    top->addWidget(made);
    return made;
  };
  line_->setPlaceholderText(tr("Search the manual"));
  line_->setAccessibleName(tr("Search the manual"));
  line_->setClearButtonEnabled(true);
  line_->setFixedWidth(kListWidth);
  line_->installEventFilter(this);
  top->addWidget(line_);
  back_ = button(tr("Back"), tr("The page before (Alt+Left)"));
  forward_ = button(tr("Forward"), tr("The page after (Alt+Right)"));
  QToolButton* contents = button(tr("Contents"), tr("All pages (Alt+Home)"));
  top->addStretch();
  column->addLayout(top);
  auto* splitter = new QSplitter(Qt::Horizontal, this);
  splitter->setChildrenCollapsible(false);
  list_ = new QListWidget(splitter);
  list_->setAccessibleName(tr("Pages of the manual"));
  list_->setItemDelegate(new PageRows(list_));
  list_->setMouseTracking(true);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  list_->installEventFilter(this);
  view_ = new ManualView(splitter);
  splitter->setStretchFactor(1, 1);
  splitter->setSizes({kListWidth, kUsualSize.width() - kListWidth});
  column->addWidget(splitter, 1);
  said_->setWordWrap(true);
  said_->setTextFormat(Qt::PlainText);
  said_->hide();
  column->addWidget(said_);
  resize(kUsualSize.boundedTo(screen()->availableGeometry().size() - QSize(16, 48)));
  connect(line_, &QLineEdit::textChanged, this, &ManualWindow::search);
  connect(list_, &QListWidget::currentRowChanged, this, [this](int row) {
    if (row >= 0) visit(nameAt(row));
  });
  connect(view_, &ManualView::pageChosen, this, &ManualWindow::visit);
  connect(view_, &ManualView::actChosen, this, &ManualWindow::runAct);
  connect(back_, &QToolButton::clicked, this, [this] { go(&behind_, &ahead_); });
  connect(forward_, &QToolButton::clicked, this, [this] { go(&ahead_, &behind_); });
  connect(contents, &QToolButton::clicked, this, [this] { visit(QLatin1String(Manual::kContents)); });
  buildKeys();
  setTheme(theme);
}

void ManualWindow::buildKeys() {
  const auto key = [this](const QKeySequence& keys, const std::function<void()>& act) {
    connect(new QShortcut(keys, this), &QShortcut::activated, this, act);
  };
  key(QKeySequence(QStringLiteral("Alt+Left")), [this] { go(&behind_, &ahead_); });
  key(QKeySequence(QStringLiteral("Alt+Right")), [this] { go(&ahead_, &behind_); });
  key(QKeySequence(QStringLiteral("Alt+Home")), [this] { visit(QLatin1String(Manual::kContents)); });
  key(QKeySequence(QKeySequence::Find), [this] {
    line_->setFocus(Qt::ShortcutFocusReason);
    line_->selectAll();
  });
  key(QKeySequence(Qt::Key_F3), [this] { (void)view_->step(1); });
  key(QKeySequence(Qt::SHIFT | Qt::Key_F3), [this] { (void)view_->step(-1); });
}

void ManualWindow::open(const QVector<PaletteEntry>& acts, const QString& page) {
  acts_ = ManualActs(acts);
  texts_.clear();
  for (const ManualPage& each : manual_.pages()) {
    QTextDocument text;
    text.setMarkdown(acts_.filled(each.source), QTextDocument::MarkdownDialectGitHub);
    texts_ << text.toPlainText();
  }
  const QString name = manual_.page(page) == nullptr ? QLatin1String(Manual::kContents) : page;
  line_->clear();
  search({});
  if (!shown_.page.isEmpty() && shown_.page != name) leave();
  show(name);
  QDialog::show();
  raise();
  activateWindow();
  view_->setFocus(Qt::OtherFocusReason);
}

void ManualWindow::setTheme(const Theme& theme) {
  theme_ = theme;
  static_cast<PageRows*>(list_->itemDelegate())->theme = theme;
  list_->viewport()->update();
  if (const ManualPage* page = manual_.page(shown_.page)) view_->showPage(acts_.filled(page->source), theme, true);
}

QString ManualWindow::nameAt(int row) const {
  const QListWidgetItem* item = list_->item(row);
  return item == nullptr ? QString() : item->data(NameRole).toString();
}

// The contents where nothing is searched.
void ManualWindow::search(const QString& question) {
  const QStringList words = wordsOfQuestion(question);
  const QVector<ManualHit> hits = searchManual(texts_, question);
  said_->hide();
  {
    const QSignalBlocker quiet(list_);
    list_->clear();
    const auto add = [this](const ManualPage& page, const QString& passage) {
      auto* item = new QListWidgetItem(page.title, list_);
      item->setData(NameRole, page.name);
      item->setData(PassageRole, passage);
      item->setData(Qt::AccessibleDescriptionRole, passage);
    };
    if (words.isEmpty())
      for (const ManualPage& page : manual_.pages()) add(page, {});
    for (const ManualHit& hit : hits) add(manual_.pages().at(hit.page), hit.passage);
  }
  if (words.isEmpty()) {
    searched_ = false;
    choose(shown_.page);
    view_->markWords({});
  } else if (hits.isEmpty()) {
    say(tr("No page has all of these words. Try fewer of them, or only the beginning of one."));
  } else {
    // Of all pages that come and go while the author types, only the one before the search is gone back to.
    if (!std::exchange(searched_, true)) leave();
    show(nameAt(0));
    view_->markWords(words);
  }
}

void ManualWindow::choose(const QString& name) {
  const QSignalBlocker quiet(list_);
  for (int row = 0; row < list_->count(); ++row)
    if (nameAt(row) == name) list_->setCurrentRow(row);
}

void ManualWindow::leave() {
  behind_.push_back({shown_.page, view_->verticalScrollBar()->value()});
  ahead_.clear();
}

void ManualWindow::show(const QString& name, int scroll) {
  const ManualPage* page = manual_.page(name);
  if (page == nullptr) return;
  shown_.page = name;
  view_->showPage(acts_.filled(page->source), theme_, false);
  view_->verticalScrollBar()->setValue(scroll);
  setWindowTitle(name == QLatin1String(Manual::kContents) ? tr("Manual") : tr("%1 \u2014 Manual").arg(page->title));
  back_->setEnabled(!behind_.isEmpty());
  forward_->setEnabled(!ahead_.isEmpty());
  choose(name);
}

void ManualWindow::visit(const QString& page) {
  const QStringList words = wordsOfQuestion(line_->text());
  if (page != shown_.page && manual_.page(page) != nullptr) {
    leave();
    show(page);
  }
  if (!words.isEmpty()) view_->markWords(words);
}

void ManualWindow::go(QVector<Place>* from, QVector<Place>* to) {
  if (from->isEmpty()) return;
  to->push_back({shown_.page, view_->verticalScrollBar()->value()});
  const Place place = from->takeLast();
  show(place.page, place.scroll);
}

void ManualWindow::runAct(const QString& way) {
  const PaletteEntry* act = acts_.act(way);
  if (act == nullptr || !act->act) return;
  if (QApplication::activeModalWidget() != nullptr) {
    say(tr("A dialog waits for an answer: close it first."));
    return;
  }
  if (!act->enabled) {
    say(tr("\u201c%1\u201d is not possible just now.").arg(way));
    return;
  }
  said_->hide();
  parentWidget()->activateWindow();
  parentWidget()->raise();
  QTimer::singleShot(0, parentWidget(), act->act);
}

void ManualWindow::say(const QString& sentence) {
  said_->setText(sentence);
  said_->show();
}

// The line has the keys while the author goes through what was found; Enter reads it.
bool ManualWindow::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress) return QDialog::eventFilter(watched, event);
  const int key = static_cast<QKeyEvent*>(event)->key();
  if (key == Qt::Key_Return || key == Qt::Key_Enter) {
    view_->setFocus(Qt::OtherFocusReason);
    return true;
  }
  if (watched == line_ && key == Qt::Key_Escape && !line_->text().isEmpty()) {
    line_->clear();
    return true;
  }
  if (watched == line_ && (key == Qt::Key_Up || key == Qt::Key_Down)) {
    const int row = list_->currentRow() + (key == Qt::Key_Down ? 1 : -1);
    list_->setCurrentRow(std::clamp(row, 0, std::max(0, list_->count() - 1)));
    return true;
  }
  return QDialog::eventFilter(watched, event);
}

}  // namespace lacuna::ui
