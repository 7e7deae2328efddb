// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/model_lister.h"

#include <QDir>
#include <QFile>
#include <QLocale>
#include <algorithm>
#include <utility>

#include "app/engine/engine_loader.h"
#include "app/engine/engine_sentences.h"
#include "app/engine/model_places.h"

namespace lacuna::app {
namespace {

constexpr qint64 kLongestCard = qint64{1} << 18;  // bytes

QString millions(std::int64_t number) {
  const double value = static_cast<double>(number) / 1e6;
  return QObject::tr("%1 M").arg(QLocale().toString(value, 'f', value < 10 ? 1 : 0));
}

QString cardIn(const QString& folder) {
  QFile file(QDir(folder).filePath(QStringLiteral("README.md")));
  return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.read(kLongestCard)) : QString();
}

// "over …, 17 M parameters, 35 MB, apache-2.0".
QString factsOf(const engine::ModelFile& file) {
  QStringList facts;
  if (!file.base.empty()) facts << QObject::tr("over %1").arg(QString::fromStdString(file.base));
  if (file.parameters > 0) facts << QObject::tr("%1 parameters").arg(millions(file.parameters));
  facts << QLocale().formattedDataSize(file.bytes, 0, QLocale::DataSizeSIFormat);
  if (!file.licence.empty()) facts << QString::fromStdString(file.licence);
  return facts.join(QStringLiteral(", "));
}

QVector<ui::ModelItem> describeAll(const QString& current) {
  struct Described {
    FoundModel found;
    engine::ModelFile file;
    QString why;
  };
  std::vector<Described> all;
  for (const FoundModel& found : findModels()) {
    Described described{found, {}, {}};
    try {
      described.file = loadEngine().describe(found.path);
    } catch (const std::exception& error) {
      described.why = inWindowLanguage(error.what());
    }
    all.push_back(std::move(described));
  }
  QVector<ui::ModelItem> items;
  for (const Described& each : all) {
    const auto isItsBase = [&each](const Described& other) {
      return other.found.base && other.file.sha256 == each.file.baseSha256;
    };
    ui::ModelItem item;
    item.path = QString::fromStdString(each.found.path);
    // Bases name themselves after their training; people know the file.
    item.title = QString::fromStdString(each.file.name.empty() || each.found.base ? each.found.name : each.file.name);
    item.why = each.why;
    if (each.why.isEmpty()) item.facts = factsOf(each.file);
    item.base = each.found.base;
    if (!each.found.base) item.card = cardIn(item.path);
    if (!each.file.base.empty() && std::none_of(all.begin(), all.end(), isItsBase)) {
      item.why = QObject::tr("Its base, %1, is not here: lacuna model add FILE puts it where it is found.")
                     .arg(QString::fromStdString(each.file.base));
    }
    item.current = QDir(item.path) == QDir(current);
    items.push_back(item);
  }
  std::stable_sort(items.begin(), items.end(), [](const auto& a, const auto& b) { return !a.base && b.base; });
  return items;
}

}  // namespace

ModelLister::ModelLister(QObject* parent) : QObject(parent) { pool_.setMaxThreadCount(1); }

ModelLister::~ModelLister() { pool_.waitForDone(); }

void ModelLister::look(const QString& current) {
  (void)pool_.tryStart([this, current] {
    try {
      Q_EMIT found(describeAll(current));
    } catch (const std::exception&) {
      // Without the engine there is nothing to choose, and the window has said why.
    }
  });
}

}  // namespace lacuna::app
