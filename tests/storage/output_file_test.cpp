// SPDX-License-Identifier: GPL-3.0-or-later
// The one way in which a file is written: whole or not at all, on a disk that is full at every byte, and never in the
// place of something that is no file.
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <functional>

#include "storage/files/folder_lock.h"
#include "storage/files/input_file.h"
#include "storage/files/output_file.h"

using namespace lacuna::files;

namespace {

std::string pathOf(const QTemporaryDir& folder, const QString& name) { return folder.filePath(name).toStdString(); }

QByteArray bytesOf(const std::string& path) {
  QFile file(QString::fromStdString(path));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList namesIn(const QTemporaryDir& folder) {
  return QDir(folder.path()).entryList(QDir::Files | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
}

std::optional<FileFault> faultOfCall(const std::function<void()>& call, std::string* sentence = nullptr) {
  try {
    call();
  } catch (const FileError& error) {
    if (sentence != nullptr) *sentence = error.what();
    return error.fault();
  }
  return std::nullopt;
}

// Files cannot grow beyond so many bytes as long as it lives: a disk that is full there.
class SizeLimit {
 public:
  explicit SizeLimit(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &old_);
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{bytes, old_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~SizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, handler_);
  }
  SizeLimit(const SizeLimit&) = delete;
  SizeLimit& operator=(const SizeLimit&) = delete;

 private:
  rlimit old_{};
  void (*handler_)(int) = nullptr;
};

// Runs `work` in a child process with a file system of `bytes` of its own at `folder`. The exit code of the child;
// kNoMount where this machine gives no such file system (it takes root, or user namespaces).
constexpr int kNoMount = 77;
int onSmallDisk(const std::string& folder, const char* size, const std::function<int()>& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    const bool apart = ::unshare(CLONE_NEWNS) == 0 || ::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0;
    if (!apart || ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount("small", folder.c_str(), "tmpfs", 0, size) != 0)
      ::_exit(kNoMount);
    ::_exit(work());
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

class OutputFileTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void replacesAndKeepsRights() {
    const QTemporaryDir folder;
    const std::string path = pathOf(folder, "draft.md");
    writeFile(path, "first, and longer than the second");
    QCOMPARE(::chmod(path.c_str(), 0640), 0);
    writeFile(path, "second");
    QCOMPARE(bytesOf(path), QByteArray("second"));
    struct stat about {};
    QCOMPARE(::stat(path.c_str(), &about), 0);
    QCOMPARE(about.st_mode & 07777U, 0640U);
    QCOMPARE(namesIn(folder), QStringList{"draft.md"});
    writeFile(path, "");
    QCOMPARE(bytesOf(path), QByteArray());
  }

  void withoutCommitNothingIsDone() {
    const QTemporaryDir folder;
    const std::string path = pathOf(folder, "draft.md");
    writeFile(path, "as it was");
    {
      OutputFile file(path);
      file.write("half of i");
    }
    QCOMPARE(bytesOf(path), QByteArray("as it was"));
    QCOMPARE(namesIn(folder), QStringList{"draft.md"});
  }

  void linksStayLinks() {
    const QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkdir("deep"));
    const std::string path = pathOf(folder, "deep/draft.md");
    const std::string link = pathOf(folder, "link.md");
    QCOMPARE(::symlink("deep/draft.md", link.c_str()), 0);  // dangling at first
    writeFile(link, "one");
    QCOMPARE(bytesOf(path), QByteArray("one"));
    writeFile(link, "two");
    QCOMPARE(bytesOf(path), QByteArray("two"));
    QVERIFY(QFileInfo(QString::fromStdString(link)).isSymLink());
  }

  void namesAsLongAsTheFileSystemTakes() {
    const QTemporaryDir folder;
    const std::string path = pathOf(folder, QString(255, 'n'));
    writeFile(path, "long");
    QCOMPARE(bytesOf(path), QByteArray("long"));
    std::string sentence;
    QCOMPARE(faultOfCall([&] { writeFile(path + "n", "x"); }, &sentence), FileFault::kNameTooLong);
    QVERIFY2(sentence.find("longer than") != std::string::npos, sentence.c_str());
  }

  void aDiskThatIsFullLeavesTheOldFile_data() {
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("room");
    // Below and above the 16 kB that a buffer holds: in the first case nothing fails before the last flush.
    for (const int room : {0, 1, 4096, 9999}) QTest::addRow("10000 bytes, room for %d", room) << 10000 << room;
    for (const int room : {0, 16384, 99999}) QTest::addRow("100000 bytes, room for %d", room) << 100000 << room;
  }
  void aDiskThatIsFullLeavesTheOldFile() {
    QFETCH(int, size);
    QFETCH(int, room);
    const QTemporaryDir folder;
    const std::string path = pathOf(folder, "draft.md");
    writeFile(path, "as it was");
    const std::string text(static_cast<std::size_t>(size), 'x');
    std::optional<FileFault> fault;
    std::string sentence;
    {
      const SizeLimit full(static_cast<rlim_t>(room));
      fault = faultOfCall([&] { writeFile(path, text); }, &sentence);
    }
    QCOMPARE(fault, FileFault::kFull);
    QVERIFY2(sentence.find(path) != std::string::npos, sentence.c_str());
    QCOMPARE(bytesOf(path), QByteArray("as it was"));
    QCOMPARE(namesIn(folder), QStringList{"draft.md"});
  }

  // A real file system without room, where one can be had.
  void aFullFileSystemLeavesTheOldFile() {
    const QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkdir("disk"));
    const std::string disk = pathOf(folder, "disk");
    const int code = onSmallDisk(disk, "size=64k", [&] {
      const std::string path = disk + "/draft.md";
      writeFile(path, "as it was");
      const int filler = ::open((disk + "/filler").c_str(), O_WRONLY | O_CREAT, 0600);
      const std::string block(4096, 'f');
      while (::write(filler, block.data(), block.size()) > 0) {
      }
      ::close(filler);
      for (const std::size_t size : {std::size_t{5000}, std::size_t{50000}}) {
        if (faultOfCall([&] { writeFile(path, std::string(size, 'x')); }) != FileFault::kFull) return 1;
        if (bytesOf(path) != "as it was") return 2;
      }
      if (faultOfCall([&] { appendToFile(path, std::string(9000, 'x')); }) != FileFault::kFull) return 3;
      return 0;
    });
    if (code == kNoMount) QSKIP("no file system can be mounted here: it takes root or user namespaces");
    QCOMPARE(code, 0);
  }

