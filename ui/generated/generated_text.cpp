// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/generated/generated_text.h"

#include <QHelpEvent>
#include <QToolTip>

namespace lacuna::ui {

GeneratedText::GeneratedText(PageEditor& page) : QObject(&page), page_(page), card_(new ProvenanceCard(&page)) {
  page_.viewport()->installEventFilter(this);
  connect(card_, &FloatingCard::closed, this, &GeneratedText::closeCard);
  connect(&page_, &PageEditor::turnedTo, card_, &QWidget::hide);
  connect(&page_, &PageEditor::moved, card_, &QWidget::hide);
  connect(&page_, &PageEditor::menuOpens, this, [this](QMenu& menu) {
    const PageDocument& document = page_.pageDocument();
    if (passageAt(passages(), document.toManuscript(page_.textCursor().selectionStart())) >= 0)
      menu.addAction(tr("Where these words came from\u2026"), this, &GeneratedText::openCard);
  });
  connect(card_, &ProvenanceCard::runWanted, this, [this] {
    const Provenance from = card_->passage().from;
    closeCard();
    Q_EMIT runWanted(from);
  });
  connect(card_, &ProvenanceCard::confirmed, this, [this] {
    const GeneratedPassage passage = card_->passage();
    closeCard();
    confirm(passage);
  });
  connect(card_, &ProvenanceCard::removed, this, [this] {
    const GeneratedPassage passage = card_->passage();
    closeCard();
    remove(passage);
  });
}

QVector<GeneratedPassage> GeneratedText::passages() const {
  const Manuscript& manuscript = std::as_const(page_).pageDocument().manuscript();
  return passagesOf(manuscript.text(), manuscript.marks());
}

// --- Acts -----------------------------------------------------------------------------------------------------

bool GeneratedText::confirmRange(int begin, int end, const QString& none) {
  const auto before = static_cast<int>(passages().size());
  if (!page_.pageDocument().confirmGenerated(begin, end)) {
    Q_EMIT sentence(none);
    return false;
  }
  const int gone = before - static_cast<int>(passages().size());
  Q_EMIT sentence(gone > 1 ? tr("%Ln passages are confirmed; Ctrl+Z marks them again.", nullptr, gone)
                           : tr("Confirmed; Ctrl+Z marks it again."));
  return true;
}

bool GeneratedText::confirmParagraph() {
  const QTextCursor cursor = page_.textCursor();
  const PageDocument& document = page_.pageDocument();
  const QPair<int, int> whole =
      paragraphsOf(document.manuscript().text(), document.toManuscript(cursor.selectionStart()),
                   document.toManuscript(cursor.selectionEnd()));
  return confirmRange(whole.first, whole.second, tr("There is no generated text in this paragraph to confirm."));
}

bool GeneratedText::confirmAll() {
  const auto size = static_cast<int>(page_.pageDocument().manuscript().text().size());
  return confirmRange(0, size, tr("There is no generated text in this draft to confirm."));
}

bool GeneratedText::confirm(const GeneratedPassage& passage) {
  return confirmRange(passage.begin, passage.end, tr("This passage is no longer marked as generated."));
}

void GeneratedText::remove(const GeneratedPassage& passage) {
  PageDocument& document = page_.pageDocument();
  const auto [from, to] = removalOf(document.manuscript().text(), passage.begin, passage.end);
  page_.modes().write();
  page_.act([&, begin = from, end = to] {
    int viewBegin = document.toView(begin, true);
    int viewEnd = document.toView(end);
    document.closeHolesIn(viewBegin, viewEnd);
    document.breakUndoRun();
    document.noteCursor(begin);
    const PageDocument::From byHand(document, EditOrigin::Typed);
    QTextCursor cursor(document.view());
    cursor.setPosition(viewBegin);
    cursor.setPosition(viewEnd, QTextCursor::KeepAnchor);
    cursor.removeSelectedText();
    document.breakUndoRun();
    page_.placeCaret(document.toView(begin));
  });
  Q_EMIT sentence(tr("The passage is gone from the text; Ctrl+Z brings it back."));
}

void GeneratedText::show(const GeneratedPassage& passage) {
  page_.modes().write();
  page_.showRange(passage.begin, passage.end);
}

void GeneratedText::goToNext(int way) {
  const QVector<GeneratedPassage> all = passages();
  if (all.isEmpty()) {
    Q_EMIT sentence(tr("There is no generated text in this draft."));
    return;
  }
  const PageDocument& document = page_.pageDocument();
  const QTextCursor cursor = page_.textCursor();
  const int begin = document.toManuscript(cursor.selectionStart());
  const int end = document.toManuscript(cursor.selectionEnd());
  int next = way > 0 ? 0 : static_cast<int>(all.size()) - 1;
  for (int i = 0; i < all.size(); ++i) {
    const GeneratedPassage& passage = all.at(way > 0 ? i : all.size() - 1 - i);
    const bool selected = passage.begin == begin && passage.end == end;
    const bool beyond = way > 0 ? passage.begin >= begin : passage.begin < begin;
    if (selected || !beyond) continue;
    next = way > 0 ? i : static_cast<int>(all.size()) - 1 - i;
    break;
  }
  show(all.at(next));
}

// --- Where it came from ---------------------------------------------------------------------------------------

void GeneratedText::openCard() {
  const QVector<GeneratedPassage> all = passages();
  const PageDocument& document = page_.pageDocument();
  const int at = passageAt(all, document.toManuscript(page_.textCursor().selectionStart()));
  if (at < 0) {
    Q_EMIT sentence(tr("No generated text stands here: what is marked in the margin's colour is."));
    return;
  }
  // Under the passage's last line, as far as it is on the page.
  const QRect first = page_.caretRect(document.toView(all.at(at).begin, true));
  const QRect last = page_.caretRect(document.toView(all.at(at).end));
  QRect line = last.bottom() < page_.viewport()->height() ? QRect(first.topLeft(), last.bottomLeft()).normalized()
                                                          : page_.caretRect(page_.textCursor().selectionStart());
  line.translate(page_.viewport()->pos());
  card_->open(all.at(at), line, page_.viewport()->geometry().adjusted(8, 8, -8, -8));
}

void GeneratedText::closeCard() {
  const bool open = card_->isVisible();
  card_->hide();
  if (open) page_.setFocus(Qt::PopupFocusReason);
}

QString GeneratedText::saidAt(const QPoint& point) const {
  PageDocument& document = page_.pageDocument();
  if (document.changing() || page_.holeAt(point) != nullptr) return {};
  const QPointF inDocument = QPointF(point) + QPointF(0, page_.scrolled());
  const int view = page_.pageLayout().hitTest(inDocument, Qt::ExactHit);
  if (view < 0) return {};
  const int position = document.toManuscript(view);
  for (const Mark& mark : document.manuscript().marks())
    if (mark.kind == MarkKind::Generated && position >= mark.begin && position < mark.end)
      return tr("Generated: %1").arg(factsOf(provenanceOf(mark.note)));
  return {};
}

bool GeneratedText::eventFilter(QObject* watched, QEvent* event) {
  if (watched != page_.viewport() || event->type() != QEvent::ToolTip) return QObject::eventFilter(watched, event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const QString said = saidAt(help->pos());
  if (said.isEmpty()) {
    QToolTip::hideText();
    return QObject::eventFilter(watched, event);
  }
  // Until the mouse leaves the line.
  const QRect caret = page_.caretRect(page_.positionAt(help->pos()));
  const QRect line(0, caret.top(), page_.viewport()->width(), caret.height());
  QToolTip::showText(help->globalPos(),
                     QStringLiteral("<p style='white-space: nowrap'>%1<br>%2</p>")
                         .arg(said.toHtmlEscaped(), tr("Ctrl+Shift+I: its run, confirm, remove").toHtmlEscaped()),
                     page_.viewport(), line);
  return true;
}

}  // namespace lacuna::ui
