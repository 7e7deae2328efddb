// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/generated/passages.h"

#include "storage/words.h"

namespace lacuna::ui {
namespace {

constexpr int kBeginning = 160;  // letters

// A mark that stands at the word before it.
bool closesWords(QChar c) {
  const QChar::Category category = c.category();
  return category == QChar::Punctuation_Other || category == QChar::Punctuation_Close ||
         category == QChar::Punctuation_FinalQuote;
}

}  // namespace

QVector<GeneratedPassage> passagesOf(const QString& text, const QVector<Mark>& marks) {
  QVector<GeneratedPassage> passages;
  for (const Mark& mark : marks) {
    if (mark.kind != MarkKind::Generated) continue;
    const QStringView words = QStringView(text).mid(mark.begin, mark.end - mark.begin);
    QString beginning = words.left(kBeginning).toString().simplified();
    if (words.size() > kBeginning) beginning = beginning.left(beginning.lastIndexOf(u' ')) + QStringLiteral(" \u2026");
    passages.push_back({mark.begin, mark.end, beginning, storage::countWords(words), provenanceOf(mark.note)});
  }
  return passages;
}

int passageAt(const QVector<GeneratedPassage>& passages, int position) {
  int found = -1;
  for (int i = 0; i < passages.size(); ++i) {
    const GeneratedPassage& passage = passages.at(i);
    if (position >= passage.begin && position < passage.end) return i;
    if (position == passage.end) found = i;
  }
  return found;
}

QPair<int, int> removalOf(const QString& text, int begin, int end) {
  const bool spaceBefore = begin > 0 && text.at(begin - 1) == u' ';
  const bool closes = end >= text.size() || text.at(end).isSpace() || closesWords(text.at(end));
  if (spaceBefore && closes) return {begin - 1, end};
  const bool opens = begin == 0 || text.at(begin - 1) == u'\n';
  if (opens && end < text.size() && text.at(end) == u' ') return {begin, end + 1};
  return {begin, end};
}

}  // namespace lacuna::ui
