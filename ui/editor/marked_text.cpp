// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/marked_text.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

namespace lacuna::ui {
namespace {

constexpr qsizetype kMostBytes = 4 << 20;  // of the marks of one text
constexpr int kMostNote = 1000;            // letters

const QString& format() {
  static const QString name = QStringLiteral("application/x-lacuna-marks");
  return name;
}

QString digestOf(const QString& text) {
  return QString::fromLatin1(QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256).toHex());
}

// Words that stay when the enumeration changes.
const QStringList& kindNames() {
  static const QStringList names{QStringLiteral("generated"), QStringLiteral("pin"), QStringLiteral("tag")};
  return names;
}

}  // namespace

QVector<Mark> marksWithin(const QVector<Mark>& marks, int begin, int end) {
  QVector<Mark> within;
  for (const Mark& mark : marks) {
    if (mark.begin >= end || mark.end <= begin) continue;
    if (mark.kind != MarkKind::Generated && (mark.begin < begin || mark.end > end)) continue;
    Mark cut = mark;
    cut.begin = std::max(mark.begin, begin) - begin;
    cut.end = std::min(mark.end, end) - begin;
    within.push_back(cut);
  }
  return within;
}

QVector<Mark> shifted(QVector<Mark> marks, int by) {
  for (Mark& mark : marks) {
    mark.begin += by;
    mark.end += by;
  }
  return marks;
}

void addMarks(QMimeData& mime, const QString& text, const QVector<Mark>& marks) {
  if (marks.isEmpty()) return;
  QJsonArray array;
  for (const Mark& mark : marks)
    array.append(QJsonArray{mark.begin, mark.end, kindNames().value(static_cast<int>(mark.kind)), mark.note});
  const QJsonObject object{{QStringLiteral("text"), digestOf(text)}, {QStringLiteral("marks"), array}};
  mime.setData(format(), QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QVector<Mark> marksIn(const QMimeData& mime, const QString& text) {
  QVector<Mark> marks;
  if (!mime.hasFormat(format())) return marks;
  const QByteArray bytes = mime.data(format());
  if (bytes.size() > kMostBytes) return marks;
  const QJsonObject object = QJsonDocument::fromJson(bytes).object();
  if (object.value(QStringLiteral("text")).toString() != digestOf(text)) return marks;
  int last = 0;
  for (const QJsonValue& value : object.value(QStringLiteral("marks")).toArray()) {
    const int begin = value[0].toInt(-1);
    const int end = value[1].toInt(-1);
    const auto kind = kindNames().indexOf(value[2].toString());
    if (begin < last || end <= begin || end > text.size() || kind < 0) return {};
    marks.push_back({begin, end, static_cast<MarkKind>(kind), value[3].toString().left(kMostNote)});
    last = begin;
  }
  return marks;
}

}  // namespace lacuna::ui
