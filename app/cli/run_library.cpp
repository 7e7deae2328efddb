// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileInfo>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "app/cli/exit_codes.h"
#include "app/cli/infill_request.h"
#include "app/cli/report_table.h"
#include "app/cli/run.h"
#include "app/cli/styled_text.h"
#include "app/cli/text_file.h"
#include "app/window/library_path.h"
#include "storage/backup.h"
#include "storage/library.h"
#include "storage/search/library_search.h"

namespace lacuna::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kDaysShown = 14;
constexpr int kDaysListed = 366;  // in JSON

const char* wordFor(storage::DocumentKind kind) {
  switch (kind) {
    case storage::DocumentKind::Project:
      return "project";
    case storage::DocumentKind::Folder:
      return "folder";
    case storage::DocumentKind::Chapter:
      return "chapter";
    case storage::DocumentKind::Note:
      return "note";
    case storage::DocumentKind::Scene:
      break;
  }
  return "scene";
}

std::string plain(const QString& text) { return printable(text.toStdString()); }

QString pathOf(const LibraryOptions& options) {
  const QString path = libraryPath(QString::fromStdString(options.library));
  if (!QFileInfo(path).isFile())
    throw BadInput("There is no library at " + plain(path) +
                   ": name one with --library, or write in the window first.");
  return path;
}

// Beside an open window too: nothing is written.
storage::Library reading(const LibraryOptions& options) {
  return storage::Library(pathOf(options), storage::Database::Access::ReadOnly);
}

int list(const LibraryOptions& options) {
  storage::Library library = reading(options);
  Json documents = Json::array();
  bool bin = false;
  for (const bool inBin : {false, true}) {
    for (const storage::TreeNode& node : library.tree().nodes()) {
      if (node.inBin != inBin) continue;
      documents.push_back({{"id", node.id.toStdString()},
                           {"title", node.title.toStdString()},
                           {"kind", wordFor(node.kind)},
                           {"parent", node.parent.toStdString()},
                           {"depth", node.depth},
                           {"words", node.words},
                           {"updated", node.updated.toString(Qt::ISODate).toStdString()},
                           {"archived", node.archived},
                           {"bin", node.inBin}});
      if (options.json) continue;
      if (inBin && !bin) std::printf("In the bin:\n");
      bin = inBin;
      std::printf("%s  %9d words  %*s%s%s\n", node.id.left(8).toUtf8().constData(), node.words, node.depth * 2, "",
                  plain(node.title).c_str(), node.archived ? " (archived)" : "");
    }
  }
  if (options.json) printJson({{"documents", documents}});
  if (!options.json && documents.empty())
    complain("This library holds no document yet: write one in the window first.");
  return kExitDone;
}

int search(const LibraryOptions& options) {
  storage::Library library = reading(options);
  storage::LibrarySearch search(library);
  {
    const NoteLine note;
    while (search.step()) note.show("Reading what the index of the search lacks ...");
  }
  storage::SearchRequest request;
  request.text = QString::fromStdString(options.operand);
  const storage::SearchResult result = search.find(request);
  if (!options.json) {
    for (const storage::SearchedDocument& document : result.documents) {
      for (const storage::SearchHit& hit : document.hits)
        std::printf("%s: %s\n", plain(document.title).c_str(), plain(hit.snippet).c_str());
      const qsizetype shown = document.hits.size();
      if (document.passages > shown)
        std::printf("%s: found in %d paragraphs in all\n", plain(document.title).c_str(), document.passages);
    }
    if (result.documents.isEmpty()) complain("Nothing in this library reads \"" + plain(request.text) + "\".");
    return kExitDone;
  }
  Json documents = Json::array();
  for (const storage::SearchedDocument& document : result.documents) {
    Json hits = Json::array();
    for (const storage::SearchHit& hit : document.hits) {
      Json places = Json::array();
      for (const auto& [begin, end] : hit.places) places.push_back({begin, end});
      hits.push_back(
          {{"begin", hit.begin}, {"end", hit.end}, {"snippet", hit.snippet.toStdString()}, {"places", places}});
    }
    documents.push_back({{"id", document.id.toStdString()},
                         {"title", document.title.toStdString()},
                         {"paragraphs", document.passages},
                         {"hits", hits}});
  }
  Json titles = Json::array();
  for (const QString& id : result.titles) titles.push_back(id.toStdString());
  printJson({{"paragraphs", result.passages}, {"more", result.more}, {"documents", documents}, {"titles", titles}});
  return kExitDone;
}

