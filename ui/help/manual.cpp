// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/manual.h"

#include <QFile>
#include <QRegularExpression>
#include <algorithm>

#include "ui/fonts.h"
#include "ui/language.h"

namespace lacuna::ui {
namespace {

const QString kArrow = QStringLiteral(" → ");

ManualPage read(const QString& folder, const QString& name) {
  QFile file(folder + name + QStringLiteral(".md"));
  if (!file.open(QIODevice::ReadOnly)) return {};
  ManualPage page{name, {}, QString::fromUtf8(file.readAll())};
  page.title = page.source.section(u'\n', 0, 0).remove(QStringLiteral("# ")).trimmed();
  return page;
}

QString plainWay(QString way) { return way.remove(u'\u2026').trimmed(); }

}  // namespace

Manual::Manual() {
  loadResources();
  QString folder = QStringLiteral(":/lacuna/manual/");
  const QString own = folder + spokenLanguage() + u'/';
  if (QFile::exists(own + QLatin1String(kContents) + QStringLiteral(".md"))) folder = own;
  pages_ = {read(folder, QLatin1String(kContents))};
  static const QRegularExpression link(QStringLiteral("\\]\\(([\\w-]+)\\.md\\)"));
  auto each = link.globalMatch(pages_.first().source);
  while (each.hasNext()) {
    const ManualPage next = read(folder, each.next().captured(1));
    if (!next.name.isEmpty() && page(next.name) == nullptr) pages_.push_back(next);
  }
}

const ManualPage* Manual::page(const QString& name) const {
  const auto found =
      std::find_if(pages_.cbegin(), pages_.cend(), [&name](const ManualPage& each) { return each.name == name; });
  return found == pages_.cend() ? nullptr : &*found;
}

ManualActs::ManualActs(const QVector<PaletteEntry>& entries) {
  for (const PaletteEntry& entry : entries)
    acts_.insert(plainWay(QString(entry.title).replace(QStringLiteral(" › "), kArrow)), entry);
}

const PaletteEntry* ManualActs::act(const QString& way) const {
  const auto found = acts_.constFind(plainWay(way));
  return found == acts_.constEnd() ? nullptr : &*found;
}

QString ManualActs::filled(const QString& source) const {
  static const QRegularExpression link(
      QStringLiteral("(?<!!)\\[([^\\]]+)\\]\\((?:<key:([^>]+)>|(act:)|(https?://[^)]+))\\)"));
  QString out;
  qsizetype at = 0;
  auto each = link.globalMatch(source);
  while (each.hasNext()) {
    const QRegularExpressionMatch match = each.next();
    out += QStringView(source).mid(at, match.capturedStart() - at);
    at = match.capturedEnd();
    const QString text = match.captured(1);
    const bool isKey = !match.captured(2).isEmpty();
    const PaletteEntry* one = isKey ? act(match.captured(2)) : !match.captured(3).isEmpty() ? act(text) : nullptr;
    if (isKey) {
      out += one == nullptr || one->beside.isEmpty() ? text : u'`' + one->beside + u'`';
    } else if (!match.captured(4).isEmpty()) {
      out += QStringLiteral("%1 (%2)").arg(text, match.captured(4));
    } else {
      out += one == nullptr ? u'*' + text + u'*' : QStringLiteral("[%1](<act:%1>)").arg(text);
    }
  }
  return out + source.mid(at);
}

}  // namespace lacuna::ui
