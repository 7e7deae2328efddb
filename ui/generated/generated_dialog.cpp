// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/generated/generated_dialog.h"

#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QShortcut>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/act_button.h"
#include "ui/fonts.h"
#include "ui/row_menu.h"

namespace lacuna::ui {
namespace {

constexpr int kFollowMs = 200;  // the text is written on meanwhile
constexpr QSize kUsualSize(640, 480);
constexpr int kPad = 9;        // pixels around a passage
constexpr int kMostLines = 2;  // of a passage
constexpr int kFactsHeight = 18;
constexpr int kFacts = Qt::UserRole;

QFont wordsFont() { return pageFont(15); }

// The passage in the page's face, and below it, small, where it came from.
class PassageDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const auto* list = static_cast<const QListWidget*>(option.widget);
    const int width = list != nullptr ? list->viewport()->width() : option.rect.width();
    return {width, wordsRect({0, 0, width, 1000}, index).height() + kFactsHeight + 2 * kPad};
  }
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    painter->save();
    const QPalette colors = QGuiApplication::palette();  // a style sheet leaves the list's without a selection
    const bool chosen = (option.state & QStyle::State_Selected) != 0;
    if (chosen || (option.state & QStyle::State_MouseOver) != 0)
      painter->fillRect(option.rect, colors.color(chosen ? QPalette::Highlight : QPalette::AlternateBase));
    const QRect words = wordsRect(option.rect, index);
    painter->setFont(wordsFont());
    painter->setPen(colors.color(chosen ? QPalette::HighlightedText : QPalette::Text));
    painter->setClipRect(words);
    painter->drawText(words, Qt::TextWordWrap, index.data(Qt::DisplayRole).toString());
    painter->setClipping(false);
    painter->setFont(chromeFont(11));
    painter->setPen(chosen ? colors.color(QPalette::HighlightedText) : colors.color(QPalette::PlaceholderText));
    const QRect facts(words.left(), words.bottom() + 1, words.width(), kFactsHeight);
    painter->drawText(facts, Qt::AlignVCenter | Qt::AlignLeft,
                      painter->fontMetrics().elidedText(index.data(kFacts).toString(), Qt::ElideRight, facts.width()));
    painter->restore();
  }

 private:
  static QRect wordsRect(const QRect& row, const QModelIndex& index) {
    const QFontMetrics metrics(wordsFont());
    const QRect room = row.adjusted(kPad, kPad, -kPad, 0);
    const QRect whole = metrics.boundingRect(QRect(0, 0, std::max(40, room.width()), 1000), Qt::TextWordWrap,
                                             index.data(Qt::DisplayRole).toString());
    return {room.left(), room.top(), room.width(), std::min(whole.height(), kMostLines * metrics.lineSpacing())};
  }
};

}  // namespace

GeneratedDialog::GeneratedDialog(GeneratedText& generated, PageEditor& page, QWidget* parent)
    : QDialog(parent), generated_(generated), page_(page) {
  setObjectName(QStringLiteral("generatedDialog"));
  setWindowTitle(tr("Generated text"));
  setFont(chromeFont(13));
  resize(parent == nullptr ? kUsualSize : kUsualSize.boundedTo(parent->window()->size()));
  auto* column = new QVBoxLayout(this);
  summary_ = new QLabel(this);
  summary_->setWordWrap(true);
  summary_->setFont(chromeFont(13));
  list_ = new QListWidget(this);
  list_->setAccessibleName(tr("Generated passages"));
  list_->setItemDelegate(new PassageDelegate(list_));
  list_->setResizeMode(QListView::Adjust);
  list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  list_->installEventFilter(this);
  column->addWidget(summary_);
  column->addWidget(list_, 1);
  auto* row = new QHBoxLayout;
  const auto button = [this, row](const QString& text, const QString& tip) {
    QPushButton* made = actButton(text, tip, this);
    row->addWidget(made);
    return made;
  };
  QPushButton* goTo = button(tr("&Go to"), tr("Select it on the page (Enter)"));
  QPushButton* confirm = button(tr("&Confirm"), tr("The words are yours: the mark goes (Space)"));
  QPushButton* remove = button(tr("&Remove"), tr("The words go from the text (Delete)"));
  QPushButton* run = button(tr("Its r&un"), tr("The steps and the other candidates, in the run panel"));
  forOne_ = {goTo, confirm, remove, run};
  row->addStretch();
  all_ = button(tr("Confirm &all"), tr("Every passage of this draft is yours"));
  undo_ = button(tr("U&ndo"), tr("Take back the last change of the text (Ctrl+Z)"));
  column->addLayout(row);
  new RowMenu(list_, [this](QMenu& menu, const QModelIndex&) {
    addButtons(menu, QList<QAbstractButton*>(forOne_.begin(), forOne_.end()));
  });
  connect(goTo, &QPushButton::clicked, this, [this] { show(After::GoToPage); });
  connect(confirm, &QPushButton::clicked, this, [this] { actOn(&GeneratedDialog::confirmOne); });
  connect(remove, &QPushButton::clicked, this, [this] { actOn(&GeneratedDialog::removeOne); });
  connect(run, &QPushButton::clicked, this, [this] { actOn(&GeneratedDialog::wantRun); });
  connect(all_, &QPushButton::clicked, this, [this] {
    generated_.confirmAll();
    refresh();
  });
  const auto undo = [this] {
    page_.undoEdit();
    refresh();
  };
  connect(undo_, &QPushButton::clicked, this, undo);
  connect(new QShortcut(QKeySequence::Undo, this), &QShortcut::activated, this, undo);
  connect(list_, &QListWidget::itemActivated, this, [this] { show(After::GoToPage); });
  connect(list_, &QListWidget::itemClicked, this, [this] { show(After::Stay); });
  connect(list_, &QListWidget::currentRowChanged, this, [this](int now) {
    for (QPushButton* each : std::as_const(forOne_)) each->setEnabled(now >= 0);
  });
  later_.setSingleShot(true);
  later_.setInterval(kFollowMs);
  connect(&later_, &QTimer::timeout, this, [this] {
    if (isVisible()) refresh();
  });
  const PageDocument* document = &page_.pageDocument();
  connect(document, &PageDocument::marksChanged, &later_, qOverload<>(&QTimer::start));
  connect(document, &PageDocument::viewChanged, &later_, qOverload<>(&QTimer::start));
}

