// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history/diff_view.h"

#include <QContextMenuEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextTable>
#include <QUrl>
#include <algorithm>
#include <memory>

#include "storage/words.h"
#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

constexpr qreal kLetters = 18.0;                       // pixels at zoom 1
constexpr int kMeasure = 700;                          // pixels at zoom 1: the longest line that is read well
constexpr int kMargin = 24;                            // pixels beside the text at least
constexpr qsizetype kAtOnce = 150'000;                 // units that are shown before "Show more"
constexpr int kAside = QTextFormat::UserProperty + 1;  // of a block: a word of the program's, not of the text
constexpr double kLineHeight = 118;                    // per cent
const QChar kBox(0x2610);
const QChar kTick(0x2611);

QTextBlockFormat paragraph() {
  QTextBlockFormat format;
  format.setLineHeight(kLineHeight, QTextBlockFormat::ProportionalHeight);
  return format;
}

QString withoutEnds(QString text) {
  while (text.endsWith(u'\n')) text.chop(1);
  qsizetype first = 0;
  while (first < text.size() && text.at(first) == u'\n') ++first;
  return text.mid(first);
}

}  // namespace

DiffView::DiffView(QWidget* parent) : QTextBrowser(parent) {
  setObjectName(QStringLiteral("difference"));
  setAccessibleName(tr("Difference"));
  setFrameShape(QFrame::NoFrame);
  setOpenLinks(false);  // nothing is fetched
  setUndoRedoEnabled(false);
  setTextInteractionFlags(Qt::TextBrowserInteraction | Qt::TextSelectableByKeyboard);
  connect(this, &QTextBrowser::anchorClicked, this, &DiffView::follow);
}

void DiffView::setTheme(const Theme& theme) {
  theme_ = theme;
  build();
}

void DiffView::setZoom(qreal zoom) {
  zoom_ = qBound(0.5, zoom, 3.0);
  build();
}

void DiffView::setLayoutOf(Layout layout) {
  if (layout_ == layout) return;
  layout_ = layout;
  build();
}

void DiffView::show(const Comparison& comparison, bool choosable) {
  comparison_ = comparison;
  comparison_.changes = joinedChanges(comparison);
  parts_ = diffParts(comparison_);
  opened_.clear();
  chosen_.clear();
  nothing_.clear();
  choosable_ = choosable;
  shownUnits_ = kAtOnce;
  current_ = comparison_.changes.isEmpty() ? -1 : 0;
  build();
  verticalScrollBar()->setValue(0);
  Q_EMIT chosenChanged();
  Q_EMIT currentChanged();
}

void DiffView::showNothing(const QString& sentence) {
  show({}, false);
  nothing_ = sentence;
  build();
}

QString DiffView::foldText(const DiffPart& part) const {
  const int words =
      storage::countWords(QStringView(comparison_.textBefore).mid(part.beginBefore, part.endBefore - part.beginBefore));
  return words == 1 ? tr("\u22ef one word unchanged \u22ef") : tr("\u22ef %Ln words unchanged \u22ef", nullptr, words);
}

QVector<int> DiffView::changesOf(int part) const {
  QVector<int> all;
  for (int i = 0; i < parts_.at(part).changes; ++i) all << parts_.at(part).firstChange + i;
  return all;
}

// --- What is shown --------------------------------------------------------------------------------------------

