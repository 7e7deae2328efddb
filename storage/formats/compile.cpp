// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/compile.h"

#include <QHash>
#include <algorithm>

#include "storage/formats/manuscript_text.h"
#include "storage/formats/markdown_reader.h"
#include "storage/library.h"

namespace lacuna::storage {
namespace {

bool hasHeading(DocumentKind kind) { return kind == DocumentKind::Folder || kind == DocumentKind::Chapter; }

// Headings of the text stand below that of its chapter.
void lower(QVector<Block>& blocks, int above) {
  int least = 7;
  for (const Block& block : blocks)
    if (block.kind == Block::Heading) least = std::min(least, block.level);
  const int by = std::max(0, above + 1 - least);
  for (Block& block : blocks)
    if (block.kind == Block::Heading) block.level = std::min(6, block.level + by);
}

}  // namespace

QVector<CompilePart> compileParts(Library& library, const QString& id, const CompileOptions& options) {
  QVector<CompilePart> parts;
  QHash<QString, int> levels;  // of what lies in each document that is taken
  for (const TreeNode& node : library.tree().subtree(id)) {
    const bool root = node.id == id;
    if (!root && !levels.contains(node.parent)) continue;  // below what is left out
    const bool left =
        node.inBin || (node.archived && !options.archived) || (node.kind == DocumentKind::Note && !options.notes);
    if (!root && left) continue;
    const int level = root ? 0 : levels.value(node.parent);
    levels.insert(node.id, level + (!root && hasHeading(node.kind) ? 1 : 0));
    parts.append({node.title, library.read(node.id).text, node.kind, level});
  }
  return parts;
}

Manuscript compile(const QVector<CompilePart>& parts, const Work& work) {
  Manuscript all;
  all.title = parts.isEmpty() ? QString() : parts.first().title;
  bool words = false;  // since the last heading
  for (qsizetype i = 0; i < parts.size(); ++i) {
    const CompilePart& part = parts[i];
    const auto share = [&parts](qsizetype at) { return static_cast<double>(at) / static_cast<double>(parts.size()); };
    Manuscript text = readMarkdown(part.text, LineEnds::Guess, work.part(share(i), share(i + 1)));
    const bool begins = i > 0 && (hasHeading(part.kind) || part.kind == DocumentKind::Note);
    const bool ownHeading = !text.blocks.isEmpty() && text.blocks.first().kind == Block::Heading;
    lower(text.blocks, begins && ownHeading ? part.level : part.level + (begins ? 1 : 0));
    if (begins) {
      // The author's own heading stands for the title.
      if (!ownHeading) {
        Block heading;
        heading.kind = Block::Heading;
        heading.spans = {Span{part.title}};
        text.blocks.prepend(heading);
      }
      text.blocks.first().level = std::min(6, part.level + 1);
      text.blocks.first().newPage = true;
    } else if (words && !text.blocks.isEmpty() && !ownHeading) {
      Block pause;
      pause.kind = Block::SceneBreak;
      text.blocks.prepend(pause);
    }
    if (begins) words = text.blocks.size() > 1;
    if (!begins && !text.blocks.isEmpty()) words = true;
    append(all, text);
  }
  return all;
}

}  // namespace lacuna::storage
