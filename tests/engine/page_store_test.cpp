// SPDX-License-Identifier: GPL-3.0-or-later
// Readings in files: exact, bounded, private, and never trusted.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QTest>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <thread>

#include "engine/base/page_store.h"
#include "engine/weights/sha256.h"
#include "tests/engine/kept_pages.h"
#include "tests/engine/support.h"

using namespace lacuna::engine;
using namespace lacuna::engine::testing;
using namespace std::chrono_literals;

namespace {

PageOrigin someOrigin() { return {std::string(64, 'a'), BasePrecision::kFixed16, 2, 3, 4}; }

PageReading someReading(Ids ids, const PageOrigin& origin = someOrigin()) {
  PageReading reading;
  const auto rows = static_cast<std::int64_t>(ids.size());
  reading.ids = std::move(ids);
  for (int layer = 0; layer < origin.layers; ++layer) {
    reading.kept.key_RGD.push_back(torch::randn({rows, origin.keyHeads, origin.headSize}).to(torch::kHalf));
    reading.kept.value_RGD.push_back(torch::randn({rows, origin.keyHeads, origin.headSize}).to(torch::kHalf));
  }
  return reading;
}

bool isOf(const std::optional<PageReading>& found, const PageReading& kept) {
  return found && found->ids == kept.ids && same(found->kept, kept.kept);
}

std::string bytesOfFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void overwrite(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

// With the sum at its end that goes with it.
std::string summed(std::string bytes) {
  bytes.resize(bytes.size() - 64);
  return bytes + sha256(std::as_bytes(std::span(bytes)));
}

unsigned rightsOf(const std::string& path) {
  struct stat about {};
  return ::lstat(path.c_str(), &about) == 0 ? about.st_mode & 0777U : 0;
}

void useAt(const fs::path& path, std::int64_t secondsAgo) {
  const std::timespec when{std::time(nullptr) - secondsAgo, 0};
  const std::timespec times[] = {when, when};
  ::utimensat(AT_FDCWD, path.c_str(), times, 0);
}

}  // namespace

class PageStoreTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void whatIsFoundIsWhatWasKept();
  void whatItDependsOnIsInTheName();
  void damageMeansNotThere_data();
  void damageMeansNotThere();
  void everyFlippedBitIsSeen();
  void whatIsNoFileMeansNotThere();
  void staysWithinItsBound();
  void aFamilyKeepsItsLastThree();
  void waitsUntilAReadingRests();
  void findsTheNearest();
  void twoAtOnce();
  void isSilentWhereNothingCanBeWritten();
  void belongsToItsUser();
};

void PageStoreTest::whatIsFoundIsWhatWasKept() {
  const ScratchFolder scratch;
  const std::string folder = scratch.path("a/b/readings");
  PageReading reading = someReading(someIds(200, 1));
  reading.kept.key_RGD[0][0][0][0] = std::numeric_limits<float>::infinity();
  const PageReading small = someReading({7});
  {
    PageStore store(folder, someOrigin());
    QVERIFY(!store.find(reading.ids));
    store.keep(reading);
    store.keep(small);
    store.flush();
    QVERIFY(store.writes());
    QVERIFY(isOf(store.find(reading.ids), reading));
    QVERIFY(isOf(store.find(small.ids), small));
  }
  PageStore later(folder, someOrigin());
  QVERIFY(isOf(later.find(reading.ids), reading));
  QCOMPARE(filesIn(folder).size(), std::size_t{2});
}

