// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/chapters.h"

#include <QRegularExpression>
#include <algorithm>
#include <array>

#include "storage/formats/manuscript_text.h"
#include "storage/formats/markdown_reader.h"
#include "storage/said.h"

namespace lacuna::storage {
namespace {

struct Heading {
  qsizetype line;
  int level;
  QString title;  // as it reads
  bool plain;     // it holds nothing but its words
};

QVector<Heading> headingsOf(const QStringList& lines) {
  static const QRegularExpression sign(QStringLiteral("^ {0,3}(#{1,6})[ \\t]+(.*?)[ \\t]*#*[ \\t]*$"));
  QVector<Heading> headings;
  bool fenced = false;
  for (qsizetype i = 0; i < lines.size(); ++i) {
    const QString line = lines[i].trimmed();
    if (line.startsWith(QStringLiteral("```")) || line.startsWith(QStringLiteral("~~~"))) fenced = !fenced;
    const auto match = fenced ? QRegularExpressionMatch() : sign.match(lines[i]);
    if (!match.hasMatch() || match.captured(2).isEmpty()) continue;
    const Manuscript read = readMarkdown(match.captured(2), LineEnds::Join);
    const QString title = read.blocks.isEmpty() ? match.captured(2) : plainText(read.blocks.first().spans);
    headings.append({i, static_cast<int>(match.captured(1).size()), title, title == match.captured(2)});
  }
  return headings;
}

QString trimmedLines(const QStringList& lines) {
  QStringList kept = lines;
  while (!kept.isEmpty() && kept.first().trimmed().isEmpty()) kept.removeFirst();
  while (!kept.isEmpty() && kept.last().trimmed().isEmpty()) kept.removeLast();
  return kept.isEmpty() ? QString() : kept.join(u'\n') + u'\n';
}

}  // namespace

QVector<NewDocument> asProject(const QString& title, const QString& source) {
  QString text = source;
  const QVector<NoteText> notes = takeNotes(text);
  const QStringList lines = text.split(u'\n');
  const QVector<Heading> headings = headingsOf(lines);
  std::array<int, 7> count{};
  for (const Heading& heading : headings) ++count[static_cast<std::size_t>(heading.level)];
  const auto found = std::find_if(count.begin(), count.end(), [](int many) { return many >= 2; });
  if (found == count.end()) return {};
  const int level = static_cast<int>(found - count.begin());
  NewDocument project;
  project.title = title;
  project.kind = DocumentKind::Project;
  QVector<NewDocument> documents{project};
  QVector<bool> taken(notes.size(), false);
  const auto add = [&](const QString& name, DocumentKind kind, const QStringList& part) {
    NewDocument document;
    document.title = name;
    document.text = trimmedLines(part);
    document.kind = kind;
    document.under = 0;
    for (qsizetype i = 0; i < notes.size(); ++i) {
      if (taken[i] || !document.text.contains(QStringLiteral("[^%1]").arg(notes[i].name))) continue;
      taken[i] = true;
      document.text += u'\n' + notes[i].source + u'\n';
    }
    documents.append(document);
  };
  QVector<Heading> cuts;
  std::copy_if(headings.cbegin(), headings.cend(), std::back_inserter(cuts),
               [level](const Heading& each) { return each.level == level; });
  QStringList before = lines.mid(0, cuts.first().line);
  // A heading that stands alone above the chapters is the book's title.
  const bool titled =
      !headings.isEmpty() && headings.first().line < cuts.first().line && headings.first().level < level;
  if (titled) {
    before.removeAt(headings.first().line);
    documents.first().title = headings.first().title;
  }
  if (!trimmedLines(before).isEmpty()) add(Said::tr("Before the first chapter"), DocumentKind::Scene, before);
  for (qsizetype i = 0; i < cuts.size(); ++i) {
    const qsizetype end = i + 1 < cuts.size() ? cuts[i + 1].line : lines.size();
    const qsizetype from = cuts[i].plain ? cuts[i].line + 1 : cuts[i].line;
    add(cuts[i].title, DocumentKind::Chapter, lines.mid(from, end - from));
  }
  for (qsizetype i = 0; i < notes.size(); ++i)
    if (!taken[i]) documents.last().text += u'\n' + notes[i].source + u'\n';
  return documents;
}

}  // namespace lacuna::storage