void DiffView::build() {
  const int scroll = verticalScrollBar()->value();
  before_.fill({}, changes());
  after_.fill({}, changes());
  choiceAt_.clear();
  setExtraSelections({});
  auto* fresh = new QTextDocument(this);
  fresh->setUndoRedoEnabled(false);
  fresh->setDefaultFont(pageFont(kLetters * zoom_));
  fresh->setDocumentMargin(0);
  QTextCursor cursor(fresh);
  cursor.setBlockFormat(paragraph());
  cursor.beginEditBlock();
  if (!nothing_.isEmpty()) {
    writeAside(cursor, nothing_, {});
  } else if (layout_ == Whole) {
    fillWhole(cursor);
  } else if (comparison_.before == comparison_.after && comparison_.before != 0) {
    writeAside(cursor, tr("This is the first state that is kept: \u201cText\u201d shows it."), {});
  } else if (comparison_.changes.isEmpty()) {
    if (comparison_.before != comparison_.after || !comparison_.textBefore.isEmpty())
      writeAside(cursor, tr("No difference: the text is the same."), {});
  } else if (layout_ == Inline) {
    fillInline(cursor);
  } else {
    fillBeside(cursor);
  }
  cursor.endEditBlock();
  placeMargins();
  setDocument(fresh);
  delete shown_;  // Qt has its own first one
  shown_ = fresh;
  markChanges();
  verticalScrollBar()->setValue(scroll);
}

void DiffView::writePlain(QTextCursor& cursor, const QString& text) {
  QTextCharFormat plain;
  plain.setForeground(theme_.ink);
  cursor.insertText(text, plain);
}

// A line of its own.
void DiffView::writeAside(QTextCursor& cursor, const QString& text, const QString& link) {
  QTextBlockFormat block;
  block.setProperty(kAside, true);
  block.setTopMargin(8);
  block.setBottomMargin(4);
  if (!cursor.atBlockStart()) {
    cursor.insertBlock(block);
  } else {
    cursor.setBlockFormat(block);
  }
  QTextCharFormat soft;
  soft.setFont(chromeFont(12 * zoom_));
  soft.setForeground(link.isEmpty() ? theme_.soft : theme_.accent2);
  if (!link.isEmpty()) {
    soft.setAnchor(true);
    soft.setAnchorHref(link);
  }
  cursor.insertText(text, soft);
  cursor.insertBlock(paragraph(), QTextCharFormat());
}

void DiffView::writeChoice(QTextCursor& cursor, int part) {
  if (!choosable_) return;
  const QVector<int> all = changesOf(part);
  const bool on = std::all_of(all.begin(), all.end(), [this](int i) { return chosen_.contains(i); });
  const bool brings = std::any_of(all.begin(), all.end(), [this](int i) {
    return comparison_.changes.at(i).endBefore > comparison_.changes.at(i).beginBefore;
  });
  if (!cursor.atBlockStart()) cursor.insertBlock();
  choiceAt_.insert(part, cursor.position());
  writeAside(
      cursor,
      QStringLiteral("%1 %2").arg(on ? kTick : kBox).arg(brings ? tr("Bring this back") : tr("Take this out again")),
      QStringLiteral("part:%1").arg(part));
}

// What went or what came, at one change. A line end that changed is to be seen.
void DiffView::writeChange(QTextCursor& cursor, int index, bool before) {
  const Change& change = comparison_.changes.at(index);
  QString text = before ? comparison_.textBefore.mid(change.beginBefore, change.endBefore - change.beginBefore)
                        : comparison_.textAfter.mid(change.beginAfter, change.endAfter - change.beginAfter);
  if (text.isEmpty()) return;
  const bool blank = text.trimmed().isEmpty();
  if (blank) text.replace(u'\n', before ? QStringLiteral("\u00b6") : QStringLiteral("\u00b6\n"));
  QTextCharFormat format;
  const QColor color = before ? theme_.accent : theme_.accent2;
  format.setForeground(mixed(color, theme_.ink, before ? 0.75 : 0.6));
  format.setBackground(mixed(color, theme_.paper, theme_.dark ? 0.22 : 0.13));
  format.setFontStrikeOut(before);
  format.setFontUnderline(!before);
  Place& place = (before ? before_ : after_)[index];
  place.begin = cursor.position();
  cursor.insertText(text, format);
  place.end = cursor.position();
}

