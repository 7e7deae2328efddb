// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/page_typing.h"

#include <QTextBlock>
#include <algorithm>

#include "ui/editor/fences.h"

namespace lacuna::ui {
namespace {

bool touchesHole(const PageDocument& document, int begin, int end) {
  return std::any_of(document.holes().cbegin(), document.holes().cend(),
                     [begin, end](const PageDocument::Hole& h) { return h.viewBegin < end && h.viewEnd() > begin; });
}

}  // namespace

void PageTyping::typed() {
  PageDocument& document = page_.pageDocument();
  QTextCursor caret = page_.caret();
  const int position = caret.position();
  SmartTyping wanted = smart_;
  if (wanted.language.isEmpty()) wanted.language = language_;
  const auto found = smartened(caret.block().text().left(caret.positionInBlock()), wanted);
  if (!found.has_value() || touchesHole(document, position - found->length, position) || isVerbatim(caret.block()))
    return;
  const PageDocument::From typing(document, EditOrigin::Typed);
  document.breakUndoRun();
  document.noteCursor(document.toManuscript(position));
  caret.setPosition(position - found->length);
  caret.setPosition(position, QTextCursor::KeepAnchor);
  caret.insertText(found->text);
  page_.setCaret(caret);
  document.breakUndoRun();
  changedAt_ = page_.caret().position();
  revision_ = document.view()->revision();
}

bool PageTyping::justChanged() const {
  return changedAt_ >= 0 && !page_.caret().hasSelection() && page_.caret().position() == changedAt_ &&
         page_.pageDocument().view()->revision() == revision_;
}

Continuation PageTyping::continuation() const {
  const QTextCursor caret = page_.caret();
  QTextCursor from = caret;
  from.setPosition(caret.selectionStart());
  const QTextBlock block = from.block();
  const QString text = block.text();
  const int mark = lineMarkOf(text).length;
  if (mark == 0 || isVerbatim(block) || kindOf(text) == BlockStyle::Rule ||
      touchesHole(page_.pageDocument(), block.position(), block.position() + mark))
    return {};
  return continuationOf(text, from.positionInBlock());
}

bool PageTyping::endsItem() {
  QTextCursor caret = page_.caret();
  if (caret.hasSelection() || !continuation().ends) return false;
  caret.setPosition(caret.block().position());
  caret.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
  const PageDocument::From typing(page_.pageDocument(), EditOrigin::Typed);
  caret.removeSelectedText();
  page_.setCaret(caret);
  return true;
}

QString PageTyping::nextMark() const { return continuation().mark; }

template <typename Act>
TextChange PageTyping::onSelection(Act act) const {
  const PageDocument& document = page_.pageDocument();
  const QTextCursor caret = page_.caret();
  return act(document.manuscript().text(), document.toManuscript(caret.selectionStart()),
             document.toManuscript(caret.selectionEnd()));
}

void PageTyping::apply(const TextChange& change) {
  PageDocument& document = page_.pageDocument();
  document.noteCursor(document.toManuscript(page_.caret().position()));
  page_.act([&] {
    page_.modes().write();
    const PageDocument::From marks(document, EditOrigin::Uncounted);
    document.breakUndoRun();
    document.replacePlaces(change.edits);
    QTextCursor caret = page_.caret();
    caret.setPosition(document.toView(change.anchor));
    caret.setPosition(document.toView(change.position), QTextCursor::KeepAnchor);
    page_.setCaret(caret);
  });
}

bool PageTyping::indent(bool in) {
  if (!mayWrite()) return false;
  const TextChange change =
      onSelection([in](const QString& text, int begin, int end) { return indentItems(text, begin, end, in); });
  if (change.edits.isEmpty()) return false;
  apply(change);
  return true;
}

void PageTyping::emphasize(InlineSpan::Kind kind) {
  if (!mayWrite()) return;
  apply(
      onSelection([kind](const QString& text, int begin, int end) { return toggleEmphasis(text, begin, end, kind); }));
}

void PageTyping::markLines(LineMark::Kind kind, int level) {
  if (!mayWrite()) return;
  apply(onSelection([kind, level](const QString& text, int begin, int end) {
    return toggleLineMark(text, begin, end, kind, level);
  }));
}

}  // namespace lacuna::ui
