// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/undo_step.h"

#include <QDataStream>
#include <QIODevice>
#include <algorithm>

namespace lacuna::ui {
namespace {

constexpr quint8 kFormat = 2;
constexpr quint8 kWithoutOrigin = 1;  // the format before

bool same(const Mark& a, const Mark& b, int shift) {
  return a.begin + shift == b.begin && a.end + shift == b.end && a.kind == b.kind && a.note == b.note;
}

Mark shifted(Mark mark, int by) {
  mark.begin += by;
  mark.end += by;
  return mark;
}

void write(QDataStream& out, const QVector<Mark>& marks) {
  out << static_cast<qint32>(marks.size());
  for (const Mark& m : marks) out << qint32(m.begin) << qint32(m.end) << static_cast<quint8>(m.kind) << m.note;
}

bool read(QDataStream& in, QVector<Mark>& marks) {
  qint32 count = 0;
  in >> count;
  for (qint32 i = 0; i < count && in.status() == QDataStream::Ok; ++i) {
    qint32 begin = 0;
    qint32 end = 0;
    quint8 kind = 0;
    Mark m;
    in >> begin >> end >> kind >> m.note;
    if (kind > static_cast<quint8>(MarkKind::Tag)) return false;
    m.begin = begin;
    m.end = end;
    m.kind = static_cast<MarkKind>(kind);
    marks.push_back(m);
  }
  return count >= 0 && in.status() == QDataStream::Ok;
}

bool sound(const QVector<Mark>& marks, int length) {
  return std::all_of(marks.begin(), marks.end(),
                     [length](const Mark& m) { return m.begin >= 0 && m.begin < m.end && m.end <= length; });
}

// Applied one after another to a text of this length.
bool fits(const QVector<UndoStep::Change>& changes, int length) {
  for (const UndoStep::Change& c : changes) {
    const int removed = static_cast<int>(c.removed.size());
    if (c.position < 0 || c.position > length || removed > length - c.position) return false;
    length += static_cast<int>(c.inserted.size()) - removed;
  }
  return true;
}

}  // namespace

int UndoStep::growth() const {
  qsizetype by = 0;
  for (const Change& c : changes) by += c.inserted.size() - c.removed.size();
  return static_cast<int>(by);
}

QByteArray encodeStep(const UndoStep& step) {
  const QVector<Mark>& before = step.marksBefore;
  const QVector<Mark>& after = step.marksAfter;
  const int shift = step.growth();
  const qsizetype most = std::min(before.size(), after.size());
  qsizetype head = 0;
  while (head < most && same(before.at(head), after.at(head), 0)) ++head;
  qsizetype tail = 0;
  while (tail < most - head && same(before.at(before.size() - 1 - tail), after.at(after.size() - 1 - tail), shift))
    ++tail;
  QByteArray bytes;
  QDataStream out(&bytes, QIODevice::WriteOnly);
  out.setVersion(QDataStream::Qt_6_0);
  out << kFormat << qint32(step.cursorBefore) << qint32(step.cursorAfter) << static_cast<quint8>(step.kind)
      << static_cast<quint8>(step.origin) << static_cast<qint32>(step.changes.size());
  for (const UndoStep::Change& c : step.changes) out << qint32(c.position) << c.removed << c.inserted;
  out << static_cast<qint32>(head) << static_cast<qint32>(tail);
  write(out, before.mid(head, before.size() - head - tail));
  write(out, after.mid(head, after.size() - head - tail));
  return bytes;
}

std::optional<UndoStep> decodeStep(const QByteArray& bytes, const KnownSide& known) {
  QDataStream in(bytes);
  in.setVersion(QDataStream::Qt_6_0);
  quint8 format = 0;
  quint8 kind = 0;
  qint32 cursorBefore = 0;
  qint32 cursorAfter = 0;
  qint32 count = 0;
  quint8 origin = 0;
  in >> format >> cursorBefore >> cursorAfter >> kind;
  if (format == kFormat) in >> origin;
  in >> count;
  if (format != kFormat && format != kWithoutOrigin) return std::nullopt;
  if (kind > static_cast<quint8>(EditKind::Other) || origin > static_cast<quint8>(EditOrigin::Uncounted) || count < 0)
    return std::nullopt;
  UndoStep step;
  step.cursorBefore = cursorBefore;
  step.cursorAfter = cursorAfter;
  step.kind = static_cast<EditKind>(kind);
  step.origin = static_cast<EditOrigin>(origin);
  for (qint32 i = 0; i < count && in.status() == QDataStream::Ok; ++i) {
    qint32 position = 0;
    UndoStep::Change c;
    in >> position >> c.removed >> c.inserted;
    c.position = position;
    step.changes.push_back(c);
  }
  qint32 head = 0;
  qint32 tail = 0;
  QVector<Mark> before;
  QVector<Mark> after;
  in >> head >> tail;
  if (!read(in, before) || !read(in, after) || !in.atEnd() || head < 0 || tail < 0) return std::nullopt;

  const int shift = step.growth();
  const int lengthBefore = known.after ? known.length - shift : known.length;
  const QVector<Mark>& middle = known.after ? after : before;
  const qsizetype between = known.marks.size() - head - tail;
  if (lengthBefore < 0 || between != middle.size() || !fits(step.changes, lengthBefore)) return std::nullopt;
  QVector<Mark> other = known.marks.mid(0, head) + (known.after ? before : after);
  for (const Mark& m : known.marks.mid(known.marks.size() - tail))
    other.push_back(shifted(m, known.after ? -shift : shift));
  if (!sound(other, known.after ? lengthBefore : known.length + shift)) return std::nullopt;
  step.cursorBefore = qBound(0, step.cursorBefore, lengthBefore);
  step.cursorAfter = qBound(0, step.cursorAfter, lengthBefore + shift);
  step.marksBefore = known.after ? other : known.marks;
  step.marksAfter = known.after ? known.marks : other;
  return step;
}

}  // namespace lacuna::ui