  void whatIsNoFileIsWrittenToAndStays() {
    const QTemporaryDir folder;
    const std::string pipe = pathOf(folder, "pipe");
    QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
    const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
    checkOutput(pipe);
    writeFile(pipe, "through");
    char text[16] = {};
    QCOMPARE(::read(reader, text, sizeof text), ssize_t{7});
    QCOMPARE(QByteArray(text), QByteArray("through"));
    ::close(reader);
    struct stat about {};
    QCOMPARE(::lstat(pipe.c_str(), &about), 0);
    QVERIFY(S_ISFIFO(about.st_mode));
    // A text of the window is not poured into one.
    QCOMPARE(faultOfCall([&] { writeFile(pipe, "x", Target::kFilesOnly); }), FileFault::kNotAFile);
    QVERIFY(::lstat(pipe.c_str(), &about) == 0 && S_ISFIFO(about.st_mode));
    // A node of our own making, of /dev/full: what is printed there is lost, and that is said.
    const std::string node = pathOf(folder, "full");
    if (::mknod(node.c_str(), S_IFCHR | 0600, (1U << 8U) | 7U) == 0 && ::access(node.c_str(), W_OK) == 0) {
      const std::optional<FileFault> fault = faultOfCall([&] { writeFile(node, "x"); });
      QVERIFY(fault == FileFault::kFull || fault == FileFault::kNoRights);  // devices may be barred from the folder
      QVERIFY(::lstat(node.c_str(), &about) == 0 && S_ISCHR(about.st_mode));
    }
  }

