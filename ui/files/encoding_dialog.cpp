// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/files/encoding_dialog.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QHash>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace lacuna::ui {
namespace {

constexpr QSize kSize(520, 340);

struct Said {
  Q_DECLARE_TR_FUNCTIONS(EncodingDialog)
};

QString aboutLineEnds(const QString& lineEnd) {
  if (lineEnd == QStringLiteral("\r\n")) return Said::tr("Its lines end as on Windows (CR LF). ");
  if (lineEnd == QStringLiteral("\r")) return Said::tr("Its lines end as on old Macs (CR). ");
  return {};
}

}  // namespace

QString encodingName(const QString& encoding) {
  static const QHash<QString, const char*> kNames = {
      {QStringLiteral("utf-8"), QT_TRANSLATE_NOOP("EncodingDialog", "Unicode (UTF-8), damaged characters as \uFFFD")},
      {QStringLiteral("utf-16le"), QT_TRANSLATE_NOOP("EncodingDialog", "Unicode (UTF-16, low byte first)")},
      {QStringLiteral("utf-16be"), QT_TRANSLATE_NOOP("EncodingDialog", "Unicode (UTF-16, high byte first)")},
      {QStringLiteral("windows-1252"), QT_TRANSLATE_NOOP("EncodingDialog", "Western European (Windows-1252)")},
      {QStringLiteral("latin-1"), QT_TRANSLATE_NOOP("EncodingDialog", "Western European (Latin-1)")},
      {QStringLiteral("iso-8859-15"), QT_TRANSLATE_NOOP("EncodingDialog", "Western European (ISO 8859-15)")},
      {QStringLiteral("windows-1250"), QT_TRANSLATE_NOOP("EncodingDialog", "Central European (Windows-1250)")},
      {QStringLiteral("iso-8859-2"), QT_TRANSLATE_NOOP("EncodingDialog", "Central European (ISO 8859-2)")},
      {QStringLiteral("windows-1251"), QT_TRANSLATE_NOOP("EncodingDialog", "Cyrillic (Windows-1251)")},
      {QStringLiteral("koi8-r"), QT_TRANSLATE_NOOP("EncodingDialog", "Cyrillic (KOI8-R)")},
      {QStringLiteral("windows-1253"), QT_TRANSLATE_NOOP("EncodingDialog", "Greek (Windows-1253)")},
      {QStringLiteral("windows-1254"), QT_TRANSLATE_NOOP("EncodingDialog", "Turkish (Windows-1254)")},
      {QStringLiteral("macintosh"), QT_TRANSLATE_NOOP("EncodingDialog", "Old Macs (Mac Roman)")},
      {QStringLiteral("shift_jis"), QT_TRANSLATE_NOOP("EncodingDialog", "Japanese (Shift JIS)")},
      {QStringLiteral("euc-jp"), QT_TRANSLATE_NOOP("EncodingDialog", "Japanese (EUC-JP)")},
      {QStringLiteral("gb18030"), QT_TRANSLATE_NOOP("EncodingDialog", "Chinese (GB 18030)")},
      {QStringLiteral("big5"), QT_TRANSLATE_NOOP("EncodingDialog", "Chinese (Big5)")},
      {QStringLiteral("euc-kr"), QT_TRANSLATE_NOOP("EncodingDialog", "Korean (EUC-KR)")}};
  const char* name = kNames.value(encoding, nullptr);
  return name == nullptr ? encoding : Said::tr(name);
}

QString askEncoding(QWidget* parent, const QString& file, const QVector<storage::Reading>& readings,
                    const QString& yes) {
  QDialog dialog(parent);
  dialog.setObjectName(QStringLiteral("encoding"));
  dialog.setWindowTitle(Said::tr("The letters of the file"));
  auto* column = new QVBoxLayout(&dialog);
  auto* label = new QLabel(
      Said::tr("%1 is not UTF-8, or is damaged. Choose how it reads well:").arg(QFileInfo(file).fileName()), &dialog);
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  auto* names = new QComboBox(&dialog);
  names->setAccessibleName(Said::tr("Encoding"));
  auto* text = new QPlainTextEdit(&dialog);
  text->setReadOnly(true);
  text->setTabChangesFocus(true);
  text->setAccessibleName(Said::tr("How the file reads"));
  auto* ends = new QLabel(&dialog);
  ends->setWordWrap(true);
  for (const storage::Reading& reading : readings) names->addItem(encodingName(reading.encoding));
  const auto show = [=] {
    const storage::Reading reading = readings.value(names->currentIndex());
    text->setPlainText(reading.text);
    ends->setText(aboutLineEnds(reading.lineEnd) +
                  Said::tr("The file stays as it is; a copy that you save is made alike."));
  };
  QObject::connect(names, &QComboBox::currentIndexChanged, &dialog, show);
  show();
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, &dialog);
  buttons->button(QDialogButtonBox::Ok)->setText(yes);
  QObject::connect(buttons, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
  QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
  column->addWidget(label);
  column->addWidget(names);
  column->addWidget(text, 1);
  column->addWidget(ends);
  column->addWidget(buttons);
  dialog.resize(kSize);
  return dialog.exec() == QDialog::Accepted ? readings.value(names->currentIndex()).encoding : QString();
}

}  // namespace lacuna::ui
