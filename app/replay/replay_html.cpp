// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/replay/replay_html.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <stdexcept>

#include "app/replay/replay_json.h"

// Outside of any namespace, as Qt asks: a static library's resources are linked only when they are named.
static void nameReplayResources() { Q_INIT_RESOURCE(replay); }

namespace lacuna::app {
namespace {

// In the order in which they build on each other.
constexpr const char* kScripts[] = {"data.js", "page.js", "card.js", "ribbon.js", "deck.js", "start.js"};

QByteArray resource(const QString& name) {
  nameReplayResources();
  QFile file(QStringLiteral(":/replay/") + name);
  if (!file.open(QIODevice::ReadOnly)) {
    throw std::runtime_error("This Lacuna was built without its replay page (" + name.toStdString() +
                             "): build or install it again.");
  }
  return file.readAll();
}

// In a script element "</" and "<!--" would end or turn the text; as JSON's escapes they mean the same.
QByteArray inScript(QByteArray json) {
  return json.replace('<', "\\u003c")
      .replace('>', "\\u003e")
      .replace('&', "\\u0026")
      .replace("\xE2\x80\xA8", "\\u2028")
      .replace("\xE2\x80\xA9", "\\u2029");
}

QByteArray hashOf(const QByteArray& source) {
  return "'sha256-" + QCryptographicHash::hash(source, QCryptographicHash::Sha256).toBase64() + "'";
}

QByteArray escaped(const QString& text) { return text.toHtmlEscaped().toUtf8(); }

// The page as the candidate leaves it: what stands there before the script runs, and without one.
QByteArray resultHtml(const Replay& replay) {
  QByteArray html;
  for (const PagePart& part : replay.page) {
    if (part.kind == PagePart::Text) html += escaped(part.text);
    if (part.kind == PagePart::Gap) html += "<mark>" + escaped(fillOf(replay.run, replay.place, part.gap)) + "</mark>";
    if (part.kind == PagePart::LeftOut) html += " […] ";
  }
  return html;
}

QByteArray dataOf(const Replay& replay) {
  QJsonObject object = replayHead(replay);
  const PackedFrames frames = packFrames(replay.run.trajectory);
  object["version"] = kReplayVersion;
  object["place"] = replay.place;
  object["entropy_kept"] = keepsEntropy(replay.run);
  object["frames"] = replay.run.trajectory.size();
  object["pieces"] = QJsonArray::fromStringList(frames.pieces);
  object["numbers"] = QString::fromLatin1(frames.numbers);
  return inScript(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

// Puts each value where its @NAME@ stands in the page, in one pass: a value that holds another's name stays as it is.
QByteArray filled(const QByteArray& page, const QHash<QByteArray, QByteArray>& values) {
  QByteArray out;
  for (qsizetype at = 0; at < page.size();) {
    const qsizetype begin = page.indexOf('@', at);
    const qsizetype end = begin < 0 ? -1 : page.indexOf('@', begin + 1);
    const auto value = end < 0 ? values.end() : values.find(page.mid(begin + 1, end - begin - 1));
    if (value == values.end()) {
      const qsizetype stop = begin < 0 ? page.size() : begin + 1;
      out += page.mid(at, stop - at);
      at = stop;
    } else {
      out += page.mid(at, begin - at) + *value;
      at = end + 1;
    }
  }
  return out;
}

}  // namespace

QByteArray replayHtml(const Replay& replay) {
  const QByteArray style = resource(QStringLiteral("replay.css"));
  QByteArray script;
  for (const char* name : kScripts) script += resource(QLatin1String(name));
  const QString title = replay.title.isEmpty() ? QStringLiteral("A gap, and how it was filled") : replay.title;
  // Nothing may be fetched and nothing sent; only this very style and this very script are obeyed.
  const QByteArray policy = "default-src 'none'; img-src data:; style-src " + hashOf(style) + "; script-src " +
                            hashOf(script) + "; base-uri 'none'; form-action 'none'";
  return filled(resource(QStringLiteral("replay.html")), {{"POLICY", policy},
                                                          {"TITLE", escaped(title)},
                                                          {"RESULT", resultHtml(replay)},
                                                          {"STYLE", style},
                                                          {"SCRIPT", script},
                                                          {"DATA", dataOf(replay)}});
}

}  // namespace lacuna::app
