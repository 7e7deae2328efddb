// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked and answered when words are replaced in several documents. Plain data: any thread may copy them.
#pragma once

#include <QMetaType>
#include <QString>
#include <QStringList>
#include <QVector>

#include "ui/search/find_query.h"
#include "ui/values.h"

namespace lacuna::ui {

enum class ReplaceScope { Document, Project, Everything };

struct ReplaceQuestion {
  quint64 number = 0;
  FindQuery query;
  Replacement with;
  ReplaceScope scope = ReplaceScope::Document;
  QString document;  // the one on the page: itself, or in its project
};

// A place and what it would become.
struct ReplacePlace {
  int position = 0;  // UTF-16 units of the document's text
  QString before;
  QString after;
  QString left;  // some of what stands around it
  QString right;
};

struct ReplaceDocument {
  static constexpr int kMost = 20000;  // places of one document
  QString id;
  QString title;
  QVector<ReplacePlace> places;
  bool more = false;
  QString trouble;  // one sentence: why not all of it was looked through
};

// Of one document: ascending, and what stands at each place before.
struct DocumentEdits {
  QString id;
  QString title;
  QVector<Edit> edits;
  QStringList before;
  size_t hash = 0;  // of the whole text before; 0: it does not matter
  bool fits(const QString& text) const;
  // What takes these back, of the text after them.
  DocumentEdits back(const QString& after) const;
};

// All places in the text; `stop` as FindPattern::find() has it.
ReplaceDocument placesIn(const QString& text, const FindPattern& pattern, const Replacement& with,
                         const std::function<bool()>& stop = {});

}  // namespace lacuna::ui

Q_DECLARE_METATYPE(lacuna::ui::ReplaceQuestion)
Q_DECLARE_METATYPE(lacuna::ui::ReplaceDocument)
Q_DECLARE_METATYPE(lacuna::ui::DocumentEdits)
