// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/keys_page.h"

#include <QCoreApplication>

#include "ui/palette/command_palette.h"

namespace lacuna::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("KeysPage", text); }

QString rowOf(const QString& keys, const QString& what) {
  return QStringLiteral("<tr><td style=\"padding-right:18px\"><b>%1</b></td><td>%2</td></tr>")
      .arg(keys.toHtmlEscaped(), what.toHtmlEscaped());
}

QString tableOf(const QString& title, const QString& rows) {
  return QStringLiteral("<h3>%1</h3><table>%2</table>").arg(title.toHtmlEscaped(), rows);
}

}  // namespace

QVector<KeyGroup> keysOfPlaces() {
  return {{tr("In a gap"),
           {{tr("Enter"), tr("take the words that are shown")},
            {tr("Ctrl+Enter"), tr("take all gaps")},
            {tr("Tab, Shift+Tab"), tr("other candidates")},
            {tr("Ctrl+Tab, Ctrl+Shift+Tab"), tr("the next gap, the one before")},
            {tr("Ctrl+G"), tr("ask again")},
            {tr("Esc"), tr("stop; leave the gap")},
            {tr("Ctrl+Right"), tr("take one word")},
            {tr("Shift+Right, then Enter"), tr("choose words and take them alone")},
            {tr("Down, Space"), tr("other words for this one, keep it, never use it")},
            {tr("Alt+Right, Alt+Left"), tr("longer, shorter")}}},
          {tr("With the brush"),
           {{tr("1 to 5, 0"), tr("pressure; 0 wipes away")},
            {tr("Space"), tr("paint what is selected")},
            {tr("Enter"), tr("back to noise")},
            {tr("Esc"), tr("put it away")}}},
          {tr("In the text"), {{tr("Backspace"), tr("behind a sign that has changed: what was typed")}}},
          {tr("On the slider of a run's steps"),
           {{tr("Left, Right"), tr("a step back, a step on")},
            {tr("Space"), tr("play")},
            {tr("B, Shift+B"), tr("a branch from here, with another seed or the same")},
            {tr("C"), tr("keep this step to compare")}}},
          {tr("In the library's tree"),
           {{tr("Enter"), tr("open")},
            {tr("Delete"), tr("to the bin; in the bin for good")},
            {tr("Ctrl+Z, Ctrl+Shift+Z"), tr("take the last act on the tree back, do it again")}}},
          {tr("In the headings"),
           {{tr("Enter"), tr("go there")},
            {tr("Alt+Up, Alt+Down"), tr("move the section")},
            {tr("Alt+Right, Alt+Left"), tr("lower, higher")}}},
          {tr("In the lines that find and replace"),
           {{tr("Enter, Shift+Enter"), tr("the next place, the one before")},
            {tr("Ctrl+Enter"), tr("in the lower line: replace all")},
            {tr("Up, Down"), tr("what was looked for before")},
            {tr("Alt+C, Alt+W, Alt+R, Alt+L, Alt+A"),
             tr("match case, whole words, regular expression, in the selection, keep capitals")}}},
          {tr("In the history"),
           {{tr("Up, Down"), tr("another state")},
            {tr("Alt+Up, Alt+Down"), tr("the change before, the next one")},
            {tr("Space"), tr("choose this change")},
            {tr("Ctrl+Enter"), tr("bring back what is chosen")},
            {tr("F2"), tr("a name for the state")}}},
          {tr("In the manual"),
           {{tr("Ctrl+F"), tr("search")},
            {tr("F3, Shift+F3"), tr("the next place with these words, the one before")},
            {tr("Alt+Left, Alt+Right"), tr("back, forward")},
            {tr("Alt+Home"), tr("the contents")}}}};
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
