// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/keys_page.h"

#include <QCoreApplication>

#include "ui/palette/command_palette.h"

namespace lacuna::ui {
namespace {

struct Said {
  Q_DECLARE_TR_FUNCTIONS(KeysPage)
};

QString rowOf(const QString& keys, const QString& what) {
  return QStringLiteral("<tr><td style=\"padding-right:18px\"><b>%1</b></td><td>%2</td></tr>")
      .arg(keys.toHtmlEscaped(), what.toHtmlEscaped());
}

// What no menu can say: keys that mean something where the author is.
QString wherever() {
  QString rows;
  for (const auto& [keys, what] : QVector<QPair<QString, QString>>{
           {Said::tr("Enter"), Said::tr("take the words that are shown")},
           {Said::tr("Ctrl+Enter"), Said::tr("take all gaps")},
           {Said::tr("Tab, Shift+Tab"), Said::tr("other candidates")},
           {Said::tr("Ctrl+G"), Said::tr("ask again")},
           {Said::tr("Esc"), Said::tr("stop; leave the gap")},
           {Said::tr("Ctrl+Right"), Said::tr("take one word")},
           {Said::tr("Shift+Right, then Enter"), Said::tr("choose words and take them alone")},
           {Said::tr("Down"), Said::tr("other words for this one, keep it, never use it")},
           {Said::tr("Alt+Right, Alt+Left"), Said::tr("longer, shorter")},
           {Said::tr("1 to 5, Space, Enter"), Said::tr("with the brush: pressure, paint, back to noise")}})
    rows += rowOf(keys, what);
  const QString text = rowOf(Said::tr("Backspace"), Said::tr("behind a sign that has changed: what was typed"));
  return QStringLiteral("<h3>%1</h3><table>%2</table><h3>%3</h3><table>%4</table>")
      .arg(Said::tr("In a gap"), rows, Said::tr("In the text"), text);
}

}  // namespace

QString keysPage(QMenuBar* bar) {
  const QString between = QStringLiteral(" › ");
  QString page = wherever();
  QString menu;
  QString rows;
  const auto end = [&] {
    if (!rows.isEmpty()) page += QStringLiteral("<h3>%1</h3><table>%2</table>").arg(menu.toHtmlEscaped(), rows);
    rows.clear();
  };
  const QVector<PaletteEntry> entries = entriesOf(bar);
  for (const PaletteEntry& entry : entries) {
    if (entry.beside.isEmpty()) continue;
    const QString now = entry.title.section(between, 0, 0);
    if (now != menu) end();
    menu = now;
    rows += rowOf(entry.beside, entry.title.section(between, 1));
  }
  end();
  return page;
}

}  // namespace lacuna::ui
