// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/epub_reader.h"

#include <QHash>
#include <QSet>

#include "storage/error.h"
#include "storage/formats/html_reader.h"
#include "storage/formats/manuscript_text.h"

namespace lacuna::storage {
namespace {

struct Part {
  QString entry;
  QString properties;
};

// The entries that are locked by a copy protection.
QSet<QString> lockedEntries(const QString& name, ZipReader& archive) {
  QSet<QString> locked;
  const QByteArray bytes = archive.readIfThere(QStringLiteral("META-INF/encryption.xml"));
  if (bytes.isEmpty()) return locked;
  XmlTree::fromXml(name, bytes).forEach([&locked](XmlNode node) {
    if (node.is("CipherReference")) locked.insert(entryBeside({}, node.attribute("URI")));
  });
  return locked;
}

[[noreturn]] void refuse(const QString& name, const char* why) {
  throw StorageError(StorageCode::kInvalid, QStringLiteral("%1 %2.").arg(name, QLatin1String(why)));
}

// A title page of the book's own, which says the title and the author once more.
bool isTitlePage(const QString& properties, const XmlTree& tree) {
  if (properties.contains(QStringLiteral("title-page"))) return true;
  bool title = false;
  tree.forEach([&title](XmlNode node) {
    if ((node.is("body") || node.is("section")) &&
        node.attribute("type").split(u' ').contains(QStringLiteral("titlepage")))
      title = true;
  });
  return title;
}

}  // namespace

Manuscript readEpub(const QString& name, ZipReader& archive, const Work& work) {
  const XmlTree container = XmlTree::fromXml(name, archive.read(QStringLiteral("META-INF/container.xml")));
  QString package;
  container.forEach([&package](XmlNode node) {
    if (node.is("rootfile") && package.isEmpty()) package = entryBeside({}, node.attribute("full-path"));
  });
  const XmlTree book = XmlTree::fromXml(name, archive.read(package));
  QHash<QString, Part> parts;
  QStringList spine;
  Manuscript about;
  book.forEach([&](XmlNode node) {
    if (node.is("item")) {
      const QString type = node.attribute("media-type");
      if (type.contains(QStringLiteral("html")))
        parts.insert(node.attribute("id"),
                     {entryBeside(package, node.attribute("href")), node.attribute("properties")});
    } else if (node.is("itemref")) {
      spine.append(node.attribute("idref"));
    } else if (node.is("title") && about.title.isEmpty()) {
      about.title = node.allText().simplified();
    } else if (node.is("creator") && about.author.isEmpty()) {
      about.author = node.allText().simplified();
    } else if (node.is("language") && about.language.isEmpty()) {
      about.language = node.allText().simplified();
    }
  });
  const QSet<QString> locked = lockedEntries(name, archive);
  HtmlReader reader;
  QSet<QString> seen;
  Steps pages(work.part(0, 0.3), spine.size());
  for (const QString& id : spine) {
    pages.next();
    const Part part = parts.value(id);
    if (part.entry.isEmpty() || seen.contains(part.entry) || part.properties.contains(QStringLiteral("nav"))) continue;
    seen.insert(part.entry);
    if (locked.contains(part.entry)) refuse(name, "is locked by a copy protection and cannot be read");
    const XmlTree tree = XmlTree::fromHtml(name, archive.read(part.entry));
    if (isTitlePage(part.properties, tree)) continue;
    reader.addPage(part.entry, tree);
  }
  Manuscript manuscript = reader.read(work.part(0.3, 1));
  if (manuscript.blocks.isEmpty()) refuse(name, "holds no text that could be read");
  manuscript.title = about.title;
  manuscript.author = about.author;
  manuscript.language = about.language;
  return manuscript;
}

}  // namespace lacuna::storage
