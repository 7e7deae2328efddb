// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/markers.h"

#include <QCoreApplication>

#include "ui/gap_markers.h"

namespace lacuna::ui {
namespace {

std::vector<WrittenMarker> markersOf(const QString& text) {
  return writtenMarkers(
      std::u16string_view(reinterpret_cast<const char16_t*>(text.utf16()), static_cast<std::size_t>(text.size())));
}

struct Said {
  Q_DECLARE_TR_FUNCTIONS(Markers)
};

}  // namespace

QVector<GapAsk> markersIn(const QString& text) {
  QVector<GapAsk> found;
  for (const WrittenMarker& marker : markersOf(text)) {
    if (marker.kind != MarkerKind::Gap) continue;
    found.push_back({static_cast<int>(marker.begin), static_cast<int>(marker.end), marker.words});
  }
  return found;
}

QString whyNoMarker(const QString& text) {
  constexpr int kTold = 4;
  QStringList told;
  int more = 0;
  for (const WrittenMarker& marker : markersOf(text)) {
    if (marker.kind == MarkerKind::Gap || marker.kind == MarkerKind::Other) continue;
    if (told.size() == kTold) {
      ++more;
      continue;
    }
    const QString shown =
        text.mid(static_cast<qsizetype>(marker.begin), static_cast<qsizetype>(marker.end - marker.begin)).simplified();
    told << Said::tr("%1 is left alone: %2").arg(shown, Said::tr(whyLeftAlone(marker.kind)));
  }
  if (more > 0) told << Said::tr("So are %Ln more.", nullptr, more);
  return told.join(u' ');
}

}  // namespace lacuna::ui
