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

QString tableOf(const QString& title, const QString& rows) {
  return QStringLiteral("<h3>%1</h3><table>%2</table>").arg(title.toHtmlEscaped(), rows);
}

}  // namespace

QVector<KeyGroup> keysOfPlaces() {
  return {
      {Said::tr("In a gap"),
       {{Said::tr("Enter"), Said::tr("take the words that are shown")},
        {Said::tr("Ctrl+Enter"), Said::tr("take all gaps")},
        {Said::tr("Tab, Shift+Tab"), Said::tr("other candidates")},
        {Said::tr("Ctrl+Tab, Ctrl+Shift+Tab"), Said::tr("the next gap, the one before")},
        {Said::tr("Ctrl+G"), Said::tr("ask again")},
        {Said::tr("Esc"), Said::tr("stop; leave the gap")},
        {Said::tr("Ctrl+Right"), Said::tr("take one word")},
        {Said::tr("Shift+Right, then Enter"), Said::tr("choose words and take them alone")},
        {Said::tr("Down, Space"), Said::tr("other words for this one, keep it, never use it")},
        {Said::tr("Alt+Right, Alt+Left"), Said::tr("longer, shorter")}}},
      {Said::tr("With the brush"),
       {{Said::tr("1 to 5, 0"), Said::tr("pressure; 0 wipes away")},
        {Said::tr("Space"), Said::tr("paint what is selected")},
        {Said::tr("Enter"), Said::tr("back to noise")},
        {Said::tr("Esc"), Said::tr("put it away")}}},
      {Said::tr("In the text"), {{Said::tr("Backspace"), Said::tr("behind a sign that has changed: what was typed")}}},
      {Said::tr("On the slider of a run's steps"),
       {{Said::tr("Left, Right"), Said::tr("a step back, a step on")},
        {Said::tr("Space"), Said::tr("play")},
        {Said::tr("B, Shift+B"), Said::tr("a branch from here, with another seed or the same")},
        {Said::tr("C"), Said::tr("keep this step to compare")}}},
      {Said::tr("In the library's tree"),
       {{Said::tr("Enter"), Said::tr("open")},
        {Said::tr("Delete"), Said::tr("to the bin; in the bin for good")},
        {Said::tr("Ctrl+Z, Ctrl+Shift+Z"), Said::tr("take the last act on the tree back, do it again")}}},
      {Said::tr("In the headings"),
       {{Said::tr("Enter"), Said::tr("go there")},
        {Said::tr("Alt+Up, Alt+Down"), Said::tr("move the section")},
        {Said::tr("Alt+Right, Alt+Left"), Said::tr("lower, higher")}}},
      {Said::tr("In the lines that find and replace"),
       {{Said::tr("Enter, Shift+Enter"), Said::tr("the next place, the one before")},
        {Said::tr("Ctrl+Enter"), Said::tr("in the lower line: replace all")},
        {Said::tr("Up, Down"), Said::tr("what was looked for before")},
        {Said::tr("Alt+C, Alt+W, Alt+R, Alt+L, Alt+A"),
         Said::tr("match case, whole words, regular expression, in the selection, keep capitals")}}},
      {Said::tr("In the history"),
       {{Said::tr("Up, Down"), Said::tr("another state")},
        {Said::tr("Alt+Up, Alt+Down"), Said::tr("the change before, the next one")},
        {Said::tr("Space"), Said::tr("choose this change")},
        {Said::tr("Ctrl+Enter"), Said::tr("bring back what is chosen")},
        {Said::tr("F2"), Said::tr("a name for the state")}}},
      {Said::tr("In the manual"),
       {{Said::tr("Ctrl+F"), Said::tr("search")},
        {Said::tr("F3, Shift+F3"), Said::tr("the next place with these words, the one before")},
        {Said::tr("Alt+Left, Alt+Right"), Said::tr("back, forward")},
        {Said::tr("Alt+Home"), Said::tr("the contents")}}}};
}

QString keysPage(QMenuBar* bar) {
  const QString between = QStringLiteral(" › ");
  QString page;
  for (const KeyGroup& group : keysOfPlaces()) {
    QString rows;
    for (const auto& [keys, what] : group.keys) rows += rowOf(keys, what);
    page += tableOf(group.where, rows);
  }
  QString menu;
  QString rows;
  const auto end = [&] {
    if (!rows.isEmpty()) page += tableOf(menu, rows);
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