// The paragraphs of a part, of one text or of both.
void DiffView::writeChanged(QTextCursor& cursor, const DiffPart& part, bool before, bool after) {
  int at = before ? part.beginBefore : part.beginAfter;
  const QString& text = before ? comparison_.textBefore : comparison_.textAfter;
  for (int i = part.firstChange; i < part.firstChange + part.changes; ++i) {
    const Change& change = comparison_.changes.at(i);
    writePlain(cursor, text.mid(at, (before ? change.beginBefore : change.beginAfter) - at));
    if (before) writeChange(cursor, i, true);
    if (after) writeChange(cursor, i, false);
    at = before ? change.endBefore : change.endAfter;
  }
  const QString rest = text.mid(at, (before ? part.endBefore : part.endAfter) - at);
  writePlain(cursor, layout_ == Beside && rest.endsWith(u'\n') ? rest.chopped(1) : rest);
}

bool DiffView::shows(int part) const { return parts_.at(part).kind != DiffPart::Folded || opened_.contains(part); }

void DiffView::fillInline(QTextCursor& cursor) {
  qsizetype units = 0;
  shownParts_ = 0;
  for (int i = 0; i < parts_.size() && units < shownUnits_; ++i, ++shownParts_) {
    const DiffPart& part = parts_.at(i);
    if (!shows(i)) {
      writeAside(cursor, foldText(part), QStringLiteral("fold:%1").arg(i));
      continue;
    }
    units += part.endBefore - part.beginBefore + part.endAfter - part.beginAfter;
    if (part.kind == DiffPart::Changed) {
      writeChoice(cursor, i);
      writeChanged(cursor, part, true, true);
    } else {
      writePlain(cursor, comparison_.textBefore.mid(part.beginBefore, part.endBefore - part.beginBefore));
    }
  }
  if (shownParts_ < parts_.size()) writeAside(cursor, tr("Show more"), QStringLiteral("more:"));
}

void DiffView::fillBeside(QTextCursor& cursor) {
  qsizetype units = 0;
  shownParts_ = 0;
  for (int i = 0; i < parts_.size() && units < shownUnits_; ++i, ++shownParts_)
    if (shows(i))
      units += parts_.at(i).endBefore - parts_.at(i).beginBefore + parts_.at(i).endAfter - parts_.at(i).beginAfter;
  QTextTableFormat format;
  format.setBorder(0);
  format.setCellSpacing(0);
  format.setCellPadding(8);
  format.setWidth(QTextLength(QTextLength::PercentageLength, 100));
  format.setColumnWidthConstraints(
      {QTextLength(QTextLength::PercentageLength, 50), QTextLength(QTextLength::PercentageLength, 50)});
  QTextTable* table = cursor.insertTable(std::max(1, shownParts_), 2, format);
  for (int i = 0; i < shownParts_; ++i) {
    const DiffPart& part = parts_.at(i);
    for (int side = 0; side < 2; ++side) table->cellAt(i, side).firstCursorPosition().setBlockFormat(paragraph());
    QTextCursor left = table->cellAt(i, 0).firstCursorPosition();
    if (!shows(i)) {
      table->mergeCells(i, 0, 1, 2);
      left = table->cellAt(i, 0).firstCursorPosition();
      writeAside(left, foldText(part), QStringLiteral("fold:%1").arg(i));
      left.deletePreviousChar();
      continue;
    }
    QTextCursor right = table->cellAt(i, 1).firstCursorPosition();
    if (part.kind == DiffPart::Changed) {
      writeChoice(left, i);
      if (choosable_) writeAside(right, QStringLiteral(" "), {});
      writeChanged(left, part, true, false);
      right = table->cellAt(i, 1).lastCursorPosition();
      writeChanged(right, part, false, true);
    } else {
      writePlain(left, withoutEnds(comparison_.textBefore.mid(part.beginBefore, part.endBefore - part.beginBefore)));
      right = table->cellAt(i, 1).firstCursorPosition();
      writePlain(right, withoutEnds(comparison_.textAfter.mid(part.beginAfter, part.endAfter - part.beginAfter)));
    }
  }
  cursor.movePosition(QTextCursor::End);
  if (shownParts_ < parts_.size()) writeAside(cursor, tr("Show more"), QStringLiteral("more:"));
}

