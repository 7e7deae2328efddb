// SPDX-License-Identifier: GPL-3.0-or-later
// A manuscript as Markdown, such that readMarkdown() gives it back. Any thread.
#pragma once

#include "storage/values/manuscript.h"
#include "storage/values/work.h"

namespace lacuna::storage {

// Without the title, which a document of the library has beside its text. Ends in a line feed where there is text.
QString writeMarkdown(const Manuscript& manuscript, const Work& work = {});

// A piece of text with what Markdown would take for a sign escaped; `lineStart`: it begins a line.
QString escapeMarkdown(const QString& text, bool lineStart);

}  // namespace lacuna::storage
