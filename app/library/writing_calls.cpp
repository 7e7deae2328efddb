// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/library/writing_calls.h"

#include "app/storage_thread.h"
#include "storage/library.h"
#include "storage/text_counts.h"

namespace lacuna::app {
namespace {

constexpr int kDays = 366;
constexpr int kSessions = 50;

// Of a document and all that lies under it, those whose words are in its sum.
QStringList countedOf(const QVector<storage::TreeNode>& nodes) {
  QStringList counted;
  for (const storage::TreeNode& node : nodes) {
    const bool apart = node.inBin || node.archived || node.kind == storage::DocumentKind::Note;
    if (counted.isEmpty() || (counted.contains(node.parent) && !apart)) counted << node.id;
  }
  return counted;
}

}  // namespace

void WritingCalls::countToday() {
  storage_.postIfOpen([this](storage::Library& library) { tellToday(library); });
}

void WritingCalls::tellToday(storage::Library& library) {
  const QDate day = QDate::currentDate();
  Q_EMIT todayCounted({day, library.writing().on(day), library.goal().words});
}

void WritingCalls::report(const QString& id) {
  storage_.postIfOpen([this, id](storage::Library& library) {
    library.commit();
    tell(library, id);
  });
}

void WritingCalls::tell(storage::Library& library, const QString& id) {
  storage::WritingReport report;
  report.id = id;
  const QVector<storage::TreeNode> nodes = id.isEmpty() ? QVector<storage::TreeNode>() : library.tree().subtree(id);
  QStringList ids;
  for (const storage::TreeNode& node : nodes) ids << node.id;
  const storage::WritingLog& writing = library.writing();
  const QDate today = QDate::currentDate();
  if (!nodes.isEmpty()) report.todayCounted = writing.on(today, countedOf(nodes));
  report.session = writing.thisSession(ids);
  report.today = writing.on(today, ids);
  report.days = writing.days(today.addDays(-kDays), today, ids);
  report.sessions = writing.sessions(kSessions, ids);
  report.goal = library.goal(id);
  Q_EMIT reported(report);
}

void WritingCalls::count(const QString& id) {
  storage_.postIfOpen([this, id](storage::Library& library) {
    try {
      const storage::Document document = library.read(id);
      Q_EMIT counted(id, storage::countText(document.text, document.marks), {});
    } catch (const storage::StorageError& error) {
      Q_EMIT counted(id, {}, error.sentence());
    }
  });
}

void WritingCalls::setGoal(const storage::WritingGoal& goal, const QString& id) {
  storage_.post([this, goal, id](storage::Library& library) {
    library.setGoal(goal, id);
    tell(library, id);
    tellToday(library);
  });
}

void WritingCalls::adoptGoal(int words) {
  storage_.postIfOpen([this, words](storage::Library& library) {
    if (!library.hasGoal()) library.setGoal({words});
    Q_EMIT goalAdopted();
    tellToday(library);
  });
}

}  // namespace lacuna::app
