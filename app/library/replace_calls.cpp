// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/library/replace_calls.h"

#include <QHash>
#include <memory>

#include "app/library/tree_calls.h"
#include "app/storage_thread.h"
#include "storage/library.h"
#include "storage/values/ways_up.h"
#include "ui/editor/manuscript.h"

namespace lacuna::app {
namespace {

// What the question is about, in the order of the tree.
QStringList documentsOf(const QVector<storage::TreeNode>& nodes, const ui::ReplaceQuestion& question) {
  const storage::WaysUp ways(nodes);
  const QString project = ways.top(question.document);
  QStringList ids;
  for (const storage::TreeNode& node : nodes) {
    const bool asked = question.scope == ui::ReplaceScope::Document  ? node.id == question.document
                       : question.scope == ui::ReplaceScope::Project ? ways.top(node.id) == project && !node.inBin
                                                                     : !node.inBin;
    if (asked) ids << node.id;
  }
  return ids;
}

}  // namespace

struct ReplaceCalls::Search {
  quint64 number = 0;
  ui::ReplaceQuestion question;
  ui::FindPattern pattern;
  QStringList ids;
  int done = 0;
};

void ReplaceCalls::stop() {
  forget();
  pool_.waitForDone();
}

void ReplaceCalls::find(const ui::ReplaceQuestion& question) {
  auto search = std::make_shared<Search>(Search{++newest_, question, ui::FindPattern(question.query), {}, 0});
  storage_.post([this, search](storage::Library& library) {
    search->ids = documentsOf(library.tree().nodes(), search->question);
    next(search);
  });
}

void ReplaceCalls::next(const std::shared_ptr<Search>& search) {
  if (search->number != newest_) return;
  const auto all = static_cast<int>(search->ids.size());
  Q_EMIT progressed(search->question.number, search->done, std::max(1, all));
  if (search->done == all) {
    if (all == 0) Q_EMIT progressed(search->question.number, 1, 1);
    return;
  }
  storage_.post([this, search](storage::Library& library) {
    if (search->number != newest_) return;
    storage::Document document;
    ui::ReplaceDocument trouble;
    try {
      document = library.read(search->ids.at(search->done));
    } catch (const storage::StorageError& error) {
      trouble.trouble = error.sentence();
      Q_EMIT found(search->question.number, trouble);
    }
    pool_.start([this, search, document] { look(search, document.title, document.text); });
  });
}

void ReplaceCalls::look(const std::shared_ptr<Search>& search, const QString& title, const QString& text) {
  const auto stop = [this, &search] { return search->number != newest_; };
  ui::ReplaceDocument document = ui::placesIn(text, search->pattern, search->question.with, stop);
  if (stop()) return;
  document.id = search->ids.at(search->done);
  document.title = title;
  ++search->done;
  if (!document.places.isEmpty() || !document.trouble.isEmpty()) Q_EMIT found(search->question.number, document);
  next(search);
}

void ReplaceCalls::replace(const QVector<ui::DocumentEdits>& documents) {
  storage_.post([this, documents](storage::Library& library) {
    int places = 0;
    QVector<ui::DocumentEdits> back;
    QStringList refused;
    for (const ui::DocumentEdits& document : documents) {
      if (const auto taken = replaceIn(library, document)) {
        places += static_cast<int>(document.edits.size());
        back.push_back(*taken);
      } else {
        refused << document.title;
      }
    }
    Q_EMIT replaced(places, back, refused);
  });
  storage_.flush();
  storage_.postIfOpen([this](storage::Library& library) {
    Q_EMIT storage_.libraryChanged(library.documents());
    Q_EMIT storage_.tree().treeChanged(library.tree().nodes());
  });
}

// As the page does it: one step, with the marks that it leaves.
std::optional<ui::DocumentEdits> ReplaceCalls::replaceIn(storage::Library& library, const ui::DocumentEdits& edits) {
  const storage::Document document = library.read(edits.id);
  if (!edits.fits(document.text)) return std::nullopt;
  library.keepRevision(edits.id, {storage::RevisionReason::BeforeReplace});
  ui::Manuscript manuscript;
  manuscript.reset(document.text, document.marks);
  manuscript.setOrigin(storage::EditOrigin::Pasted);
  const QVector<storage::Edit> done = manuscript.replacePlaces(edits.edits, document.cursor);
  library.apply(edits.id, done, manuscript.takeHistoryEvent());
  library.setMarks(edits.id, manuscript.marks());
  Q_EMIT storage_.tree().textChanged(edits.id);
  return edits.back(manuscript.text());
}

}  // namespace lacuna::app
