// SPDX-License-Identifier: GPL-3.0-or-later
// HTML, and the XHTML of an EPUB, into a manuscript. Any thread.
#pragma once

#include <QByteArray>
#include <QHash>

#include "storage/formats/xml_tree.h"
#include "storage/values/manuscript.h"
#include "storage/values/work.h"

namespace lacuna::storage {

// Several pages that are one text: a note may stand on another page than its sign.
class HtmlReader {
 public:
  // `place`: the page's name, which addresses are relative to. Pages are read in the order in which they were added.
  void addPage(const QString& place, const XmlTree& tree);
  Manuscript read(const Work& work = {});

 private:
  struct Page {
    QString place;
    XmlTree tree;
  };
  QVector<Page> pages_;
};

Manuscript readHtml(const QString& name, const QByteArray& bytes, const Work& work = {});

}  // namespace lacuna::storage
