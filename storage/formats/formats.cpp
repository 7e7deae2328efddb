// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/formats.h"

#include "storage/error.h"
#include "storage/formats/docx_reader.h"
#include "storage/formats/epub_reader.h"
#include "storage/formats/html_reader.h"
#include "storage/formats/markdown_writer.h"
#include "storage/formats/odt_reader.h"
#include "storage/formats/zip_archive.h"
#include "storage/said.h"

namespace lacuna::storage {
namespace {

[[noreturn]] void refuse(const QString& name, const QString& why) {
  throw StorageError(StorageCode::kInvalid, QStringLiteral("%1 %2.").arg(name, why));
}

Content ofArchive(const QString& name, const QByteArray& bytes) {
  ZipReader archive(name, bytes);
  if (archive.has(QStringLiteral("word/document.xml"))) return Content::Docx;
  if (archive.has(QStringLiteral("META-INF/container.xml"))) return Content::Epub;
  const QByteArray type = archive.readIfThere(QStringLiteral("mimetype"));
  if (type.contains("opendocument.text") && archive.has(QStringLiteral("content.xml"))) return Content::Odt;
  refuse(name, Said::tr("is an archive without a text that can be read (.docx, .odt, .epub); unpack it first"));
}

}  // namespace

Content contentOf(const QString& name, const QString& suffix, const QByteArray& bytes) {
  if (bytes.startsWith("PK\x03\x04")) return ofArchive(name, bytes);
  if (bytes.startsWith("{\\rtf")) refuse(name, Said::tr("is Rich Text; save it as .docx or .odt first"));
  if (bytes.startsWith("%PDF-"))
    refuse(name, Said::tr("is a PDF, which holds pages and no text to go on with; take the file that it was made of"));
  if (bytes.startsWith("\xD0\xCF\x11\xE0"))
    refuse(
        name,
        Said::tr("is an old Word document (.doc), or one with a password; save it as .docx without a password first"));
  const QByteArray head = bytes.left(1024).trimmed().toLower();
  const bool html = head.startsWith("<!doctype html") || head.startsWith("<html") ||
                    (head.startsWith("<?xml") && head.contains("<html"));
  const bool namedHtml =
      suffix == QStringLiteral("html") || suffix == QStringLiteral("htm") || suffix == QStringLiteral("xhtml");
  if (html || (namedHtml && head.contains('<'))) return Content::Html;
  const bool archive =
      suffix == QStringLiteral("docx") || suffix == QStringLiteral("odt") || suffix == QStringLiteral("epub");
  if (archive)
    refuse(name,
           Said::tr("is no .%1 file, or a damaged one: its beginning is another; take another copy of it").arg(suffix));
  return bytes.left(4096).contains('\0') ? Content::Unknown : Content::Text;
}

Manuscript readManuscript(const QString& name, Content content, const QByteArray& bytes, const Work& work) {
  if (content == Content::Html) return readHtml(name, bytes, work);
  ZipReader archive(name, bytes);
  if (content == Content::Docx) return readDocx(name, archive, work);
  if (content == Content::Odt) return readOdt(name, archive, work);
  return readEpub(name, archive, work);
}

QVector<FormatInfo> writtenFormats() {
  return {{QStringLiteral("docx"), Said::tr("Word document")}, {QStringLiteral("odt"), Said::tr("OpenDocument text")},
          {QStringLiteral("epub"), Said::tr("EPUB book")},     {QStringLiteral("html"), Said::tr("Web page")},
          {QStringLiteral("md"), QStringLiteral("Markdown")},  {QStringLiteral("txt"), Said::tr("Plain text")}};
}

QByteArray writeManuscript(const QString& suffix, const Manuscript& manuscript, const ManuscriptLook& look,
                           const Work& work) {
  if (suffix == QStringLiteral("docx")) return writeDocx(manuscript, look, work);
  if (suffix == QStringLiteral("odt")) return writeOdt(manuscript, look, work);
  if (suffix == QStringLiteral("epub")) return writeEpub(manuscript, look, work);
  if (suffix == QStringLiteral("html")) return writeHtml(manuscript, look, work);
  if (suffix == QStringLiteral("txt")) return writeText(manuscript, look, work);
  if (suffix == QStringLiteral("md")) {
    const QString title = look.titlePage && !manuscript.title.isEmpty()
                              ? QStringLiteral("# %1\n\n").arg(escapeMarkdown(manuscript.title, false))
                              : QString();
    return (title + writeMarkdown(manuscript, work)).toUtf8();
  }
  QStringList known;
  const QVector<FormatInfo> formats = writtenFormats();
  for (const FormatInfo& format : formats) known.append(u'.' + format.suffix);
  throw StorageError(StorageCode::kInvalid, Said::tr("There is no format \".%1\"; name a file that ends in one of %2.")
                                                .arg(suffix, known.join(QStringLiteral(", "))));
}

}  // namespace lacuna::storage
