// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/sample_draft.h"

#include <QFile>

// Outside of any namespace, as Qt asks: a static library's resources are linked only when they are named.
static void nameResources() { Q_INIT_RESOURCE(samples); }

namespace lacuna::app {

QVector<SampleDraft> sampleDrafts() {
  nameResources();
  QVector<SampleDraft> drafts;
  for (const char* name : {"the-winter-tuning.md", "the-estuary.md"}) {
    QFile file(QStringLiteral(":/samples/") + QLatin1String(name));
    if (!file.open(QIODevice::ReadOnly)) continue;
    const QString text = QString::fromUtf8(file.readAll());
    const QString first = text.section('\n', 0, 0);
    drafts.push_back({first.startsWith(QLatin1String("# ")) ? first.mid(2).trimmed() : QString::fromUtf8(name), text});
  }
  return drafts;
}

}  // namespace lacuna::app