void PageStoreTest::whatItDependsOnIsInTheName() {
  const ScratchFolder scratch;
  const PageReading reading = someReading(someIds(90, 2));
  PageStore store(scratch.path("p"), someOrigin());
  store.keep(reading);
  store.flush();
  PageOrigin origin = someOrigin();
  origin.baseSha256.back() = 'b';
  QVERIFY(!PageStore(scratch.path("p"), origin).find(reading.ids));
  origin = someOrigin();
  origin.precision = BasePrecision::kFloat32;
  QVERIFY(!PageStore(scratch.path("p"), origin).find(reading.ids));
  Ids others = reading.ids;
  others.front() += 1;  // the token that readings begin with
  QVERIFY(!store.find(others));
  others = reading.ids;
  others.pop_back();
  QVERIFY(!store.find(others));
  QVERIFY(isOf(store.find(reading.ids), reading));  // none of them was taken for damage
  // Hashes only.
  const std::string name = filesIn(scratch.path("p")).front().filename().string();
  QCOMPARE(name.size(), std::size_t{16 + 1 + 64 + 5});
}

void PageStoreTest::damageMeansNotThere_data() {
  QTest::addColumn<QString>("what");
  for (const char* const what : {"empty", "head alone", "half", "a byte short", "a byte more", "other magic",
                                 "other version", "other base", "other precision", "other layers", "other bits",
                                 "other tokens", "fewer tokens", "more tokens", "huge tokens", "huge heads", "text"})
    QTest::newRow(what) << QString(what);
}

void PageStoreTest::damageMeansNotThere() {
  QFETCH(QString, what);
  const ScratchFolder scratch;
  const PageReading reading = someReading(someIds(128, 3));
  PageStore store(scratch.path("p"), someOrigin());
  store.keep(reading);
  store.flush();
  const fs::path file = filesIn(scratch.path("p")).front();
  std::string bytes = bytesOfFile(file);
  const auto number = [&](std::size_t at, std::uint32_t value) {
    std::memcpy(bytes.data() + at, &value, sizeof value);
    bytes = summed(bytes);
  };
  const std::size_t size = bytes.size();
  if (what == "empty") bytes.clear();
  if (what == "head alone") bytes.resize(128);
  if (what == "half") bytes.resize(size / 2);
  if (what == "a byte short") bytes.resize(size - 1);
  if (what == "a byte more") bytes.push_back('x');
  if (what == "other magic") bytes[0] = 'x', bytes = summed(bytes);
  if (what == "other version") number(8, kPageVersion + 1);
  if (what == "other base") bytes[64] = 'b', bytes = summed(bytes);
  if (what == "other precision") number(12, 0);
  if (what == "other layers") number(16, 3);
  if (what == "other bits") number(28, 8);
  if (what == "other tokens") number(128, 5);  // the first token itself
  if (what == "fewer tokens") number(32, 127);
  if (what == "more tokens") number(32, 129);
  if (what == "huge tokens") number(32, 0xFFFFFFFFU);
  if (what == "huge heads") number(20, 0x80000000U);
  if (what == "text") bytes = "She did not look at him.\n";
  overwrite(file, bytes);
  QVERIFY(!store.find(reading.ids));
  QVERIFY(!fs::exists(file));
  // The nearest looks at it too. There it is a sound page of other tokens where only a token was exchanged.
  overwrite(file, bytes);
  Ids more = reading.ids;
  more.push_back(9);
  const auto near = store.nearest(more, 0);
  QVERIFY(!near || !isOf(near, reading));
  QVERIFY(!near || near->ids.front() == 5);
  // It can be kept again.
  store.keep(reading);
  store.flush();
  QVERIFY(isOf(store.find(reading.ids), reading));
}

void PageStoreTest::everyFlippedBitIsSeen() {
  const ScratchFolder scratch;
  const PageReading reading = someReading(someIds(8, 4));
  PageStore store(scratch.path("p"), someOrigin());
  store.keep(reading);
  store.flush();
  const fs::path file = filesIn(scratch.path("p")).front();
  const std::string bytes = bytesOfFile(file);
  Random random(5, 5);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << random.between(0, 7)));
    overwrite(file, damaged);
    if (store.find(reading.ids)) QFAIL(qPrintable(QStringLiteral("byte %1").arg(at)));
  }
  for (std::size_t size = 0; size < bytes.size(); size += 7) {
    overwrite(file, bytes.substr(0, size));
    QVERIFY(!store.find(reading.ids));
  }
  overwrite(file, bytes);
  QVERIFY(isOf(store.find(reading.ids), reading));
}

