// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/replace_dialog.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QShortcut>
#include <QStyledItemDelegate>
#include <QTextLayout>
#include <QVBoxLayout>

#include "ui/fonts.h"
#include "ui/theme.h"

namespace lacuna::ui {
namespace {

constexpr int kPause = 250;  // milliseconds after a key, before it is looked for
constexpr int kOpened = 60;  // documents that are unfolded by themselves
constexpr QSize kUsual(760, 560);

// A place as one line: what goes is struck out, what comes is marked.
class PlaceRows : public QStyledItemDelegate {
 public:
  PlaceRows(const ReplaceModel& model, QObject* parent) : QStyledItemDelegate(parent), model_(model) {}

 protected:
  void paint(QPainter* painter, const QStyleOptionViewItem& given, const QModelIndex& index) const override {
    const ReplacePlace* place = model_.placeAt(index);
    if (place == nullptr) {
      QStyledItemDelegate::paint(painter, given, index);
      return;
    }
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    const QStyle* style = option.widget->style();
    const QRect box = style->subElementRect(QStyle::SE_ItemViewItemText, &option, option.widget);
    option.text.clear();
    style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);
    const QFontMetrics metrics(option.font);
    const QString before = shown(place->before);
    const QString after = shown(place->after);
    // So much of what stands before it that the place itself is in sight.
    const int width = metrics.horizontalAdvance(before + QStringLiteral("  ") + after);
    const QString left =
        metrics.elidedText(place->left, Qt::ElideLeft, std::max(box.width() / 6, (box.width() - width) / 2));
    const QString gap = before.isEmpty() || after.isEmpty() ? QString() : QStringLiteral(" ");
    const QPalette& palette = option.palette;
    QTextCharFormat gone;
    gone.setFontStrikeOut(true);
    gone.setForeground(palette.color(QPalette::PlaceholderText));
    QTextCharFormat come;
    come.setBackground(mixed(palette.color(QPalette::Link), palette.color(QPalette::Base), 0.22));
    come.setForeground(palette.color(QPalette::Text));
    QTextLayout layout(left + before + gap + after + shown(place->right), option.font);
    QTextOption oneLine;
    oneLine.setWrapMode(QTextOption::NoWrap);
    layout.setTextOption(oneLine);
    const auto at = static_cast<int>(left.size());
    const auto length = static_cast<int>(before.size());
    layout.setFormats(
        {{at, length, gone}, {at + length + static_cast<int>(gap.size()), static_cast<int>(after.size()), come}});
    layout.beginLayout();
    layout.createLine().setLineWidth(1e6);
    layout.endLayout();
    painter->save();
    painter->setClipRect(box);
    painter->setPen(palette.color(QPalette::Text));
    layout.draw(painter, QPointF(box.left(), box.top() + (box.height() - layout.boundingRect().height()) / 2));
    painter->restore();
  }

 private:
  // On one line.
  static QString shown(QString text) {
    for (QChar& c : text) {
      if (c == u'\n') c = QChar(0x21b5);
      if (c == u'\t') c = QChar(0x21e5);
    }
    return text;
  }

  const ReplaceModel& model_;
};

}  // namespace

ReplaceDialog::ReplaceDialog(QWidget* parent) : QDialog(parent) {
  setObjectName(QStringLiteral("replaceDialog"));
  setWindowTitle(tr("Replace in documents"));
  soon_.setSingleShot(true);
  soon_.setInterval(kPause);
  connect(&soon_, &QTimer::timeout, this, &ReplaceDialog::ask);
  build();
}

QToolButton* ReplaceDialog::addSwitch(QLayout* row, const QString& text, const QString& tip) {
  auto* b = new QToolButton(this);
  b->setText(text);
  b->setToolTip(tip);
  b->setAccessibleName(tip);
  b->setCheckable(true);
  connect(b, &QToolButton::clicked, this, &ReplaceDialog::askSoon);
  row->addWidget(b);
  return b;
}

