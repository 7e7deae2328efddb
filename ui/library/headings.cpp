// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/headings.h"

namespace lacuna::ui {

QVector<Heading> headingsOf(const QString& text) {
  QVector<Heading> found;
  QString fence;
  const auto size = text.size();
  for (qsizetype at = 0; at < size;) {
    qsizetype end = text.indexOf(u'\n', at);
    if (end < 0) end = size;
    const QChar first = text.at(at);
    if (first == u'`' || first == u'~') {
      const QString mark(3, first);
      const bool fences = QStringView(text).mid(at, end - at).startsWith(mark);
      if (fences && fence.isEmpty()) {
        fence = mark;
      } else if (fences && fence == mark) {
        fence.clear();
      }
    } else if (first == u'#' && fence.isEmpty()) {
      int level = 0;
      while (at + level < end && text.at(at + level) == u'#') ++level;
      if (level <= 6 && at + level < end && text.at(at + level) == u' ')
        found.push_back({text.mid(at + level + 1, end - at - level - 1).trimmed(), level, static_cast<int>(at)});
    }
    at = end + 1;
  }
  return found;
}

int sectionEnd(const QVector<Heading>& headings, int index) {
  int end = index + 1;
  while (end < headings.size() && headings.at(end).level > headings.at(index).level) ++end;
  return end;
}

int sectionBefore(const QVector<Heading>& headings, int index) {
  for (int i = index - 1; i >= 0 && headings.at(i).level >= headings.at(index).level; --i)
    if (headings.at(i).level == headings.at(index).level) return i;
  return -1;
}

int sectionAfter(const QVector<Heading>& headings, int index) {
  const int end = sectionEnd(headings, index);
  return end < headings.size() && headings.at(end).level == headings.at(index).level ? end : -1;
}

int headingAt(const QVector<Heading>& headings, int position) {
  int found = -1;
  while (found + 1 < headings.size() && headings.at(found + 1).position <= position) ++found;
  return found;
}

int headingAbove(const QVector<Heading>& headings, int index) {
  for (int i = index - 1; i >= 0; --i)
    if (headings.at(i).level < headings.at(index).level) return i;
  return -1;
}

}  // namespace lacuna::ui
