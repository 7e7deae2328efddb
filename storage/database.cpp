// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database.h"

#include <sqlite3.h>

#include <QDir>
#include <QFileInfo>
#include <utility>

#include "storage/error.h"
#include "storage/said.h"

namespace lacuna::storage {
namespace {

constexpr int kBusyMilliseconds = 2000;

StorageCode codeOf(int code) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return StorageCode::kLocked;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return StorageCode::kReadOnly;
    case SQLITE_CANTOPEN:
      return StorageCode::kUnreadable;
    case SQLITE_NOTADB:
      return StorageCode::kNotOurs;
    case SQLITE_CORRUPT:
      return StorageCode::kDamaged;
    case SQLITE_FULL:
      return StorageCode::kFull;
    case SQLITE_IOERR:
      return StorageCode::kIo;
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
      return StorageCode::kInvalid;
    default:
      return StorageCode::kInternal;
  }
}

QString sentenceOf(StorageCode code, const QString& path, const QString& doing, const QString& reason) {
  const QString file = QDir::toNativeSeparators(path);
  switch (code) {
    case StorageCode::kLocked:
      return Said::tr("Another program is using the library %1; close it and try again.").arg(file);
    case StorageCode::kReadOnly:
      return Said::tr("The library %1 cannot be written; check the rights of the file and its folder.").arg(file);
    case StorageCode::kUnreadable:
      return Said::tr("The library %1 cannot be opened; check that its folder is there and may be written.").arg(file);
    case StorageCode::kNotOurs:
      return Said::tr("%1 is not a Lacuna library; choose another file, or move this one away.").arg(file);
    case StorageCode::kDamaged:
      return Said::tr("The library %1 is damaged (%2); it was left as it is: put back a backup copy.")
          .arg(file, reason);
    case StorageCode::kFull:
      return Said::tr("There is no room on the disk for the library %1; free some, and nothing is lost.").arg(file);
    case StorageCode::kIo:
      return Said::tr("The library %1 could not be read or written (%2); check the disk that it is on.")
          .arg(file, reason);
    default:
      return Said::tr("The library %1 failed (%2) while %3.").arg(file, reason, doing);
  }
}

}  // namespace

