// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/library/writing_calls.h"

#include "app/storage_thread.h"
#include "storage/library.h"

namespace lacuna::app {
namespace {

constexpr int kDays = 366;
constexpr int kSessions = 50;

}  // namespace

void WritingCalls::report(const QString& id) {
  storage_.post([this, id](storage::Library& library) { tell(library, id); });
}

void WritingCalls::tell(storage::Library& library, const QString& id) {
  library.commit();
  storage::WritingReport report;
  report.id = id;
  QStringList ids;
  for (const storage::TreeNode& node : id.isEmpty() ? library.tree().nodes() : library.tree().subtree(id)) {
    if (!id.isEmpty()) ids.append(node.id);
    if (!node.inBin) report.words += node.words;
  }
  const storage::WritingLog& writing = library.writing();
  const QDate today = QDate::currentDate();
  report.session = writing.thisSession(ids);
  report.today = writing.on(today, ids);
  report.days = writing.days(today.addDays(-kDays), today, ids);
  report.sessions = writing.sessions(kSessions, ids);
  report.goal = library.goal(id);
  Q_EMIT reported(report);
}

void WritingCalls::count(const QString& id) {
  storage_.post([this, id](storage::Library& library) {
    storage::TextCounts counts;
    for (const storage::TreeNode& node : library.tree().subtree(id)) {
      if (node.inBin) continue;
      const storage::Document document = library.read(node.id);
      counts += storage::countText(document.text, document.marks);
    }
    Q_EMIT counted(id, counts);
  });
}

void WritingCalls::setGoal(int words, const QString& id) {
  storage_.post([this, words, id](storage::Library& library) {
    library.setGoal(words, id);
    tell(library, id);
  });
}

}  // namespace lacuna::app