void PageStoreTest::whatIsNoFileMeansNotThere() {
  const ScratchFolder scratch;
  const PageReading reading = someReading(someIds(30, 5));
  PageStore store(scratch.path("p"), someOrigin());
  store.keep(reading);
  store.flush();
  const fs::path file = filesIn(scratch.path("p")).front();
  // A link, also to a sound page, is taken away, and what it leads to stays.
  const fs::path elsewhere = scratch.path("elsewhere");
  fs::rename(file, elsewhere);
  fs::create_symlink(elsewhere, file);
  QVERIFY(!store.find(reading.ids));
  QVERIFY(!fs::is_symlink(file) && fs::exists(elsewhere));
  QCOMPARE(::mkfifo(file.c_str(), 0600), 0);
  QVERIFY(!store.find(reading.ids));
  QVERIFY(!fs::exists(file));
  fs::create_directory(file);
  QVERIFY(!store.find(reading.ids));
  QVERIFY(!fs::exists(file));
  // A folder with something in it is not ours: it stays, and what would be written there is not.
  fs::create_directory(file);
  overwrite(file / "letter.txt", "Dear Ellen");
  QVERIFY(!store.find(reading.ids));
  QVERIFY(!store.nearest(reading.ids, 0));
  store.keep(reading);
  store.flush();
  QVERIFY(!store.find(reading.ids));
  QCOMPARE(bytesOfFile(file / "letter.txt"), std::string("Dear Ellen"));
  QVERIFY(store.writes());
  QCOMPARE(filesIn(scratch.path("p")).size(), std::size_t{1});  // no part left behind
}

void PageStoreTest::staysWithinItsBound() {
  const ScratchFolder scratch;
  const std::string folder = scratch.path("p");
  const auto size = encodePage(someOrigin(), someReading(someIds(100, 1))).size();
  PageStoreOptions options;
  options.limitBytes = 5 * size + size / 2;
  PageStore store(folder, someOrigin(), options);
  std::vector<PageReading> kept;
  for (int i = 0; i < 5; ++i) {
    kept.push_back(someReading(someIds(100, static_cast<std::uint64_t>(10 + i))));
    store.keep(kept.back());
    store.flush();
    for (const fs::path& file : filesIn(folder)) useAt(file, 1000);
  }
  overwrite(folder + "/notes.txt", std::string(10 * size, 'x'));  // somebody else's
  for (const fs::path& file : filesIn(folder)) useAt(file, 1000);
  QVERIFY(store.find(kept[2].ids));  // used
  for (int i = 0; i < 4; ++i) {
    store.keep(someReading(someIds(100, static_cast<std::uint64_t>(20 + i))));
    store.flush();
  }
  QVERIFY(isOf(store.find(kept[2].ids), kept[2]));
  for (const int gone : {0, 1, 3, 4}) QVERIFY(!store.find(kept[static_cast<std::size_t>(gone)].ids));
  QCOMPARE(filesIn(folder).size(), std::size_t{6});
  QVERIFY(fs::exists(folder + "/notes.txt"));
  // One that is larger than everything.
  const PageReading large = someReading(someIds(1000, 30));
  store.keep(large);
  store.flush();
  QVERIFY(!store.find(large.ids));
  QVERIFY(isOf(store.find(kept[2].ids), kept[2]));
  // What a program left that was killed goes after a while.
  overwrite(folder + "/.4711-0.part", "half");
  overwrite(folder + "/.4711-1.part", "half");
  overwrite(folder + "/.film.part", "somebody's");
  useAt(folder + "/.4711-0.part", 7200);
  useAt(folder + "/.film.part", 7200);
  store.keep(someReading(someIds(100, 31)));
  store.flush();
  QVERIFY(!fs::exists(folder + "/.4711-0.part") && fs::exists(folder + "/.4711-1.part"));
  QVERIFY(fs::exists(folder + "/.film.part"));
}