void ReplaceDialog::build() {
  auto* column = new QVBoxLayout(this);
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(8);
  const auto row = [this, grid](int number, const QString& name, QWidget* line) {
    auto* label = new QLabel(name, this);
    label->setBuddy(line);
    grid->addWidget(label, number, 0);
    auto* box = new QHBoxLayout;
    box->setSpacing(2);
    box->addWidget(line, 1);
    grid->addLayout(box, number, 1);
    return box;
  };
  line_ = new RecentLine(QStringLiteral("find"), this);
  with_ = new RecentLine(QStringLiteral("replace"), this);
  line_->setAccessibleName(tr("Find"));
  with_->setAccessibleName(tr("Replace with"));
  QLayout* first = row(0, tr("&Find"), line_);
  matchCase_ = addSwitch(first, QStringLiteral("Aa"), tr("Match case"));
  wholeWords_ = addSwitch(first, QStringLiteral("[w]"), tr("Whole words"));
  regex_ = addSwitch(first, QStringLiteral(".*"), tr("Regular expression"));
  QLayout* second = row(1, tr("&Replace with"), with_);
  keepCase_ = addSwitch(second, QStringLiteral("AB"), tr("Keep capitals"));
  scope_ = new QComboBox(this);
  scope_->setAccessibleName(tr("Where to replace"));
  scope_->addItems({tr("This document"), tr("This project"), tr("All documents")});
  row(2, tr("&In"), scope_);
  column->addLayout(grid);
  model_ = new ReplaceModel(this);
  list_ = new QTreeView(this);
  list_->setAccessibleName(tr("Places that would be replaced"));
  list_->setModel(model_);
  list_->setItemDelegate(new PlaceRows(*model_, list_));
  list_->setHeaderHidden(true);
  list_->setUniformRowHeights(true);
  list_->setSelectionMode(QAbstractItemView::SingleSelection);
  list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  column->addWidget(list_, 1);
  said_ = new QLabel(this);
  said_->setWordWrap(true);
  said_->setTextFormat(Qt::PlainText);
  said_->setAccessibleName(tr("What would be replaced"));
  auto* below = new QHBoxLayout;
  below->addWidget(said_, 1);
  const auto tick = [this, below](const QString& text, bool on) {
    auto* b = new QToolButton(this);
    b->setText(text);
    connect(b, &QToolButton::clicked, this, [this, on] { tickAll(on); });
    below->addWidget(b);
  };
  tick(tr("Tick all"), true);
  tick(tr("Tick none"), false);
  column->addLayout(below);
  auto* buttons = new QDialogButtonBox(this);
  go_ = buttons->addButton(tr("Re&place"), QDialogButtonBox::AcceptRole);
  buttons->addButton(QDialogButtonBox::Cancel);
  go_->setToolTip(tr("Replace what is ticked (Ctrl+Enter)"));
  for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter}) {
    connect(new QShortcut(Qt::CTRL | key, this), &QShortcut::activated, this, [this] {
      if (go_->isEnabled()) accept();
    });
  }
  column->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(line_, &QLineEdit::textEdited, this, &ReplaceDialog::askSoon);
  connect(with_, &QLineEdit::textEdited, this, &ReplaceDialog::askSoon);
  connect(line_, &QLineEdit::returnPressed, with_, qOverload<>(&QWidget::setFocus));
  connect(with_, &QLineEdit::returnPressed, list_, qOverload<>(&QWidget::setFocus));
  connect(scope_, &QComboBox::activated, this, &ReplaceDialog::askSoon);
  connect(list_, &QTreeView::activated, this, [this](const QModelIndex& at) {
    const bool on = at.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    model_->setData(at, on ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
  });
  list_->setExpandsOnDoubleClick(false);
  connect(model_, &ReplaceModel::ticksChanged, this, &ReplaceDialog::say);
}

