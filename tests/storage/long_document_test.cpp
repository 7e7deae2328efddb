// SPDX-License-Identifier: GPL-3.0-or-later
// A document of a million words: what is written, by count and not by time.
#include <QElapsedTimer>
#include <QFileInfo>
#include <QTest>

#include "storage/edits.h"
#include "storage/library.h"
#include "tests/storage/support.h"

using namespace lacuna::storage;

namespace {

constexpr int kWords = 1000000;
constexpr qint64 kFewPages = 12;  // of 4096 bytes; the whole text has well over a thousand

}  // namespace

class LongDocumentTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    text_ = test::prose(kWords);
    library_ = std::make_unique<Library>(folder_.path());
    id_ = library_->create(QStringLiteral("Long"), text_);
    QCOMPARE(library_->open(id_).text, text_);
    qInfo("text: %lld bytes as UTF-8; library: %lld bytes", static_cast<long long>(text_.toUtf8().size()),
          static_cast<long long>(QFileInfo(folder_.path()).size() +
                                 QFileInfo(folder_.path(QStringLiteral("library.lacuna-wal"))).size()));
  }

  void anEditWritesItself() {
    test::Random random(5);
    const int positions[] = {0, 10, 3000000, static_cast<int>(text_.size()), 1234567};
    qint64 most = 0;
    for (const int position : positions) {
      const qint64 rows = rowsOf("journal");
      const qint64 before = library_->database().pagesWritten();
      type(position, QStringLiteral("and the lamp "));
      library_->commit();
      most = qMax(most, library_->database().pagesWritten() - before);
      QCOMPARE(rowsOf("journal"), rows + 1);
    }
    qInfo("a commit of 13 typed letters writes %lld pages at most", static_cast<long long>(most));
    QVERIFY(most > 0);
    QVERIFY2(most <= kFewPages, qPrintable(QString::number(most)));
    QCOMPARE(library_->database().number("SELECT max(length(inserted)) FROM journal"), 13);
    QCOMPARE(rowsOf("revisions"), 1);
  }

  void theViewWritesLittle() {
    const qint64 before = library_->database().pagesWritten();
    library_->setView(id_, 2000000, 0.5);
    library_->commit();
    const qint64 pages = library_->database().pagesWritten() - before;
    QVERIFY(pages > 0 && pages <= 3);
  }

  void marksThatOnlyMovedAreNotWritten() {
    QVector<Mark> marks;
    for (int i = 0; i < 2000; ++i) {
      marks.append({i * 1000 + 1, i * 1000 + 50, MarkKind::Generated, QStringLiteral("Lacuna small, seed 7")});
    }
    library_->setMarks(id_, marks);
    library_->commit();
    const Edit edit{0, 0, QStringLiteral("x")};
    applyEdit(text_, edit);
    library_->apply(id_, {edit});
    library_->setMarks(id_, mapMarks(marks, edit));
    const qint64 before = library_->database().pagesWritten();
    library_->commit();
    QVERIFY(library_->database().pagesWritten() - before <= kFewPages);
    library_->setMarks(id_, {});
    library_->commit();
  }

  void aRevisionIsADelta() {
    const qint64 before = library_->database().pagesWritten();
    QElapsedTimer timer;
    timer.start();
    library_->keepRevision(id_);
    const auto elapsed = timer.elapsed();
    const QVector<RevisionInfo> infos = library_->revisions(id_);
    QCOMPARE(infos.size(), 2);
    QVERIFY(!infos[0].whole);
    qInfo("whole revision: %lld bytes; the next one, after 6 edits: %lld bytes, %lld ms",
          static_cast<long long>(infos[1].stored), static_cast<long long>(infos[0].stored),
          static_cast<long long>(elapsed));
    QVERIFY(infos[0].stored < 2000);
    QVERIFY(library_->database().pagesWritten() - before <= kFewPages);
    QCOMPARE(rowsOf("journal"), 0);
  }

  void aFullJournalReplays() {
    test::Random random(6);
    for (int i = 0; i < OpenDocument::kJournalRows; ++i) {
      type(random.below(static_cast<int>(text_.size())), QStringLiteral("a lamp "));
      if (i % 20 == 0) {
        library_->commit();
      }
    }
    library_->commit();
    QCOMPARE(rowsOf("journal"), OpenDocument::kJournalRows);
    library_.reset();
    QElapsedTimer timer;
    timer.start();
    library_ = std::make_unique<Library>(folder_.path());
    const Document document = library_->open(id_);
    qInfo("opening with a journal of %d rows: %lld ms", OpenDocument::kJournalRows,
          static_cast<long long>(timer.elapsed()));
    QCOMPARE(document.text, text_);
    QVERIFY(!library_->tidy());
    type(5, QStringLiteral("x"));
    QVERIFY(library_->tidy());
    QCOMPARE(rowsOf("journal"), 0);
    qInfo("revision after %d edits all over the text: %lld bytes", OpenDocument::kJournalRows + 1,
          static_cast<long long>(library_->revisions(id_)[0].stored));
  }

  void theLongestChainOpens() {
    while (!library_->revisions(id_)[0].whole) {
      type(700000, QStringLiteral("on "));
      library_->keepRevision(id_);
      QVERIFY(library_->revisions(id_).size() <= Revisions::kLongestChain + 2);
    }
    const qint64 deepest = library_->revisions(id_)[1].id;
    QElapsedTimer timer;
    timer.start();
    const QString text = library_->revision(id_, deepest);
    qInfo("reading a revision behind %d deltas: %lld ms", Revisions::kLongestChain,
          static_cast<long long>(timer.elapsed()));
    QVERIFY(text.size() == text_.size() - 3);
    QCOMPARE(library_->revision(id_, library_->revisions(id_)[0].id), text_);
  }

 private:
  void type(int position, const QString& typed) {
    QVector<Edit> edits;
    for (int i = 0; i < typed.size(); ++i) {
      edits.append({position + i, 0, typed.mid(i, 1)});
    }
    applyEdit(text_, {position, 0, typed});
    library_->apply(id_, edits);
  }
  qint64 rowsOf(const char* table) {
    return library_->database().number(QByteArray(QByteArray("SELECT count(*) FROM ") + table).constData());
  }

  test::Folder folder_;
  std::unique_ptr<Library> library_;
  QString id_;
  QString text_;
};

QTEST_APPLESS_MAIN(LongDocumentTest)
#include "long_document_test.moc"
