// SPDX-License-Identifier: GPL-3.0-or-later
// Writing a replay to a file, in the format that the file's name asks for.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include "app/replay/replay_pictures.h"

namespace lacuna::app {

struct ReplayFormat {
  const char* name;      // as the command line calls it: "html"
  QStringList suffixes;  // "html", "htm"; the first is the usual one
  bool painted;          // it needs fonts, so a QGuiApplication
  QByteArray (*write)(const Replay& replay, const ReplayLook& look);
};
// One line each in replay_export.cpp.
const QVector<ReplayFormat>& replayFormats();
// By the suffix of a path; null for none of ours.
const ReplayFormat* replayFormatOf(const QString& path);

// Any thread. Throws std::runtime_error with one sentence: a suffix that is no format's, a run without steps, a file
// that cannot be written (then what stood there stands there still).
void exportReplay(const Replay& replay, const ReplayLook& look, const QString& path);
// The same for bytes that are there already.
void writeReplayFile(const QString& path, const QByteArray& bytes);

}  // namespace lacuna::app