Json countJson(const storage::WritingCount& count) {
  return {{"typed", count.typed},
          {"deleted", count.deleted},
          {"pasted", count.pasted},
          {"generated", count.generated},
          {"minutes", count.milliseconds / 60000}};
}

int writing(const LibraryOptions& options) {
  storage::Library library = reading(options);
  const QDate today = QDate::currentDate();
  const int count = options.json ? kDaysListed : kDaysShown;
  const QVector<storage::WritingDay> days = library.writing().days(today.addDays(1 - count), today);
  if (options.json) {
    Json list = Json::array();
    for (const storage::WritingDay& day : days) {
      Json each = countJson(day.count);
      each["day"] = day.day.toString(Qt::ISODate).toStdString();
      list.push_back(each);
    }
    printJson({{"goal", library.goal().words}, {"days", list}});
    return kExitDone;
  }
  if (days.isEmpty()) complain("Nothing was written in this library in the last two weeks.");
  for (const storage::WritingDay& day : days)
    std::printf("%s  %6d typed  %6d deleted  %6d pasted  %6d generated  %4lld min\n",
                day.day.toString(Qt::ISODate).toUtf8().constData(), day.count.typed, day.count.deleted,
                day.count.pasted, day.count.generated, static_cast<long long>(day.count.milliseconds / 60000));
  if (const int goal = library.goal().words; goal > 0) std::printf("Goal: %d words a day.\n", goal);
  return kExitDone;
}

// How many documents and words, and those that are damaged, a line each.
int sayCheck(const storage::LibraryCheck& check, const std::string& what) {
  std::printf("%s: %d documents, %lld words.\n", what.c_str(), check.documents, static_cast<long long>(check.words));
  for (const QString& title : check.damaged) std::printf("Damaged: %s\n", plain(title).c_str());
  return check.damaged.isEmpty() ? kExitDone : kExitBadInput;
}

Json checkJson(const storage::LibraryCheck& check) {
  Json damaged = Json::array();
  for (const QString& title : check.damaged) damaged.push_back(title.toStdString());
  return {{"documents", check.documents}, {"words", check.words}, {"damaged", damaged}};
}

int backUp(const LibraryOptions& options) {
  storage::BackupRequest request;
  request.library = pathOf(options);
  {
    storage::Library library = reading(options);
    const storage::BackupPlan plan = storage::backupPlan(library);
    request.folder = options.operand.empty() ? plan.folder : QString::fromStdString(options.operand);
    request.rule = plan.rule;
  }
  if (request.folder.isEmpty()) throw BadUsage("Name a folder for the backup: this library makes none by itself.");
  if (options.keep > 0) request.rule.most = options.keep;
  const storage::BackupMade made = storage::makeBackup(request);
  const int code = made.check.damaged.isEmpty() ? kExitDone : kExitBadInput;
  if (!options.json) {
    sayCheck(made.check, "Backed up to " + plain(made.info.path));
    for (const QString& path : made.removed) std::printf("Removed the older %s\n", plain(path).c_str());
    return code;
  }
  Json json = checkJson(made.check);
  json["path"] = made.info.path.toStdString();
  json["bytes"] = made.info.bytes;
  json["removed"] = Json::array();
  for (const QString& path : made.removed) json["removed"].push_back(path.toStdString());
  printJson(json);
  return code;
}

int check(const LibraryOptions& options) {
  const QString path = options.operand.empty() ? pathOf(options) : QString::fromStdString(options.operand);
  const storage::LibraryCheck found = storage::checkLibrary(path);
  if (!options.json)
    return sayCheck(found, plain(path) + (found.damaged.isEmpty() ? " is sound" : " is damaged in part"));
  printJson(checkJson(found));
  return found.damaged.isEmpty() ? kExitDone : kExitBadInput;
}

int restore(const LibraryOptions& options) {
  const QString folder = QFileInfo(libraryPath(QString::fromStdString(options.library))).absolutePath();
  const QString path = storage::workingCopy(QString::fromStdString(options.operand), folder);
  if (options.json) {
    printJson({{"path", path.toStdString()}});
  } else {
    std::printf(
        "The backup is sound. A copy to work with: %s\nOpen it with lacuna --library, or put it in your "
        "library's place.\n",
        plain(path).c_str());
  }
  return kExitDone;
}

}  // namespace

int runLibrary(const LibraryOptions& options) {
  return guarded([&] {
    if (options.action == "search") return search(options);
    if (options.action == "writing") return writing(options);
    if (options.action == "backup") return backUp(options);
    if (options.action == "check") return check(options);
    if (options.action == "restore") return restore(options);
    return list(options);
  });
}

}  // namespace lacuna::app