void ReplaceDialog::begin(const FindQuery& query, const Replacement& with, ReplaceScope scope,
                          const QString& document) {
  document_ = document;
  line_->setText(query.text);
  with_->setText(with.text);
  matchCase_->setChecked(query.matchCase);
  wholeWords_->setChecked(query.wholeWords);
  regex_->setChecked(query.regex);
  keepCase_->setChecked(with.keepCase);
  scope_->setCurrentIndex(static_cast<int>(scope));
  resize(kUsual.boundedTo(parentWidget()->size()));
  ask();
  open();
  QLineEdit* start = line_->text().isEmpty() ? line_ : with_;
  start->setFocus();
  start->selectAll();
}

// What is listed answers a question of before: it may not be replaced any more.
void ReplaceDialog::askSoon() {
  ++question_;
  soon_.start();
  looked_ = all_ = 0;
  model_->clear();
}

void ReplaceDialog::ask() {
  soon_.stop();
  ReplaceQuestion question{++question_,
                           {line_->text(), matchCase_->isChecked(), wholeWords_->isChecked(), regex_->isChecked()},
                           {with_->text(), keepCase_->isChecked()},
                           static_cast<ReplaceScope>(scope_->currentIndex()),
                           document_};
  looked_ = all_ = 0;
  const FindPattern pattern(question.query);
  trouble_ = pattern.error();
  model_->clear();
  if (pattern.valid()) {
    Q_EMIT placesWanted(question);
  } else {
    Q_EMIT placesUnwanted();
  }
  say();
}

void ReplaceDialog::addPlaces(quint64 question, const ReplaceDocument& document) {
  if (question != question_) return;
  if (!document.trouble.isEmpty()) trouble_ = tr("%1: %2").arg(document.title, document.trouble);
  const int row = model_->rowCount();
  model_->add(document);
  if (row < kOpened && model_->rowCount() > row) list_->expand(model_->index(row, 0));
}

void ReplaceDialog::showProgress(quint64 question, int done, int all) {
  if (question != question_) return;
  looked_ = done;
  all_ = all;
  say();
}

void ReplaceDialog::tickAll(bool on) {
  for (int row = 0; row < model_->rowCount(); ++row)
    model_->setData(model_->index(row, 0), on ? Qt::Checked : Qt::Unchecked, Qt::CheckStateRole);
}

void ReplaceDialog::say() {
  const bool busy =
      soon_.isActive() || (trouble_.isEmpty() && !line_->text().isEmpty() && (all_ == 0 || looked_ < all_));
  const int places = model_->places();
  const int ticked = model_->ticked();
  QStringList said;
  if (line_->text().isEmpty()) {
    said << tr("Type what is to be found; each place is shown before anything changes.");
  } else if (places > 0) {
    said << (model_->documents() == 1
                 ? tr("%1 of %2 places, in 1 document.").arg(ticked).arg(places)
                 : tr("%1 of %2 places, in %Ln documents.", nullptr, model_->documents()).arg(ticked).arg(places));
  } else if (!busy && trouble_.isEmpty()) {
    said << tr("There is nothing to replace.");
  }
  if (busy && all_ > 1) said << tr("Looking: %1 of %2 documents\u2026").arg(looked_).arg(all_);
  if (!trouble_.isEmpty()) said << trouble_;
  said_->setText(said.join(u' '));
  go_->setEnabled(ticked > 0 && !busy);
}

// Enter in a line is no answer: it would replace what nobody has looked at.
void ReplaceDialog::keyPressEvent(QKeyEvent* event) {
  if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter) {
    QDialog::keyPressEvent(event);
    return;
  }
  event->accept();
  if (auto* button = qobject_cast<QAbstractButton*>(focusWidget())) button->click();
}

void ReplaceDialog::done(int result) {
  soon_.stop();
  ++question_;
  Q_EMIT placesUnwanted();
  const QVector<DocumentEdits> chosen = result == Accepted ? model_->chosen() : QVector<DocumentEdits>();
  if (result == Accepted) {
    line_->remember();
    with_->remember();
  }
  model_->clear();
  QDialog::done(result);
  if (!chosen.isEmpty()) Q_EMIT replacementsChosen(chosen);
}

}  // namespace lacuna::ui