void DiffView::fillWhole(QTextCursor& cursor) {
  const QString& text = choosable_ ? comparison_.textBefore : comparison_.textAfter;
  if (text.isEmpty()) {
    writeAside(cursor, tr("This state is empty."), {});
    return;
  }
  qsizetype end = std::min(shownUnits_, text.size());
  if (end < text.size()) {
    const qsizetype line = text.indexOf(u'\n', end);
    end = line < 0 ? text.size() : line + 1;
  }
  writePlain(cursor, text.left(end));
  if (end < text.size()) writeAside(cursor, tr("Show more"), QStringLiteral("more:"));
}

void DiffView::placeMargins() {
  const int measure = qRound(kMeasure * zoom_);
  const int room = width() - verticalScrollBar()->sizeHint().width();
  const int side = layout_ == Beside ? 12 : std::max(kMargin, (room - measure) / 2);
  setViewportMargins(side, 16, side, 8);
}

void DiffView::resizeEvent(QResizeEvent* event) {
  placeMargins();
  QTextBrowser::resizeEvent(event);
}

// --- The current change and the chosen ones ----------------------------------------------------------------------

void DiffView::markChanges() {
  QList<ExtraSelection> marks;
  const auto mark = [this, &marks](const Place& place, qreal share) {
    if (place.begin < 0) return;
    ExtraSelection selection;
    selection.cursor = QTextCursor(document());
    selection.cursor.setPosition(place.begin);
    selection.cursor.setPosition(place.end, QTextCursor::KeepAnchor);
    selection.format.setBackground(mixed(theme_.accent2, theme_.paper, share));
    marks << selection;
  };
  for (const int i : std::as_const(chosen_)) {
    mark(before_.value(i), 0.35);
    mark(after_.value(i), 0.35);
  }
  if (current_ >= 0) {
    for (const Place& place : {before_.value(current_), after_.value(current_)}) {
      if (place.begin < 0) continue;
      ExtraSelection selection;
      selection.cursor = QTextCursor(document());
      selection.cursor.setPosition(place.begin);
      selection.cursor.setPosition(place.end, QTextCursor::KeepAnchor);
      selection.format.setBackground(theme_.selection);
      selection.format.setForeground(theme_.ink);
      marks << selection;
    }
  }
  setExtraSelections(marks);
}

void DiffView::step(int by) {
  if (changes() == 0) return;
  current_ = current_ < 0 ? 0 : (current_ + by % changes() + changes()) % changes();
  const auto shown = [this] { return before_.value(current_).begin >= 0 || after_.value(current_).begin >= 0; };
  while (layout_ != Whole && !shown() && shownParts_ < parts_.size()) {
    shownUnits_ += kAtOnce;
    build();
  }
  const Place& place = before_.value(current_).begin >= 0 ? before_.value(current_) : after_.value(current_);
  markChanges();
  if (place.begin >= 0) {
    QTextCursor cursor(document());
    cursor.setPosition(place.begin);
    setTextCursor(cursor);
    // With some of what stands before it.
    const int top = cursorRect(cursor).top();
    if (top < 0 || top > viewport()->height() * 2 / 3)
      verticalScrollBar()->setValue(verticalScrollBar()->value() + top - viewport()->height() / 3);
  }
  Q_EMIT currentChanged();
}

// A click on a change makes it the current one, with either button.
void DiffView::mouseReleaseEvent(QMouseEvent* event) {
  QTextBrowser::mouseReleaseEvent(event);
  if (event->button() == Qt::LeftButton && !textCursor().hasSelection()) goToChange(event->pos());
}