void PageStoreTest::aFamilyKeepsItsLastThree() {
  const ScratchFolder scratch;
  PageStore store(scratch.path("p"), someOrigin());
  const Ids beginning = someIds(80, 6);
  std::vector<PageReading> kept;
  for (int i = 0; i < 5; ++i) {
    Ids ids = beginning;
    for (int more = 0; more <= i; ++more) ids.push_back(100 + more);
    kept.push_back(someReading(std::move(ids)));
    store.keep(kept.back());
    store.flush();
    for (const fs::path& file : filesIn(scratch.path("p"))) useAt(file, 5 - i);
  }
  QCOMPARE(filesIn(scratch.path("p")).size(), std::size_t{3});
  for (std::size_t i = 0; i < kept.size(); ++i) QCOMPARE(store.find(kept[i].ids).has_value(), i >= 2);
}

void PageStoreTest::waitsUntilAReadingRests() {
  const ScratchFolder scratch;
  PageStoreOptions options;
  options.rest = 300ms;
  PageStore store(scratch.path("p"), someOrigin(), options);
  Ids ids = someIds(70, 7);
  PageReading last;
  for (int typed = 0; typed < 4; ++typed) {
    ids.push_back(50 + typed);
    last = someReading(ids);
    store.keep(last);
  }
  QVERIFY(filesIn(scratch.path("p")).empty());
  QVERIFY(isOf(store.find(last.ids), last));  // it can be found from the first moment on
  QVERIFY(isOf(store.nearest(ids, 64), last));
  QTRY_COMPARE_WITH_TIMEOUT(filesIn(scratch.path("p")).size(), std::size_t{1}, 10000);
  QTRY_VERIFY_WITH_TIMEOUT(isOf(store.find(last.ids), last), 10000);
  // Many at once do not wait in memory.
  options.rest = 1h;
  PageStore busy(scratch.path("q"), someOrigin(), options);
  for (int i = 0; i < 12; ++i) busy.keep(someReading(someIds(20, static_cast<std::uint64_t>(100 + i))));
  QTRY_VERIFY_WITH_TIMEOUT(filesIn(scratch.path("q")).size() >= 4, 10000);
}

void PageStoreTest::findsTheNearest() {
  const ScratchFolder scratch;
  PageStore store(scratch.path("p"), someOrigin());
  const Ids ids = someIds(300, 8);
  Ids changedLate = ids;
  changedLate[250] += 1;
  Ids changedEarly = ids;
  changedEarly[100] += 1;
  const PageReading late = someReading(changedLate);
  const PageReading early = someReading(changedEarly);
  store.keep(early);
  store.flush();
  store.keep(late);
  store.flush();
  QVERIFY(isOf(store.nearest(ids, 64), late));
  QVERIFY(!store.nearest(ids, 250));
  QVERIFY(!store.nearest(someIds(300, 9), 0));
  Ids other = ids;
  other[10] += 1;  // of another family
  QVERIFY(!store.nearest(other, 0));
}

void PageStoreTest::twoAtOnce() {
  const ScratchFolder scratch;
  const std::string folder = scratch.path("p");
  const auto size = encodePage(someOrigin(), someReading(someIds(100, 1))).size();
  PageStoreOptions options;
  options.limitBytes = 6 * size;
  options.rest = 0ms;
  std::vector<PageReading> readings;
  for (int i = 0; i < 10; ++i) readings.push_back(someReading(someIds(100, static_cast<std::uint64_t>(40 + i))));
  std::atomic<int> wrong{0};
  std::atomic<int> found{0};
  const auto work = [&](std::uint64_t seed) {
    PageStore store(folder, someOrigin(), options);
    Random random(seed, 1);
    for (int round = 0; round < 200; ++round) {
      const PageReading& reading = readings[static_cast<std::size_t>(random.between(0, 9))];
      if (const auto page = store.find(reading.ids)) {
        ++found;
        if (!isOf(page, reading)) ++wrong;
      } else {
        store.keep(reading);
        if (round % 3 == 0) store.flush();
      }
    }
    store.flush();
    if (!store.writes()) ++wrong;
  };
  std::thread one(work, 1);
  std::thread two(work, 2);
  one.join();
  two.join();
  QCOMPARE(wrong.load(), 0);
  QVERIFY(found.load() > 50);
  // Both may have made room for one page at the same moment.
  QVERIFY(filesIn(folder).size() <= 7);
}