Database::Database(const QString& path, Access access) : path_(path) {
  if (access == Access::ReadWrite) {
    open(path.toUtf8(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    return;
  }
  try {
    open(path.toUtf8(), SQLITE_OPEN_READONLY);
    (void)number("PRAGMA schema_version");
  } catch (const StorageError& error) {
    // To share the file with a writer SQLite makes another beside it. Where that may not be and no log was left, nobody
    // writes: the file is all there is.
    const bool alone = QFileInfo(path + QStringLiteral("-wal")).size() == 0 && QFileInfo(path).size() > 0;
    const auto code = error.code();
    const bool unmade =
        code == StorageCode::kUnreadable || code == StorageCode::kReadOnly || code == StorageCode::kFull;
    if (!alone || !unmade) throw;
    sqlite3_close_v2(std::exchange(handle_, nullptr));
    const QByteArray name = QByteArray("file:") + path.toUtf8().toPercentEncoding("/") + QByteArray("?immutable=1");
    open(name, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
  }
}

void Database::open(const QByteArray& name, int flags) {
  const int code = sqlite3_open_v2(name.constData(), &handle_, SQLITE_OPEN_NOMUTEX | flags, nullptr);
  try {
    if (code != SQLITE_OK) {
      fail(code, "opening it");
    }
    sqlite3_extended_result_codes(handle_, 1);
    sqlite3_busy_timeout(handle_, kBusyMilliseconds);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    execute("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA synchronous = FULL;");
  } catch (...) {
    sqlite3_close_v2(std::exchange(handle_, nullptr));
    throw;
  }
}

Database::~Database() { sqlite3_close_v2(handle_); }

void Database::execute(const char* sql) {
  const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) {
    fail(code, sql);
  }
}

qint64 Database::number(const char* sql, qint64 absent) {
  Statement statement(*this, sql);
  return statement.step() ? statement.number(0) : absent;
}

QString Database::text(const char* sql) {
  Statement statement(*this, sql);
  return statement.step() ? statement.text(0) : QString();
}

qint64 Database::lastId() const { return sqlite3_last_insert_rowid(handle_); }
int Database::changes() const { return sqlite3_changes(handle_); }
bool Database::inTransaction() const { return sqlite3_get_autocommit(handle_) == 0; }

void Database::stopOn(const std::atomic<bool>& flag) {
  constexpr int kEvery = 2000;  // instructions of SQLite's machine
  const auto look = [](void* set) { return static_cast<const std::atomic<bool>*>(set)->load() ? 1 : 0; };
  sqlite3_progress_handler(handle_, kEvery, look, const_cast<std::atomic<bool>*>(&flag));
}

qint64 Database::pagesWritten() const {
  int current = 0;
  int high = 0;
  sqlite3_db_status(handle_, SQLITE_DBSTATUS_CACHE_WRITE, &current, &high, 0);
  return current;
}

void Database::fail(int code, const char* doing) const {
  const StorageCode kind = codeOf(code);
  const QString reason =
      QString::fromUtf8(handle_ != nullptr ? sqlite3_errmsg(handle_) : sqlite3_errstr(code)).simplified();
  throw StorageError(kind, sentenceOf(kind, path_, QString::fromUtf8(doing).simplified().left(80), reason));
}

Statement::Statement(Database& database, const char* sql) : database_(database) {
  check(sqlite3_prepare_v2(database.handle_, sql, -1, &handle_, nullptr));
}

Statement::~Statement() { sqlite3_finalize(handle_); }

bool Statement::step() {
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) {
    return true;
  }
  if (code != SQLITE_DONE) {
    check(code);
  }
  return false;
}

void Statement::run() {
  while (step()) {
  }
  reset();
}

bool Statement::isNull(int column) const { return sqlite3_column_type(handle_, column) == SQLITE_NULL; }
qint64 Statement::number(int column) const { return sqlite3_column_int64(handle_, column); }
double Statement::real(int column) const { return sqlite3_column_double(handle_, column); }

QString Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
  return QString::fromUtf8(bytes, sqlite3_column_bytes(handle_, column));
}

QByteArray Statement::blob(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(handle_, column));
  return QByteArray(bytes, sqlite3_column_bytes(handle_, column));
}

void Statement::bindNumber(int index, qint64 value) { check(sqlite3_bind_int64(handle_, index, value)); }
void Statement::bindOne(int index, double value) { check(sqlite3_bind_double(handle_, index, value)); }
void Statement::bindOne(int index, std::nullptr_t) { check(sqlite3_bind_null(handle_, index)); }

void Statement::bindOne(int index, const QString& value) {
  const QByteArray utf8 = value.toUtf8();
  check(sqlite3_bind_text(handle_, index, utf8.constData(), static_cast<int>(utf8.size()), SQLITE_TRANSIENT));
}

void Statement::bindOne(int index, const QByteArray& value) {
  const char* bytes = value.isEmpty() ? "" : value.constData();  // empty, not null
  check(sqlite3_bind_blob64(handle_, index, bytes, static_cast<sqlite3_uint64>(value.size()), SQLITE_TRANSIENT));
}

void Statement::expect(int count) {
  if (count != sqlite3_bind_parameter_count(handle_)) {
    check(SQLITE_MISUSE);
  }
}

void Statement::reset() {
  sqlite3_reset(handle_);
  sqlite3_clear_bindings(handle_);
}

void Statement::check(int code) {
  if (code != SQLITE_OK) {
    const char* sql = handle_ != nullptr ? sqlite3_sql(handle_) : "preparing a statement";
    database_.fail(code, sql);
  }
}

Transaction::Transaction(Database& database) : database_(database) { database_.execute("BEGIN IMMEDIATE"); }

Transaction::~Transaction() {
  if (open_ && database_.inTransaction()) {  // SQLite rolls back by itself after some errors
    try {
      database_.execute("ROLLBACK");
    } catch (const StorageError&) {
      // The error that ended the transaction is on its way already; a failed rollback loses nothing that was committed.
    }
  }
}

void Transaction::commit() {
  database_.execute("COMMIT");
  open_ = false;
}

}  // namespace lacuna::storage