  void standardOutputIsNotTakenFromUnderThePrinter() {
    const QTemporaryDir folder;
    const std::string path = pathOf(folder, "out.txt");
    const pid_t child = ::fork();
    if (child == 0) {
      const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
      ::dup2(file, 1);
      if (::write(1, "before ", 7) != 7) ::_exit(1);
      writeFile("/dev/stdout", "between ");
      writeFile(path, "the same ");
      ::_exit(::write(1, "after", 5) == 5 ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    QCOMPARE(bytesOf(path), QByteArray("before between the same after"));
  }

  void whereNothingCanBeWrittenIsASentence_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("fault");
    const auto row = [](const char* title, const QString& name, FileFault fault) {
      QTest::newRow(title) << name << static_cast<int>(fault);
    };
    row("no name", "", FileFault::kNoName);
    row("a folder", ".", FileFault::kIsFolder);
    row("no folder", "none/draft.md", FileFault::kNotFound);
    row("a name that wants a folder", "draft.md/", FileFault::kNotFound);
    row("below a file", "file/draft.md", FileFault::kNotFound);
  }
  void whereNothingCanBeWrittenIsASentence() {
    QFETCH(QString, name);
    QFETCH(int, fault);
    const QTemporaryDir folder;
    writeFile(pathOf(folder, "file"), "x");
    const std::string path = name.isEmpty() ? std::string() : pathOf(folder, name);
    for (const auto& call :
         {std::function<void()>([&] { writeFile(path, "x"); }), std::function<void()>([&] { checkOutput(path); })}) {
      std::string sentence;
      const std::optional<FileFault> found = faultOfCall(call, &sentence);
      QVERIFY(found);
      QCOMPARE(static_cast<int>(*found), fault);
      QVERIFY2(sentence.back() == '.' && sentence.find(path) != std::string::npos, sentence.c_str());
    }
    QCOMPARE(namesIn(folder), QStringList{"file"});
  }

  void checkingLeavesNothing() {
    const QTemporaryDir folder;
    checkOutput(pathOf(folder, "draft.md"));
    QCOMPARE(namesIn(folder), QStringList());
  }

  void theOneBeforeCanBeKept() {
    const QTemporaryDir folder;
    const std::string path = pathOf(folder, "state");
    const std::string before = pathOf(folder, "state.before");
    const auto save = [&](std::string_view bytes) {
      OutputFile file(path);
      file.write(bytes);
      file.commit(before);
    };
    save("1");
    QVERIFY(!QFile::exists(QString::fromStdString(before)));
    save("2");
    QCOMPARE(bytesOf(before), QByteArray("1"));
    save("3");
    QCOMPARE(bytesOf(before), QByteArray("2"));
    QCOMPARE(bytesOf(path), QByteArray("3"));
    QCOMPARE(namesIn(folder).size(), 2);
  }

  void appends() {
    const QTemporaryDir folder;
    const std::string path = pathOf(folder, "lines");
    checkAppend(path);
    appendToFile(path, "one\n");
    appendToFile(path, "two\n");
    QCOMPARE(bytesOf(path), QByteArray("one\ntwo\n"));
    QVERIFY(faultOfCall([&] { checkAppend(folder.path().toStdString()); }));
  }

  void readsNoMoreThanIsAskedFor() {
    const QTemporaryDir folder;
    const std::string path = pathOf(folder, "text");
    writeFile(path, std::string(1000, 'x'));
    QCOMPARE(readFile(path, 1000).size(), std::size_t{1000});
    QCOMPARE(faultOfCall([&] { readFile(path, 999); }), FileFault::kTooLarge);
    QCOMPARE(faultOfCall([&] { readFile("/dev/zero", 1 << 20); }), FileFault::kTooLarge);  // claims no size, has no end
    QCOMPARE(faultOfCall([&] { readFile(folder.path().toStdString(), 10); }), FileFault::kIsFolder);
    QCOMPARE(faultOfCall([&] { readFile(path + "2", 10); }), FileFault::kNotFound);
    QCOMPARE(faultOfCall([&] { readFile("", 10); }), FileFault::kNoName);
  }

  void oneAtATimeInAFolder() {
    const QTemporaryDir folder;
    const std::string path = folder.path().toStdString();
    {
      const FolderLock first(path, "lock", "one is at work");
      std::string sentence;
      QCOMPARE(faultOfCall([&] { FolderLock(path, "lock", "one is at work"); }, &sentence), FileFault::kInUse);
      QCOMPARE(sentence, std::string("one is at work"));
    }
    const FolderLock second(path, "lock", "one is at work");
    QVERIFY(faultOfCall([&] { FolderLock(path + "/none", "lock", ""); }));
  }
};

QTEST_APPLESS_MAIN(OutputFileTest)
#include "output_file_test.moc"
