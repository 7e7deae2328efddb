// SPDX-License-Identifier: GPL-3.0-or-later
// Markdown and plain text, in UTF-8. The text is taken as it stands but for line ends and a byte order mark, which are
// kept as its form (storage/text_form.h).
#pragma once

#include "storage/importers/importer.h"

namespace lacuna::storage {

bool canReadMarkdown(const QString& suffix, const QByteArray& head);
// By its suffix; or with none, where the head holds no zero byte.
bool canReadPlainText(const QString& suffix, const QByteArray& head);
Imported readPlainText(const QString& path, const QByteArray& bytes);

// The offset of the first byte that is not UTF-8, or -1.
qint64 findInvalidUtf8(const QByteArray& bytes);

}  // namespace lacuna::storage
