// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/page_sections.h"

#include <algorithm>
#include <utility>

namespace lacuna::ui {
namespace {

// Of [begin, end), without the line ends at its end.
int endOfWords(const QString& text, int begin, int end) {
  while (end > begin && text.at(end - 1) == u'\n') --end;
  return end;
}

}  // namespace

int splitPlace(const QString& text, int position) {
  const int size = static_cast<int>(text.size());
  int begin = std::clamp(position, 0, size);
  while (begin < size && text.at(begin).isSpace()) ++begin;
  const bool cutsPair =
      begin > 0 && begin < size && text.at(begin).isLowSurrogate() && text.at(begin - 1).isHighSurrogate();
  return QStringView(text).left(begin).trimmed().isEmpty() || begin == size || cutsPair ? -1 : begin;
}

// Two stretches beside each other change places; what separates them, and what follows them, stays between and behind.
void PageSections::move(int index, int before) {
  const QString text = page_.pageDocument().manuscript().text();
  const QVector<Heading> headings = headingsOf(text);
  if (index < 0 || index >= headings.size()) return;
  const int size = static_cast<int>(text.size());
  const auto place = [&](int heading) { return heading < headings.size() ? headings.at(heading).position : size; };
  const int end = sectionEnd(headings, index);
  if (before >= index && before <= end) return;
  const int begin = std::min(place(index), place(before));
  const int middle = before < index ? place(index) : place(end);
  const int last = before < index ? place(end) : place(before);
  const int firstEnd = endOfWords(text, begin, middle);
  const int secondEnd = endOfWords(text, middle, last);
  page_.modes().write();
  PageDocument& document = page_.pageDocument();
  document.noteCursor(page_.cursorPosition());
  const int first = firstEnd - begin;
  const int second = secondEnd - middle;
  document.beginStep();
  document.moveText(middle, secondEnd, begin);
  document.moveText(begin + second + first, begin + second + middle - begin, begin + second);
  document.endStep();
  page_.goToHeading(before < index ? begin : begin + second + middle - firstEnd);
}

void PageSections::changeLevel(int index, int by) {
  const QString text = page_.pageDocument().manuscript().text();
  const QVector<Heading> headings = headingsOf(text);
  if (index < 0 || index >= headings.size()) return;
  QVector<Edit> edits;
  for (int i = index; i < sectionEnd(headings, index); ++i) {
    const Heading& heading = headings.at(i);
    if (heading.level + by < 1 || heading.level + by > 6) {
      Q_EMIT sentence(tr("Headings have six levels; \u201c%1\u201d stays where it is.").arg(heading.title));
      return;
    }
    edits.push_back(by < 0 ? Edit{heading.position, 1, {}} : Edit{heading.position, 0, QStringLiteral("#")});
  }
  page_.modes().write();
  PageDocument& document = page_.pageDocument();
  document.noteCursor(page_.cursorPosition());
  const PageDocument::From from(document, EditOrigin::Uncounted);
  document.replacePlaces(edits);
}

bool PageSections::split(const QString& id) {
  const QString text = page_.pageDocument().manuscript().text();
  const int begin = splitPlace(text, page_.cursorPosition());
  if (id.isEmpty() || begin < 0) {
    Q_EMIT sentence(tr("There is nothing to split here: put the cursor where the second part is to begin."));
    return false;
  }
  request_ = storage::SplitRequest{id, begin, {}, {}};
  const PageDocument::From from(page_.pageDocument(), EditOrigin::Uncounted);
  page_.replaceText(text.left(begin));
  request_.reset();
  return true;
}

bool PageSections::takes(const HistoryEvent& event) {
  if (!request_) return false;
  storage::SplitRequest request = *std::exchange(request_, std::nullopt);
  request.event = event;
  Q_EMIT splitWanted(request);
  return true;
}

}  // namespace lacuna::ui
