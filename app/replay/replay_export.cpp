// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/replay/replay_export.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <stdexcept>

#include "app/replay/replay_html.h"
#include "app/replay/replay_json.h"
#include "storage/files/output_file.h"

namespace lacuna::app {
namespace {

struct Said {
  Q_DECLARE_TR_FUNCTIONS(ReplayExport)
};

[[noreturn]] void refuse(const QString& sentence) { throw std::runtime_error(sentence.toStdString()); }

}  // namespace

const QVector<ReplayFormat>& replayFormats() {
  static const QVector<ReplayFormat> formats{
      {"html", {"html", "htm"}, false, [](const Replay& r, const ReplayLook&) { return replayHtml(r); }},
      {"json", {"json"}, false, [](const Replay& r, const ReplayLook&) { return replayJson(r); }},
      {"webp", {"webp"}, true, [](const Replay& r, const ReplayLook& look) { return replayAnimation(r, look); }},
  };
  return formats;
}

const ReplayFormat* replayFormatOf(const QString& path) {
  const QString suffix = QFileInfo(path).suffix().toLower();
  for (const ReplayFormat& format : replayFormats()) {
    if (format.suffixes.contains(suffix)) return &format;
  }
  return nullptr;
}

void writeReplayFile(const QString& path, const QByteArray& bytes) {
  files::writeFile(QFile::encodeName(path).toStdString(), {bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

void exportReplay(const Replay& replay, const ReplayLook& look, const QString& path) {
  const ReplayFormat* format = replayFormatOf(path);
  if (format == nullptr) {
    refuse(Said::tr("%1 says no format: end the name in .html, .json or .webp.").arg(path));
  }
  if (replay.run.trajectory.isEmpty()) {
    refuse(
        Said::tr("The steps of this run are not in the library any more, so there is nothing to replay; its "
                 "result is still there."));
  }
  writeReplayFile(path, format->write(replay, look));
}

}  // namespace lacuna::app
