// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/manuscript_source.h"

#include <QCoreApplication>
#include <QLocale>

#include "storage/formats/compile.h"
#include "storage/formats/markdown_reader.h"
#include "storage/library.h"
#include "ui/spelling/spelling_settings.h"

namespace lacuna::app {
namespace {

// The topmost document above this one.
QString rootOf(const QVector<storage::TreeNode>& nodes, const QString& id) {
  QString at = id;
  for (qsizetype i = 0; i < nodes.size(); ++i) {
    QString parent;
    for (const storage::TreeNode& node : nodes)
      if (node.id == at) parent = node.parent;
    if (parent.isEmpty()) break;
    at = parent;
  }
  return at;
}

QString titleOf(storage::Library* library, const QString& id) {
  if (library != nullptr)
    for (const storage::TreeNode& node : library->tree().nodes())
      if (node.id == id) return node.title;
  return QCoreApplication::translate("lacuna::app::ManuscriptSource", "Untitled");
}

// That in which the author has their spelling read.
QString language() {
  const QStringList chosen = ui::SpellingSettings::load().languages;
  return chosen.isEmpty() ? QLocale::system().bcp47Name() : chosen.first();
}

}  // namespace

void findManuscript(StorageThread& storage, const SourceAsk& ask, std::function<void(MakeManuscript)> then) {
  const QString spoken = language();
  const auto about = [author = ask.author, spoken](storage::Manuscript manuscript) {
    manuscript.author = author;
    if (manuscript.language.isEmpty()) manuscript.language = spoken;
    return manuscript;
  };
  if (ask.scope == ui::PrintScope::Project) {
    storage.post([ask, about, then = std::move(then)](storage::Library& library) {
      const QString root = rootOf(library.tree().nodes(), ask.documentId);
      const QVector<storage::CompilePart> parts = storage::compileParts(library, root, {ask.notes, false});
      then([parts, about](const storage::Work& work) { return about(storage::compile(parts, work)); });
    });
    return;
  }
  storage.postWithPath([ask, about, then = std::move(then)](storage::Library* library, const QString&) {
    const QString title = titleOf(library, ask.documentId);
    then([title, text = ask.text, about](const storage::Work& work) {
      storage::Manuscript manuscript = storage::readMarkdown(text, storage::LineEnds::Guess, work);
      manuscript.title = title;
      return about(manuscript);
    });
  });
}

}  // namespace lacuna::app
