// SPDX-License-Identifier: GPL-3.0-or-later
// Start here: which formats are read and written. A reader makes a Manuscript (storage/values/manuscript.h), a writer
// takes one; readers and writers know nothing of each other.
#pragma once

#include <QByteArray>
#include <QString>
#include <QVector>

#include "storage/formats/writers.h"
#include "storage/values/manuscript.h"
#include "storage/values/work.h"

namespace lacuna::storage {

// What bytes are, whatever the file is called.
enum class Content { Text, Html, Docx, Odt, Epub, Unknown };
// `suffix` in lower case helps only between plain text and HTML. Throws StorageError(kInvalid) with what to do for
// kinds that are known and not read: .doc, .rtf, PDF.
Content contentOf(const QString& name, const QString& suffix, const QByteArray& bytes);

// Of an .html, .docx, .odt or .epub file. Any thread. Throws StorageError(kInvalid).
Manuscript readManuscript(const QString& name, Content content, const QByteArray& bytes, const Work& work = {});

// Those that writeManuscript() knows: txt md html epub docx odt.
QVector<FormatInfo> writtenFormats();
// By the suffix, lower case. Throws StorageError(kInvalid) for another.
QByteArray writeManuscript(const QString& suffix, const Manuscript& manuscript, const ManuscriptLook& look = {},
                           const Work& work = {});

}  // namespace lacuna::storage