void PageStoreTest::isSilentWhereNothingCanBeWritten() {
  const ScratchFolder scratch;
  const PageReading reading = someReading(someIds(1000, 10));
  const auto triesIn = [&](const std::string& folder) {
    PageStore store(folder, someOrigin());
    store.keep(reading);
    store.flush();
    return !store.writes() && !store.find(reading.ids) && !store.nearest(reading.ids, 0);
  };
  overwrite(scratch.path("file"), "not a folder");
  QVERIFY(triesIn(scratch.path("file")));
  QVERIFY(triesIn(scratch.path("file") + "/below"));
  QVERIFY(triesIn("/proc/lacuna/readings"));
  QVERIFY(triesIn(""));
  QVERIFY(triesIn("relative"));
  if (::geteuid() != 0) {
    fs::create_directory(scratch.path("read-only"));
    fs::permissions(scratch.path("read-only"), fs::perms::owner_read | fs::perms::owner_exec);
    QVERIFY(triesIn(scratch.path("read-only") + "/p"));
  }
  // A full disk, as a limit on the size of files says it.
  PageStore store(scratch.path("p"), someOrigin());
  const PageReading before = someReading(someIds(3, 11));
  store.keep(before);
  store.flush();
  rlimit usual{};
  QCOMPARE(::getrlimit(RLIMIT_FSIZE, &usual), 0);
  rlimit small = usual;
  small.rlim_cur = 4096;
  QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
  store.keep(reading);
  store.flush();
  QCOMPARE(::setrlimit(RLIMIT_FSIZE, &usual), 0);
  QVERIFY(!store.writes());
  QVERIFY(!store.find(reading.ids));
  QCOMPARE(filesIn(scratch.path("p")).size(), std::size_t{1});
  QVERIFY(isOf(store.find(before.ids), before));  // what is there can be read
  store.keep(someReading(someIds(3, 12)));        // and no more is tried in this session
  store.flush();
  QCOMPARE(filesIn(scratch.path("p")).size(), std::size_t{1});
  // Whoever takes the folder away wants no more of it.
  PageStore taken(scratch.path("taken"), someOrigin());
  fs::remove_all(scratch.path("taken"));
  taken.keep(before);
  taken.flush();
  QVERIFY(!taken.writes() && !fs::exists(scratch.path("taken")));
}

void PageStoreTest::belongsToItsUser() {
  const ScratchFolder scratch;
  const mode_t before = ::umask(0);
  PageStore store(scratch.path("a/p"), someOrigin());
  store.keep(someReading(someIds(10, 13)));
  store.flush();
  ::umask(before);
  QCOMPARE(rightsOf(scratch.path("a")), 0700U);
  QCOMPARE(rightsOf(scratch.path("a/p")), 0700U);
  QCOMPARE(rightsOf(filesIn(scratch.path("a/p")).front().string()), 0600U);
  // One that is there stays as it is; where others may write nothing is kept.
  for (const mode_t mode : {0755U, 0770U, 0777U}) {
    const std::string there = scratch.path("there-" + std::to_string(mode));
    fs::create_directory(there);
    QCOMPARE(::chmod(there.c_str(), mode), 0);
    PageStore other(there, someOrigin());
    other.keep(someReading(someIds(10, 13)));
    other.flush();
    QCOMPARE(rightsOf(there), mode);
    QCOMPARE(other.writes(), mode == 0755U);
    QCOMPARE(filesIn(there).size(), std::size_t{mode == 0755U ? 1U : 0U});
  }
}

QTEST_APPLESS_MAIN(PageStoreTest)
#include "page_store_test.moc"