void GeneratedDialog::open() {
  const PageDocument& document = page_.pageDocument();
  const int caret = document.toManuscript(page_.textCursor().selectionStart());
  refresh();
  int row = 0;
  while (row + 1 < passages_.size() && passages_.at(row).end < caret) ++row;
  list_->setCurrentRow(passages_.isEmpty() ? -1 : row);
  QDialog::show();
  // Beside the text that it is about, where there is room.
  const QRect window = parentWidget()->frameGeometry();
  if (window.width() > 2 * width())
    move(window.right() - width() - 24, window.top() + (window.height() - height()) / 2);
  raise();
  activateWindow();
  list_->setFocus();
}

void GeneratedDialog::refresh() {
  const Manuscript& manuscript = page_.pageDocument().manuscript();
  const QVector<GeneratedPassage> now = generated_.passages();
  const double share = manuscript.generatedShare() * 100;
  const QString percent = share > 0 && share < 1 ? QStringLiteral("< 1") : QString::number(qRound(share));
  int words = 0;
  for (const GeneratedPassage& passage : now) words += passage.words;
  const QLocale locale;
  summary_->setText(
      now.isEmpty()
          ? tr("No text of this draft is generated, or all of it is edited or confirmed.")
          : tr("%1 of %2 words (%3%) came out of a gap and are neither edited nor confirmed, in %4.")
                .arg(locale.toString(words), locale.toString(manuscript.words()), percent,
                     now.size() == 1 ? tr("1 passage") : tr("%Ln passages", nullptr, static_cast<int>(now.size()))));
  all_->setEnabled(!now.isEmpty());
  undo_->setEnabled(manuscript.canUndo());
  if (now != passages_ || list_->count() != now.size()) {
    const int row = list_->currentRow();
    passages_ = now;
    list_->clear();
    for (const GeneratedPassage& passage : std::as_const(passages_)) {
      const QString facts = factsOf(passage.from);
      auto* item = new QListWidgetItem(passage.beginning, list_);
      item->setData(kFacts, facts);
      item->setData(Qt::AccessibleTextRole,
                    tr("%1, %2 words, %3").arg(passage.beginning).arg(passage.words).arg(facts));
    }
    list_->setCurrentRow(std::min(std::max(0, row), list_->count() - 1));
  }
  for (QPushButton* each : std::as_const(forOne_)) each->setEnabled(list_->currentRow() >= 0);
}

void GeneratedDialog::show(After after) {
  const int row = list_->currentRow();
  if (row < 0 || row >= passages_.size()) return;
  generated_.show(passages_.at(row));
  if (after != After::GoToPage) return;
  page_.activateWindow();
  page_.setFocus(Qt::OtherFocusReason);
}

void GeneratedDialog::actOn(void (GeneratedDialog::*act)(const GeneratedPassage&)) {
  const int row = list_->currentRow();
  if (row < 0 || row >= passages_.size()) return;
  // The text may have changed a moment ago.
  const GeneratedPassage wanted = passages_.at(row);
  refresh();
  if (passages_.value(list_->currentRow()) == wanted) (this->*act)(wanted);
  refresh();
}

bool GeneratedDialog::eventFilter(QObject* watched, QEvent* event) {
  if (watched == list_ && event->type() == QEvent::KeyPress) {
    switch (static_cast<QKeyEvent*>(event)->key()) {
      case Qt::Key_Return:
      case Qt::Key_Enter:
        show(After::GoToPage);
        return true;
      case Qt::Key_Space:
        actOn(&GeneratedDialog::confirmOne);
        return true;
      case Qt::Key_Delete:
      case Qt::Key_Backspace:
        actOn(&GeneratedDialog::removeOne);
        return true;
      default:
        break;
    }
  }
  return QDialog::eventFilter(watched, event);
}

}  // namespace lacuna::ui
