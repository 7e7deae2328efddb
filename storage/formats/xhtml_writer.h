// SPDX-License-Identifier: GPL-3.0-or-later
// The body of a page of HTML or EPUB.
#pragma once

#include <QXmlStreamWriter>

#include "storage/values/manuscript.h"

namespace lacuna::storage {

// Never empty, and fit for XML.
QString titleOf(const Manuscript& manuscript);
// A language tag; "en" where none that is sound is known.
QString languageOf(const Manuscript& manuscript);

class XhtmlWriter {
 public:
  // epub: with the types that readers of EPUB make pop-ups of notes by.
  XhtmlWriter(QXmlStreamWriter& to, const Manuscript& manuscript, bool epub)
      : to_(to), from_(manuscript), epub_(epub) {}

  void titlePage();
  void blocks(const QVector<Block>& blocks);
  // The notes whose signs were written since the last call.
  void notes();
  // Of a page of its own; of the pages of an EPUB, whose reader has margins and letters of its own.
  static QString styleSheet(const ManuscriptLook& look);
  static QString bookSheet(const ManuscriptLook& look);

 private:
  void block(const Block& block);
  void spans(const QVector<Span>& spans);

  QXmlStreamWriter& to_;
  const Manuscript& from_;
  bool epub_;
  QVector<int> waiting_;
};

}  // namespace lacuna::storage