void DiffView::contextMenuEvent(QContextMenuEvent* event) {
  const bool mouse = event->reason() == QContextMenuEvent::Mouse;
  if (mouse && !textCursor().hasSelection()) goToChange(event->pos());
  Q_EMIT menuWanted(mouse ? event->globalPos() : viewport()->mapToGlobal(cursorRect().bottomLeft()));
}

void DiffView::goToChange(const QPoint& point) {
  const int at = cursorForPosition(point).position();
  for (int i = 0; i < changes(); ++i) {
    const auto holds = [at](const Place& place) { return place.begin >= 0 && at >= place.begin && at <= place.end; };
    if (!holds(before_.at(i)) && !holds(after_.at(i))) continue;
    current_ = i;
    markChanges();
    Q_EMIT currentChanged();
    return;
  }
}

void DiffView::toggleChosen() {
  if (!choosable_) return;
  QVector<int> meant;
  const QTextCursor selected = textCursor();
  if (selected.hasSelection()) {
    const auto reached = [&selected](const Place& place) {
      return place.begin >= 0 && place.begin < selected.selectionEnd() && place.end > selected.selectionStart();
    };
    for (int i = 0; i < changes(); ++i)
      if (reached(before_.at(i)) || reached(after_.at(i))) meant << i;
  } else if (current_ >= 0) {
    meant << current_;
  }
  const bool all = std::all_of(meant.begin(), meant.end(), [this](int i) { return chosen_.contains(i); });
  setChosen(meant, !all);
}

void DiffView::setChosen(const QVector<int>& indices, bool on) {
  for (const int i : indices) {
    if (on) {
      chosen_.insert(i);
    } else {
      chosen_.remove(i);
    }
  }
  for (auto it = choiceAt_.cbegin(); it != choiceAt_.cend(); ++it) {
    const QVector<int> all = changesOf(it.key());
    const bool ticked = std::all_of(all.begin(), all.end(), [this](int i) { return chosen_.contains(i); });
    const QChar wanted = ticked ? kTick : kBox;
    if (document()->characterAt(it.value()) == wanted) continue;
    QTextCursor box(document());
    box.setPosition(it.value());
    box.setPosition(it.value() + 1, QTextCursor::KeepAnchor);
    box.insertText(QString(wanted), box.charFormat());
  }
  markChanges();
  Q_EMIT chosenChanged();
}

QVector<Change> DiffView::chosen() const {
  QVector<Change> all;
  for (int i = 0; i < changes(); ++i)
    if (chosen_.contains(i)) all << comparison_.changes.at(i);
  return all;
}

void DiffView::follow(const QUrl& link) {
  const int part = link.path().toInt();
  if (link.scheme() == QStringLiteral("more")) {
    shownUnits_ += kAtOnce;
    build();
  } else if (link.scheme() == QStringLiteral("fold")) {
    opened_.insert(part);
    build();
  } else if (link.scheme() == QStringLiteral("part") && part >= 0 && part < parts_.size()) {
    const QVector<int> all = changesOf(part);
    setChosen(all, !std::all_of(all.begin(), all.end(), [this](int i) { return chosen_.contains(i); }));
  }
}

// The author's words alone, without the program's lines between them.
QMimeData* DiffView::createMimeDataFromSelection() const {
  const QTextCursor selected = textCursor();
  QString text;
  bool first = true;
  for (QTextBlock block = document()->findBlock(selected.selectionStart());
       block.isValid() && block.position() <= selected.selectionEnd(); block = block.next()) {
    if (block.blockFormat().hasProperty(kAside)) continue;
    const int from = std::max(0, selected.selectionStart() - block.position());
    const int to = std::min(block.length() - 1, selected.selectionEnd() - block.position());
    if (!first) text += u'\n';
    first = false;
    text += block.text().mid(from, to - from);
  }
  auto mime = std::make_unique<QMimeData>();
  mime->setText(text);
  return mime.release();
}

}  // namespace lacuna::ui
