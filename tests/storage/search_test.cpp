// SPDX-License-Identifier: GPL-3.0-or-later
// The search over everything: what is typed as a query, texts as passages, the index, and places in the present text.
#include <QDir>
#include <QFile>
#include <QTest>

#include "storage/edits.h"
#include "storage/library.h"
#include "storage/search/library_search.h"
#include "tests/storage/support.h"

using namespace lacuna::storage;

namespace {

SearchRequest request(const QString& text, bool typing = false) {
  SearchRequest request;
  request.text = text;
  request.typing = typing;
  return request;
}

// "title: place place | title: place": the words that the places of the hits stand on, in the texts as they are.
QString found(Library& library, const SearchResult& result) {
  QStringList documents;
  for (const SearchedDocument& document : result.documents) {
    QStringList places;
    const QString text = library.read(document.id).text;
    for (const SearchHit& hit : document.hits) {
      places << text.mid(hit.begin, hit.end - hit.begin);
      // The snippet says the same.
      if (hit.snippet.mid(hit.places[0].first, hit.places[0].second - hit.places[0].first) !=
          QString(places.last()).replace(QLatin1Char('\n'), QLatin1Char(' ')))
        places << QStringLiteral("(but in the snippet: %1)").arg(hit.snippet);
    }
    documents << document.title + QStringLiteral(": ") + places.join(QLatin1Char(' '));
  }
  return documents.join(QStringLiteral(" | "));
}

}  // namespace

class SearchTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void queries_data() {
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("match");
    QTest::addColumn<bool>("typing");
    QTest::newRow("a word") << "lamp"
                            << "'lamp'" << false;
    QTest::newRow("words") << "old  lamp"
                           << "'old' AND 'lamp'" << false;
    QTest::newRow("a phrase") << "'old lamp' rope"
                              << "'old lamp' AND 'rope'" << false;
    QTest::newRow("an open quotation") << "'old la"
                                       << "'old la'" << true;
    QTest::newRow("typing on") << "old la"
                               << "'old' AND 'la'*" << true;
    QTest::newRow("a letter is not enough") << "old l"
                                            << "'old' AND 'l'" << true;
    QTest::newRow("a word is done") << "old la "
                                    << "'old' AND 'la'" << true;
    QTest::newRow("beginning") << "har*"
                               << "'har'*" << false;
    QTest::newRow("without") << "old -lamp -rope"
                             << "('old') NOT ('lamp' OR 'rope')" << false;
    QTest::newRow("nothing but without") << "-lamp"
                                         << "" << false;
    QTest::newRow("no words") << " - \u2014 ( * ' ) "
                              << "" << true;
    QTest::newRow("FTS5's own language is text") << "NEAR(old, 2) OR text:lamp^"
                                                 << "'NEAR(old,' AND '2)' AND 'OR' AND 'text:lamp^'" << false;
    QTest::newRow("a quotation mark inside") << "he\u201Cllo"
                                             << "'he' AND 'llo'" << false;
  }
  void queries() {
    QFETCH(QString, typed);
    QFETCH(QString, match);
    QFETCH(bool, typing);
    // Written here with ' for quotation marks.
    const auto quoted = [](QString text) { return text.replace(QLatin1Char('\''), QLatin1Char('"')); };
    const std::optional<SearchQuery> query = parseQuery(quoted(typed), typing);
    QCOMPARE(query ? QString::fromUtf8(query->match) : QString(), quoted(match));
  }

  // The passages are the whole text, none is too long, no pair is cut, and a change touches its neighbours at most.
  void passagesFollowAChange() {
    test::Random random(41);
    for (int round = 0; round < 60; ++round) {
      QString text = round % 3 == 0 ? test::prose(1500, static_cast<quint32>(round)) : random.text(300);
      if (round % 5 == 0) text.remove(QLatin1Char('\n'));
      if (round % 7 == 0) text = QString::fromUcs4(U"\U0001F30A").repeated(5000) + text;
      Layout layout;
      quint32 number = 0;
      for (int change = 0; change < 4; ++change) {
        const std::vector<Passage> passages = passagesOf(text);
        qsizetype at = 0;
        for (const Passage& passage : passages) {
          QCOMPARE(passage.begin, at);
          QVERIFY(passage.length > 0 && passage.length <= kLongestPassage);
          at += passage.length;
          QVERIFY(at == text.size() || !text[at].isLowSurrogate() || !text[at - 1].isHighSurrogate());
        }
        QCOMPARE(at, text.size());
        const Layout next = laidOut(layout, text, passages);
        QCOMPARE(decodeLayout(encodeLayout(next)).value(), next);
        // What was there keeps its row, and each row is in it once.
        QSet<quint32> rows;
        int fresh = 0;
        for (const Indexed& one : next) {
          fresh += one.number == 0 ? 1 : 0;
          QVERIFY(one.number == 0 || !rows.contains(one.number));
          if (one.number > 0) rows.insert(one.number);
        }
        QCOMPARE(rows.size(), qsizetype(layout.size()));
        if (change > 0 && text.contains(QLatin1Char('\n')) && round % 3 == 0)
          QVERIFY2(fresh <= 3, qPrintable(QString::number(fresh)));
        layout.clear();
        for (Indexed one : next) {
          if (one.length == 0) continue;
          if (one.number == 0) one.number = ++number;
          layout.push_back(one);
        }
        if (round % 3 == 0) {
          const int place = random.below(static_cast<int>(text.size()));
          text.insert(place, QStringLiteral("salt"));
        } else {
          applyEdit(text, random.edit(static_cast<int>(text.size())));
        }
      }
    }
    QVERIFY(!decodeLayout(QByteArray("\x01")));
  }

  void finds_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("hits");
    QTest::newRow("a word, in the order of the tree") << "lamp"
                                                      << "Two: lamp | One: lamp lamp";
    QTest::newRow("capitals and accents") << "CAFE" << QString::fromUtf8("Two: Caf\u00E9");
    QTest::newRow("all words in one paragraph") << "lamp harbour"
                                                << "One: lamp";
    QTest::newRow("a phrase") << "\"grey harbour\""
                              << "One: grey harbour";
    QTest::newRow("not a phrase") << "\"harbour grey\""
                                  << "";
    QTest::newRow("without") << "lamp -harbour"
                             << "Two: lamp | One: lamp";
    QTest::newRow("a beginning") << "har*"
                                 << "One: harbour";
    QTest::newRow("behind a wave") << "sea"
                                   << "Two: sea";
    QTest::newRow("nowhere") << "ferry"
                             << "";
  }
  void finds() {
    QFETCH(QString, text);
    const test::Folder folder;
    Library library(folder.path());
    const QString one =
        library.create(QStringLiteral("One"), QString::fromUtf8("The lamp burned.\n\nA lamp at the grey harbour.\n"));
    const QString two =
        library.create(QStringLiteral("Two"), QString::fromUtf8("Caf\u00E9 lamp.\nNo \U0001F30A\U0001F30A sea.\n"));
    library.tree().move(two, {{}, one});
    LibrarySearch search(library);
    while (search.step()) {
    }
    const SearchResult result = search.find(request(text));
    QTEST(found(library, result), "hits");
    QCOMPARE(result.pending, 0);
  }

  // Positions are those of the text as it stands, whatever was typed since and wherever it waits.
  void placesInThePresentText() {
    const test::Folder folder;
    test::Random random(17);
    QString id;
    {
      Library library(folder.path());
      library.database().execute("PRAGMA synchronous = OFF");
      QString text = test::prose(3000, 5);
      id = library.create(QStringLiteral("Long"), text);
      LibrarySearch search(library);
      for (int round = 0; round < 40; ++round) {
        const Edit edit = round % 9 == 8 ? Edit{random.below(200), 2000, {}}
                                         : Edit{random.below(static_cast<int>(text.size() - 20)), round % 5,
                                                QStringLiteral(" lighthouse ")};
        applyEdit(text, edit);
        library.apply(id, {edit});
        if (round % 4 == 0) library.keepRevision(id);
        const SearchResult result = search.find(request(QStringLiteral("lighthouse")));
        QCOMPARE(result.pending, 0);
        QVector<int> places;
        for (const SearchHit& hit : result.documents.value(0).hits) {
          QCOMPARE(text.mid(hit.begin, hit.end - hit.begin), QStringLiteral("lighthouse"));
          places << hit.begin;
        }
        QVERIFY(std::is_sorted(places.begin(), places.end()));
        QVERIFY(!places.isEmpty());
      }
      const SearchResult last = search.find(request(QStringLiteral("lighthouse")));
      library.close();
      // Read by another, which holds nothing: the same places.
      Library& again = library;
      LibrarySearch other(again);
      QCOMPARE(found(again, other.find(request(QStringLiteral("lighthouse")))), found(again, last));
    }
  }

  void theScope() {
    const test::Folder folder;
    Library library(folder.path());
    const QStringList ids = library.create(
        QVector<NewDocument>{{QStringLiteral("Lamp book"), {}, {}, DocumentKind::Project},
                             {QStringLiteral("a"), QStringLiteral("The lamp."), {}, DocumentKind::Scene, {}, 0},
                             {QStringLiteral("b"), QStringLiteral("A lamp."), {}, DocumentKind::Scene, {}, 0},
                             {QStringLiteral("c"), QStringLiteral("No lamp."), {}, DocumentKind::Scene}});
    LibrarySearch search(library);
    SearchRequest asked = request(QStringLiteral("lamp"));
    QCOMPARE(found(library, search.find(asked)), QStringLiteral("a: lamp | b: lamp | c: lamp"));
    QCOMPARE(search.find(asked).titles, QStringList{ids[0]});
    asked.within = ids[0];
    QCOMPARE(found(library, search.find(asked)), QStringLiteral("a: lamp | b: lamp"));
    library.tree().bin(ids[2]);
    QCOMPARE(found(library, search.find(asked)), QStringLiteral("a: lamp"));
    asked.inBin = true;
    QCOMPARE(found(library, search.find(asked)), QStringLiteral("b: lamp"));
    asked.within = QStringLiteral("nobody");
    QCOMPARE(test::errorOf([&] { search.find(asked); })->code(), StorageCode::kNotFound);
    // What is deleted for good leaves the index too.
    library.emptyBin();
    while (search.step()) {
    }
    Database index(LibrarySearch::pathFor(folder.path()), Database::Access::ReadOnly);
    QCOMPARE(index.number("SELECT count(*) FROM passages"), 2);
    QCOMPARE(index.number("SELECT count(*) FROM documents"), 3);
    QCOMPARE(QFile::permissions(LibrarySearch::pathFor(folder.path())) & (QFile::ReadGroup | QFile::ReadOther),
             QFile::Permissions());
  }

  void manyHits() {
    const test::Folder folder;
    Library library(folder.path());
    for (int i = 0; i < 3; ++i)
      library.create(QString::number(i), QStringLiteral("A lamp and a lamp, %1 words.\n")
                                             .arg(QStringLiteral("far and ").repeated(40) + QStringLiteral("lamp"))
                                             .repeated(30));
    LibrarySearch search(library);
    SearchRequest asked = request(QStringLiteral("lamp"));
    asked.most = 25;
    const SearchResult result = search.find(asked);
    QCOMPARE(result.passages, 90);
    QCOMPARE(result.documents.size(), 3);
    // Two places that stand near each other are one hit, a far one is another.
    QCOMPARE(result.documents[0].hits.size(), 40);
    QCOMPARE(result.documents[0].hits[0].places.size(), 2);
    QCOMPARE(result.documents[0].hits[1].places.size(), 1);
    QCOMPARE(result.documents[1].hits.size(), 10);
    QCOMPARE(result.documents[2].hits.size(), 0);
    QCOMPARE(result.documents[2].passages, 30);
    for (const SearchHit& hit : result.documents[0].hits) QVERIFY(hit.snippet.size() < 200);
  }

  // A word that stands everywhere is not counted to its end; the counts that are given are right.
  void aWordThatStandsEverywhere() {
    SearchIndex index((QString()));
    QVector<QString> ids;
    for (int i = 0; i < 6; ++i) {
      ids << QString::number(i);
      QVERIFY(index.update(ids.last(), {1, 1}, QStringLiteral("The lamp.\n").repeated(10)));
    }
    const SearchQuery lamp = *parseQuery(QStringLiteral("lamp"));
    SearchIndex::Limits limits;
    limits.counted = 25;
    SearchIndex::Answer answer = index.find(lamp, ids, limits);
    QVERIFY(answer.more);
    QCOMPARE(answer.found.size(), 3);
    QCOMPARE(answer.found.value(ids[2]).passages, 10);
    // Those that nobody asks for do not count.
    answer = index.find(lamp, {ids[5], ids[4]}, limits);
    QVERIFY(!answer.more);
    QCOMPARE(answer.found.size(), 2);
    limits.counted = 60;
    QVERIFY(!index.find(lamp, ids, limits).more);
  }

  // A large document goes in by pieces, and is found as far as it is in.
  void byPieces() {
    const test::Folder folder;
    Library library(folder.path());
    const QString text = test::prose(20000, 3) + QStringLiteral("the lighthouse\n");
    const QString id = library.create(QStringLiteral("Long"), text);
    LibrarySearch search(library);
    int steps = 1;
    while (search.step(8 * 1024)) ++steps;
    QVERIFY2(steps > 8, qPrintable(QString::number(steps)));
    QCOMPARE(found(library, search.find(request(QStringLiteral("lighthouse")))), QStringLiteral("Long: lighthouse"));
    library.apply(id, {{0, static_cast<int>(text.size()), QStringLiteral("Salt.")}});
    library.commit();
    steps = 1;
    while (search.step(8 * 1024)) ++steps;
    QVERIFY(steps > 2);
    QCOMPARE(search.find(request(QStringLiteral("water"))).documents.size(), 0);
    QCOMPARE(found(library, search.find(request(QStringLiteral("salt")))), QStringLiteral("Long: Salt"));
    QVERIFY(!search.step());
  }

  // The library can only be read: what the file lacks is found all the same, and nothing is written.
  void aReadOnlyLibrary() {
    const test::Folder folder;
    QString id;
    QString other;
    {
      Library library(folder.path());
      id = library.create(QStringLiteral("One"), QStringLiteral("The lamp."));
      other = library.create(QStringLiteral("Two"), QStringLiteral("A lamp."));
      LibrarySearch search(library);
      while (search.step()) {
      }
      library.apply(id, {{0, 3, QStringLiteral("No")}});
      library.close();
    }
    Library library(folder.path(), Database::Access::ReadOnly);
    LibrarySearch search(library);
    QCOMPARE(found(library, search.find(request(QStringLiteral("lamp")))), QStringLiteral("One: lamp | Two: lamp"));
    QCOMPARE(found(library, search.find(request(QStringLiteral("no")))), QStringLiteral("One: No"));
    QCOMPARE(found(library, search.find(request(QStringLiteral("the")))), QString());
    while (search.step()) {
    }
    QFile::remove(LibrarySearch::pathFor(folder.path()));
    LibrarySearch without(library);
    QCOMPARE(found(library, without.find(request(QStringLiteral("lamp")))), QStringLiteral("One: lamp | Two: lamp"));
    QVERIFY(!QFile::exists(LibrarySearch::pathFor(folder.path())));
  }

  // The index of another state of the library, of another program, or a spoilt one, is no index.
  void aStrangeIndexIsMadeAnew_data() {
    QTest::addColumn<int>("how");
    QTest::newRow("the library was put back") << 0;
    QTest::newRow("no database") << 1;
    QTest::newRow("of another version") << 2;
    QTest::newRow("spoilt inside") << 3;
    QTest::newRow("a layout that is none") << 4;
  }
  void aStrangeIndexIsMadeAnew() {
    QFETCH(int, how);
    const test::Folder folder;
    const QString index = LibrarySearch::pathFor(folder.path());
    QString id;
    {
      Library library(folder.path());
      id = library.create(QStringLiteral("One"), test::prose(4000, 2));
      library.close();
    }
    QVERIFY(QFile::copy(folder.path(), folder.path(QStringLiteral("kept"))));
    {
      Library library(folder.path());
      LibrarySearch search(library);
      library.apply(id, {{0, 0, QStringLiteral("The lighthouse. ")}});
      while (search.step()) {
      }
      QCOMPARE(search.find(request(QStringLiteral("lighthouse"))).documents.size(), 1);
      library.close();
    }
    if (how == 0) {
      QVERIFY(QFile::remove(folder.path()) && QFile::rename(folder.path(QStringLiteral("kept")), folder.path()));
    } else if (how == 1) {
      QFile file(index);
      QVERIFY(file.open(QIODevice::WriteOnly) && file.write("not a database, but a letter of some length") > 0);
    } else if (how == 2) {
      Database(index).execute("PRAGMA user_version = 99");
    } else if (how == 3) {
      Database(index).execute("DROP TABLE words");
      QFile file(index);
      QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(8192) && file.write(QByteArray(8192, 'x')) > 0);
    } else {
      Database(index).execute("UPDATE documents SET layout = x'01', sequence = 0");
    }
    Library library(folder.path());
    LibrarySearch search(library);
    while (search.step()) {
    }
    QCOMPARE(search.find(request(QStringLiteral("lighthouse"))).documents.size(), how == 0 ? 0 : 1);
    QVERIFY(!search.find(request(QStringLiteral("water"))).documents.isEmpty());
    QVERIFY(QFile::exists(index));
  }

  // A folder where nothing can be made: the search works, in memory.
  void theIndexCannotBeMade() {
    const test::Folder folder;
    Library library(folder.path());
    library.create(QStringLiteral("One"), QStringLiteral("The lamp."));
    QVERIFY(QDir(folder.dir.path()).mkpath(QStringLiteral("library.lacuna-search/in the way")));
    LibrarySearch search(library);
    while (search.step()) {
    }
    QCOMPARE(found(library, search.find(request(QStringLiteral("lamp")))), QStringLiteral("One: lamp"));
  }
};

QTEST_APPLESS_MAIN(SearchTest)
#include "search_test.moc"
