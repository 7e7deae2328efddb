// SPDX-License-Identifier: GPL-3.0-or-later
// The manual's pages, docs/manual/ as it is built into the program, in the language that is spoken where there are pages
// in it, else in English. Keys and menus in them are links to the acts that they are of, so that what is shown is what
// the program does. UI thread only.
//
//   [`Ctrl+F`](<key:Edit → Find>)   the key of that act; what stands there is for readers of the file
//   [Edit → Find](act:)             names the act, and does it
//   *Edit → Find*                   names it
#pragma once

#include <QHash>
#include <QString>
#include <QVector>

#include "ui/palette/palette_entry.h"

namespace lacuna::ui {

struct ManualPage {
  QString name;    // of its file, without .md
  QString title;   // its first heading
  QString source;  // Markdown
};

class Manual {
 public:
  // The page that lists the others, in their order.
  static constexpr const char* kContents = "README";

  Manual();
  // The contents first.
  const QVector<ManualPage>& pages() const { return pages_; }
  const ManualPage* page(const QString& name) const;

 private:
  QVector<ManualPage> pages_;
};

// The acts of the menus by their way, "Edit → Find".
class ManualActs {
 public:
  ManualActs() = default;
  explicit ManualActs(const QVector<PaletteEntry>& entries);
  // Null: there is no such act.
  const PaletteEntry* act(const QString& way) const;
  // The page's Markdown with the keys of the acts. Acts that there are become links act:WAY, other ones plain words;
  // addresses of the web stand behind what they are of, as words: nothing in the manual leads into the network.
  QString filled(const QString& source) const;

 private:
  QHash<QString, PaletteEntry> acts_;
};

}  // namespace lacuna::ui
