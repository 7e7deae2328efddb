// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/writing/sessions_page.h"

#include <QHeaderView>
#include <QLocale>
#include <QVBoxLayout>

#include "ui/writing/writing_figures.h"

namespace lacuna::ui {
namespace {

constexpr qint64 kHour = 60 * 60 * 1000;
constexpr qint64 kShortest = 60 * 1000;  // of which a pace says something

// Words typed an hour, without pauses; empty where it says nothing.
QString paceOf(const storage::WritingCount& count) {
  if (count.milliseconds < kShortest || count.typed <= 0) return {};
  return QLocale().toString(count.typed * kHour / count.milliseconds);
}

QString whenText(const QDateTime& time) {
  const QLocale locale;
  const QString clock = locale.language() == QLocale::C ? time.time().toString(QStringLiteral("HH:mm"))
                                                        : locale.toString(time.time(), QLocale::ShortFormat);
  return SessionsPage::tr("%1, %2").arg(locale.toString(time.date(), QLocale::ShortFormat), clock);
}

}  // namespace

SessionsPage::SessionsPage(QWidget* parent) : QWidget(parent), list_(new QTreeWidget(this)) {
  auto* column = new QVBoxLayout(this);
  column->addWidget(list_);
  list_->setAccessibleName(tr("Sessions"));
  list_->setRootIsDecorated(false);
  list_->setUniformRowHeights(true);
  list_->setHeaderLabels(
      {tr("Begun"), tr("Writing"), tr("Typed"), tr("An hour"), tr("Pasted"), tr("Generated"), tr("Deleted")});
  list_->headerItem()->setToolTip(1, tr("Without pauses of more than a minute"));
  list_->header()->setStretchLastSection(false);
  for (int i = 0; i < list_->columnCount(); ++i) {
    list_->header()->setSectionResizeMode(i, i == 0 ? QHeaderView::Stretch : QHeaderView::ResizeToContents);
    if (i > 0) list_->headerItem()->setTextAlignment(i, Qt::AlignRight);
  }
}

void SessionsPage::show(const storage::WritingReport& report) {
  sessions_ = report.sessions;
  const QLocale locale;
  while (list_->topLevelItemCount() > sessions_.size()) delete list_->takeTopLevelItem(list_->topLevelItemCount() - 1);
  for (int i = 0; i < sessions_.size(); ++i) {
    const storage::WritingSession& session = sessions_.at(i);
    QTreeWidgetItem* item = list_->topLevelItem(i);
    if (item == nullptr) {
      item = new QTreeWidgetItem(list_);
      for (int column = 1; column < list_->columnCount(); ++column)
        item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    }
    const storage::WritingCount& count = session.count;
    const QStringList cells{whenText(session.begun.toLocalTime()), durationText(count.milliseconds),
                            locale.toString(count.typed),          paceOf(count),
                            locale.toString(count.pasted),         locale.toString(count.generated),
                            locale.toString(count.deleted)};
    for (int column = 0; column < cells.size(); ++column) item->setText(column, cells.at(column));
  }
}

QVector<QStringList> SessionsPage::table() const {
  QVector<QStringList> rows{
      {tr("Begun"), tr("Last change"), tr("Minutes"), tr("Typed"), tr("Pasted"), tr("Generated"), tr("Deleted")}};
  for (const storage::WritingSession& session : sessions_) {
    const storage::WritingCount& count = session.count;
    rows << QStringList{session.begun.toLocalTime().toString(Qt::ISODate),
                        session.ended.toLocalTime().toString(Qt::ISODate),
                        QString::number(count.milliseconds / 60000),
                        QString::number(count.typed),
                        QString::number(count.pasted),
                        QString::number(count.generated),
                        QString::number(count.deleted)};
  }
  return rows;
}

}  // namespace lacuna::ui
