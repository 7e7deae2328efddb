// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRegularExpression>

#include "ui/editor/page_view.h"

namespace lacuna::ui {

QVector<GapAsk> markersIn(const QString& text) {
  static const QRegularExpression kMarker(
      QStringLiteral("\\[\\[[ \\t]*(?:(?:\u2026|\\.\\.\\.)|(\\d{1,4})[ \\t]*words?)?[ \\t]*\\]\\]"));
  QVector<GapAsk> found;
  if (!text.contains(QLatin1String("[["))) return found;
  auto it = kMarker.globalMatch(text);
  while (it.hasNext()) {
    const QRegularExpressionMatch match = it.next();
    found.push_back(
        {static_cast<int>(match.capturedStart()), static_cast<int>(match.capturedEnd()), match.captured(1).toInt()});
  }
  return found;
}

}  // namespace lacuna::ui
