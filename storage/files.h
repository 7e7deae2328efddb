// SPDX-License-Identifier: GPL-3.0-or-later
// Writing a text to a file of the author's.
#pragma once

#include <QString>
#include <optional>

#include "storage/text_form.h"

namespace lacuna::storage {

// Replaces the file in one step (files/output_file.h): a full disk or a lost process leaves the old file as it was, and
// when this returns the new one is on the disk. Without a form, in that of the file that stands there, else in UTF-8
// with line feeds. Where the form's encoding lacks a character the file becomes UTF-8, and the sentence that is
// returned says so; else it is empty. Any thread. Throws StorageError with one sentence: kReadOnly, kFull, kNotFound
// (no such folder), kInvalid.
QString saveTextFile(const QString& path, const QString& text, const std::optional<TextForm>& form = {});

}  // namespace lacuna::storage
