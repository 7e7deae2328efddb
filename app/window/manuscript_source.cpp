// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/manuscript_source.h"

#include <QCoreApplication>
#include <QLocale>

#include "storage/formats/compile.h"
#include "storage/formats/markdown_reader.h"
#include "storage/library.h"
#include "storage/spelling_notes.h"
#include "storage/values/ways_up.h"
#include "ui/spelling/spelling_settings.h"

namespace lacuna::app {
namespace {

QString titleOf(storage::Library* library, const QString& id) {
  if (library != nullptr)
    for (const storage::TreeNode& node : library->tree().nodes())
      if (node.id == id) return node.title;
  return QCoreApplication::translate("lacuna::app::ManuscriptSource", "Untitled");
}

// That in which the author has the text's spelling read: the first of them that says one, else as everywhere.
QString languageOf(storage::Library& library, const QStringList& chain, const QString& usual) {
  const storage::LibrarySpelling said = storage::spellingNotes(library);
  for (const QString& id : chain)
    if (!said.value(id).languages.isEmpty()) return said.value(id).languages.first();
  return usual;
}

QString usualLanguage() {
  const QStringList chosen = ui::SpellingSettings::load().languages;
  return chosen.isEmpty() ? QLocale::system().bcp47Name() : chosen.first();
}

}  // namespace

void findManuscript(StorageThread& storage, const SourceAsk& ask, std::function<void(MakeManuscript)> then) {
  const QString usual = usualLanguage();
  if (ask.scope == ui::PrintScope::Project) {
    storage.post([ask, usual, then = std::move(then)](storage::Library& library) {
      const QStringList chain = storage::WaysUp(library.tree().nodes()).of(ask.documentId);
      const QVector<storage::CompilePart> parts = storage::compileParts(library, chain.last(), {ask.notes, false});
      const QString language = languageOf(library, {chain.last()}, usual);
      then([parts, language, author = ask.author](const storage::Work& work) {
        storage::Manuscript manuscript = storage::compile(parts, work);
        manuscript.author = author;
        manuscript.language = language;
        return manuscript;
      });
    });
    return;
  }
  storage.postWithPath([ask, usual, then = std::move(then)](storage::Library* library, const QString&) {
    const QString title = titleOf(library, ask.documentId);
    const QString language =
        library == nullptr ? usual
                           : languageOf(*library, storage::WaysUp(library->tree().nodes()).of(ask.documentId), usual);
    then([title, language, text = ask.text, author = ask.author](const storage::Work& work) {
      storage::Manuscript manuscript = storage::readMarkdown(text, storage::LineEnds::Guess, work);
      manuscript.title = title;
      manuscript.author = author;
      manuscript.language = language;
      return manuscript;
    });
  });
}

}  // namespace lacuna::app
