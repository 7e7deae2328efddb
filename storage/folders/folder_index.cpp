// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/folders/folder_index.h"
#include "storage/said.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <cstring>

namespace lacuna::storage {
namespace {

constexpr int kVersion = 1;
constexpr qsizetype kMostTexts = 1000000;
constexpr int kDeepest = 200;  // documents in each other; what claims more lies in the project

const QVector<QPair<DocumentKind, QString>>& kinds() {
  static const QVector<QPair<DocumentKind, QString>> kKinds{{DocumentKind::Project, QStringLiteral("project")},
                                                            {DocumentKind::Folder, QStringLiteral("folder")},
                                                            {DocumentKind::Chapter, QStringLiteral("chapter")},
                                                            {DocumentKind::Scene, QStringLiteral("scene")},
                                                            {DocumentKind::Note, QStringLiteral("note")}};
  return kKinds;
}

QString wordOf(DocumentKind kind) {
  for (const auto& [each, word] : kinds())
    if (each == kind) return word;
  return {};
}

DocumentKind kindOf(const QString& word) {
  for (const auto& [kind, each] : kinds())
    if (each == word) return kind;
  return DocumentKind::Scene;
}

}  // namespace

QString digestOf(const QByteArray& bytes) {
  return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

QByteArray packedText(const QString& text) {
  return qCompress(reinterpret_cast<const uchar*>(text.utf16()), text.size() * 2).toBase64();
}

QString unpackedText(const QByteArray& packed) {
  const QByteArray units = qUncompress(QByteArray::fromBase64(packed));
  QString text(units.size() / 2, Qt::Uninitialized);
  std::memcpy(text.data(), units.constData(), static_cast<std::size_t>(text.size()) * 2);
  return text;
}

QByteArray indexBytes(const QVector<IndexedText>& texts) {
  QJsonArray list;
  for (const IndexedText& text : texts) {
    QJsonObject row{{QStringLiteral("id"), text.id},
                    {QStringLiteral("title"), text.title},
                    {QStringLiteral("kind"), wordOf(text.kind)}};
    if (text.parent >= 0) row.insert(QStringLiteral("in"), text.parent);
    if (text.archived) row.insert(QStringLiteral("archived"), true);
    if (!text.folder.isEmpty()) row.insert(QStringLiteral("folder"), text.folder);
    if (!text.form.isEmpty()) row.insert(QStringLiteral("form"), text.form);
    if (!text.exact.isEmpty()) row.insert(QStringLiteral("exact"), QString::fromLatin1(text.exact));
    if (!text.file.isEmpty()) {
      row.insert(QStringLiteral("file"), text.file);
      row.insert(QStringLiteral("sha256"), text.digest);
    }
    list.append(row);
  }
  const QJsonObject all{
      {QStringLiteral("lacuna_folder"), kVersion},
      {QStringLiteral("about"), QStringLiteral("Order, kinds and titles of these texts, for Lacuna. The texts are "
                                               "whole without it; in \"in\" documents are counted from 0.")},
      {QStringLiteral("documents"), list}};
  return QJsonDocument(all).toJson(QJsonDocument::Indented);
}

std::optional<QVector<IndexedText>> readIndex(const QByteArray& bytes, const QString& path) {
  const QJsonObject all = QJsonDocument::fromJson(bytes).object();
  const int version = all.value(QStringLiteral("lacuna_folder")).toInt();
  if (version > kVersion) {
    throw StorageError(StorageCode::kTooNew,
                       Said::tr("%1 was written by a later Lacuna, and this one knows lists up to version %2; "
                                "take the folder in with that one, or move the list away.")
                           .arg(QDir::toNativeSeparators(path))
                           .arg(kVersion));
  }
  const QJsonArray list = all.value(QStringLiteral("documents")).toArray();
  if (version < 1 || list.isEmpty() || list.size() > kMostTexts) return std::nullopt;
  QVector<IndexedText> texts;
  QVector<int> depths;
  for (const QJsonValue& value : list) {
    const QJsonObject row = value.toObject();
    IndexedText text;
    text.id = row.value(QStringLiteral("id")).toString();
    text.title = row.value(QStringLiteral("title")).toString();
    text.kind = kindOf(row.value(QStringLiteral("kind")).toString());
    text.archived = row.value(QStringLiteral("archived")).toBool();
    text.file = row.value(QStringLiteral("file")).toString();
    text.folder = row.value(QStringLiteral("folder")).toString();
    text.digest = row.value(QStringLiteral("sha256")).toString();
    text.form = row.value(QStringLiteral("form")).toString();
    text.exact = row.value(QStringLiteral("exact")).toString().toLatin1();
    const auto number = static_cast<int>(texts.size());
    const int parent = row.value(QStringLiteral("in")).toInt(-1);
    const bool fits = parent >= 0 && parent < number && depths[parent] < kDeepest;
    text.parent = number == 0 ? -1 : fits ? parent : 0;
    depths.append(number == 0 ? 0 : depths[text.parent] + 1);
    // A project lies at the top.
    if (number > 0 && text.kind == DocumentKind::Project) text.kind = DocumentKind::Folder;
    texts.append(text);
  }
  return texts;
}

}  // namespace lacuna::storage
