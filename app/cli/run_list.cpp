// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_list.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

#include "app/cli/styled_text.h"
#include "app/cli/text_file.h"
#include "app/replay/replay_json.h"

namespace lacuna::app {
namespace {

constexpr qsizetype kShortest = 6;  // letters of an id, at least

// So many letters of the ids that no two runs look alike.
qsizetype lettersNeeded(const RunEntries& entries) {
  QStringList ids;
  for (const auto& entry : entries) ids << entry.run.id;
  ids.sort();
  qsizetype needed = kShortest;
  for (qsizetype i = 1; i < ids.size(); ++i) {
    const auto apart = std::mismatch(ids[i].begin(), ids[i].end(), ids[i - 1].begin(), ids[i - 1].end()).first;
    needed = std::max(needed, static_cast<qsizetype>(apart - ids[i].begin()) + 1);
  }
  return needed;
}

QString outcomeOf(const storage::Run& run) {
  const QString word = outcomeWord(run.outcome);
  return run.outcome == storage::RunOutcome::Taken && run.taken >= 0
             ? QStringLiteral("%1 %2").arg(word).arg(run.taken + 1)
             : word;
}

}  // namespace

std::string runLines(const RunEntries& entries) {
  const qsizetype letters = lettersNeeded(entries);
  QString lines;
  for (const auto& [run, title] : entries) {
    lines += QStringLiteral("%1  %2  %3  %4 steps, seed %5  %6\n")
                 .arg(run.created.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm")),
                      outcomeOf(run).leftJustified(8), run.id.left(letters))
                 .arg(run.steps, 3)
                 .arg(QString::number(run.seed).leftJustified(10), title);
  }
  return printable(lines.toStdString());
}

std::string runListJson(const RunEntries& entries) {
  QJsonArray runs;
  for (const auto& [run, title] : entries) {
    QJsonObject object = runJson(run);
    object["document"] = title;
    runs.append(object);
  }
  return QJsonDocument(QJsonObject{{"runs", runs}}).toJson(QJsonDocument::Indented).toStdString();
}

QString findRun(const RunEntries& entries, const std::string& name) {
  if (entries.isEmpty()) {
    throw BadInput("This library holds no run yet: fill a gap in the window first.");
  }
  if (name == "last") return entries.first().run.id;
  const QString wanted = QString::fromStdString(name);
  QStringList found;
  for (const auto& entry : entries) {
    if (entry.run.id == wanted) return wanted;
    if (entry.run.id.startsWith(wanted, Qt::CaseInsensitive)) found << entry.run.id;
  }
  if (found.isEmpty()) {
    throw BadInput("No run of this library begins with \"" + printable(name) + "\": lacuna replay lists them.");
  }
  if (found.size() > 1) {
    throw BadInput(std::to_string(found.size()) + " runs begin with \"" + printable(name) +
                   "\": write more of the one that is meant, for instance " +
                   found.first().left(wanted.size() + 4).toStdString() + ".");
  }
  return found.first();
}

}  // namespace lacuna::app
