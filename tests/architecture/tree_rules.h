// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of the tree as functions of a path and a text, so that they can be shown to fail.
// Each returns one sentence a finding, "path:line: what"; empty where all is well. Paths are relative to the root.
#pragma once

#include <QHash>
#include <QRegularExpression>
#include <QSet>
#include <QString>
#include <QStringList>

namespace lacuna::tests {

inline QString finding(const QString& path, qsizetype line, const QString& what) {
  return QStringLiteral("%1:%2: %3").arg(path).arg(line).arg(what);
}

inline bool isCpp(const QString& path) { return path.endsWith(".cpp") || path.endsWith(".h"); }

inline bool isSource(const QString& path) {
  static const QSet<QString> named = {"dev", ".ci/run"};
  return isCpp(path) || path.endsWith(".cmake") || path.endsWith("CMakeLists.txt") || path.endsWith(".sh") ||
         path.endsWith(".py") || named.contains(path);
}

// The part whose rules hold for a file: tests/engine/x.cpp follows those of engine. Benchmarks and fuzz targets belong
// to the engine, those named window_ to the window, and desk_, which drives the whole program, to app.
inline QString partOf(const QString& path) {
  // A library of its own, below the engine too.
  if (path.startsWith("storage/files/")) return QStringLiteral("files");
  const QString part = path.section('/', 0, 0);
  if (part != "tests") return part;
  const QString tested = path.section('/', 1, 1);
  if (tested == "fuzz" || tested == "peers") return QStringLiteral("engine");
  if (tested != "bench") return tested;
  if (tested != "bench") return tested;
  const QString bench = path.section('/', 2, 2);
  if (bench.startsWith("desk_")) return QStringLiteral("app");
  return bench.startsWith("window_") ? QStringLiteral("ui") : QStringLiteral("engine");
}

// The folders of the window, and of which others each may know: the page's features stand on the editor and not on each
// other, page/ puts them together, window/ joins all. What lies in ui/ itself is everybody's and knows none of them.
inline bool mayKnowFolder(const QString& from, const QString& header) {
  static const QHash<QString, QStringList> known = {
      {"editor", {}},
      {"gap", {"editor"}},
      {"brush", {"editor", "gap"}},
      {"search", {"editor"}},
      {"surprise", {"editor", "gap"}},
      {"spelling", {"editor"}},
      {"generated", {"editor"}},
      {"history", {}},
      {"backups", {}},
      {"library", {"editor"}},
      {"page", {"editor", "gap", "brush", "search"}},
      {"runs", {}},
      {"panels", {"editor", "gap", "runs"}},
      {"files", {"window"}},
      {"print", {"files", "window"}},
      {"links", {"history"}},
      {"palette", {}},
      {"recent", {}},
      {"help", {"palette"}},
      {"preferences", {}},
      {"voices", {"window"}},
      {"writing", {}},
  };
  if (!from.startsWith("ui/") || header.count('/') < 2) return true;
  const QString target = header.section('/', 1, 1);
  const QString folder = from.count('/') < 2 ? QString() : from.section('/', 1, 1);
  return folder == target || folder == "window" || known.value(folder).contains(target);
}

inline bool mayInclude(const QString& from, const QString& header) {
  const QString part = partOf(from);
  if (header.startsWith("tests/")) return from.startsWith("tests/");
  const QString target = partOf(header);
  if (target == part) return part != "ui" || mayKnowFolder(from, header);
  // How files are read and written is the same everywhere but in the window, which asks storage.
  if (target == "files") return part != "ui";
  // The values of storage are those of the window, and what a word is, what a text amounts to and in which order
  // candidates stand are said once; they need nothing of storage.
  static const QSet<QString> values = {"storage/values.h", "storage/words.h", "storage/text_counts.h",
                                       "storage/candidate_order.h"};
  if (part == "ui" && (values.contains(header) || header.startsWith("storage/values/"))) return true;
  if (part != "app") return false;
  return target == "ui" || target == "storage" || header == "engine/session.h" || header == "engine/surprise.h";
}

// The library that an angle-bracket include belongs to, where only one part may use it; else empty.
inline QString ownerOfLibraryHeader(const QString& header) {
  static const QRegularExpression torch("^(torch|ATen|c10|caffe2|sentencepiece[^/]*)(/|\\.h$)");
  static const QRegularExpression storage("^(sqlite3[^/]*\\.h|zstd[^/]*\\.h|QSql.*|QtSql.*)");
  if (torch.match(header).hasMatch()) return QStringLiteral("engine");
  if (storage.match(header).hasMatch()) return QStringLiteral("storage");
  if (header.startsWith("hunspell/")) return QStringLiteral("ui");
  return {};
}

inline bool isQtHeader(const QString& header) {
  static const QRegularExpression qt("^Q([A-Z]|t[A-Z])");
  return qt.match(header).hasMatch();
}

// Who may include whom; see ARCHITECTURE.md.
inline QStringList checkIncludes(const QString& path, const QString& text) {
  static const QRegularExpression include("^\\s*#\\s*include\\s*([<\"])([^>\"]+)[>\"]");
  QStringList found;
  const QStringList lines = text.split('\n');
  for (qsizetype i = 0; i < lines.size(); ++i) {
    const auto match = include.match(lines[i]);
    if (!match.hasMatch()) continue;
    const QString header = match.captured(2);
    if (match.captured(1) == "\"") {
      if (header.endsWith(".moc")) continue;
      if (!header.contains('/') || header.contains("../")) {
        found << finding(path, i + 1, QStringLiteral("\"%1\" is not named from the root").arg(header));
      } else if (!mayInclude(path, header)) {
        found << finding(path, i + 1, QStringLiteral("%1 may not include %2").arg(partOf(path), header));
      }
      continue;
    }
    const QString owner = ownerOfLibraryHeader(header);
    if (!owner.isEmpty() && owner != partOf(path)) {
      found << finding(path, i + 1, QStringLiteral("<%1> belongs to %2 alone").arg(header, owner));
    }
    // Tests of the engine are Qt Tests; the engine itself knows no Qt.
    if (isQtHeader(header) && (path.startsWith("engine/") || partOf(path) == "files")) {
      found << finding(path, i + 1, QStringLiteral("%1 knows no Qt: <%2>").arg(partOf(path), header));
    }
  }
  return found;
}

inline QStringList checkLicenceLine(const QString& path, const QString& text) {
  const QString wanted = (isCpp(path) ? QStringLiteral("// ") : QStringLiteral("# ")) +
                         QStringLiteral("SPDX-License-Identifier: GPL-3.0-or-later");
  const QStringList lines = text.split('\n');
  const qsizetype first = lines[0].startsWith("#!") ? 1 : 0;
  if (first < lines.size() && lines[first] == wanted) return {};
  return {finding(path, first + 1, QStringLiteral("the first line must be: %1").arg(wanted))};
}

inline QStringList checkLength(const QString& path, const QString& text, int most = 500) {
  const qsizetype lines = text.count('\n');
  if (lines < most) return {};
  return {finding(path, lines, QStringLiteral("%1 lines; files stay under %2").arg(lines).arg(most))};
}

// Absolute paths into somebody's home, or into a folder for temporary files.
inline QStringList checkMachinePaths(const QString& path, const QString& text) {
  static const QRegularExpression machine("(?<![\\w.$}~*-])/(home|root|tmp|var/tmp|work|mnt|Users)/[\\w.]");
  QStringList found;
  const QStringList lines = text.split('\n');
  for (qsizetype i = 0; i < lines.size(); ++i) {
    const auto match = machine.match(lines[i]);
    if (match.hasMatch())
      found << finding(path, i + 1, QStringLiteral("holds a path of one machine: %1").arg(match.captured()));
  }
  return found;
}

inline QStringList checkTopLevel(const QStringList& paths) {
  static const QSet<QString> allowed = {".ci",
                                        ".clang-format",
                                        ".clang-tidy",
                                        ".git-blame-ignore-revs",
                                        ".gitattributes",
                                        ".gitignore",
                                        "app",
                                        "engine",
                                        "storage",
                                        "ui",
                                        "tests",
                                        "resources",
                                        "docs",
                                        "packaging",
                                        "ARCHITECTURE.md",
                                        "CHANGELOG.md",
                                        "CMakeLists.txt",
                                        "NOTICE",
                                        "CMakePresets.json",
                                        "LICENSE",
                                        "README.md",
                                        "CONTRIBUTING.md",
                                        "dev"};
  QSet<QString> found;
  for (const QString& path : paths) {
    const QString top = path.section('/', 0, 0);
    if (!allowed.contains(top)) found << finding(top, 0, "has no place at the top level; see ARCHITECTURE.md");
  }
  return {found.begin(), found.end()};
}

}  // namespace lacuna::tests
