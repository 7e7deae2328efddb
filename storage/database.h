// SPDX-License-Identifier: GPL-3.0-or-later
// One connection to an SQLite file, its statements and its transactions. Nothing else in the program speaks SQL to
// SQLite directly.
//
// Threads: a Database belongs to the thread that made it. Errors: everything but a destructor throws StorageError.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringView>
#include <atomic>
#include <type_traits>
#include <utility>

struct sqlite3;
struct sqlite3_stmt;

namespace lacuna::storage {

class Statement;

class Database {
 public:
  enum class Access { ReadWrite, ReadOnly };

  // ReadWrite makes the file when it is missing, and synchronises fully: what a transaction has committed survives the
  // death of the process and of the machine. ReadOnly reads in a folder too where nothing may be made, as long as no
  // write-ahead log was left there.
  explicit Database(const QString& path, Access access = Access::ReadWrite);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Takes over the connection of another that was opened at the same path, and gives it this one's.
  // REQUIRES: neither has a Statement or a Transaction.
  void swap(Database& other) { std::swap(handle_, other.handle_); }

  const QString& path() const { return path_; }
  // Turns the write-ahead log on, which writes into the file: only after it is known to be ours.
  void useWriteAheadLog() { execute("PRAGMA journal_mode = WAL"); }
  // One or several statements without parameters or rows.
  void execute(const char* sql);
  // The first column of the first row, or `absent` when there is no row.
  qint64 number(const char* sql, qint64 absent = 0);
  QString text(const char* sql);
  qint64 lastId() const;
  int changes() const;
  // Pages that this connection has written to the disk or the log so far.
  qint64 pagesWritten() const;
  bool inTransaction() const;
  // What is going on in this connection, and all that comes, fails soon after the flag is set. The flag outlives it.
  void stopOn(const std::atomic<bool>& flag);

 private:
  friend class Statement;
  void open(const QByteArray& name, int flags);
  [[noreturn]] void fail(int code, const char* doing) const;

  sqlite3* handle_ = nullptr;
  QString path_;
};

// A prepared statement. Bind from 1, then step through the rows; columns count from 0.
class Statement {
 public:
  Statement(Database& database, const char* sql);
  Statement(Database&&, const char*) = delete;  // it would outlive its connection
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // Binds all parameters from the first on; the count must be the statement's own.
  template <typename... Values>
  Statement& bind(const Values&... values) {
    reset();
    expect(static_cast<int>(sizeof...(values)));
    int index = 0;
    (bindOne(++index, values), ...);
    return *this;
  }
  // True while there is a row to read.
  [[nodiscard]] bool step();
  // Runs a statement that returns no rows, and makes it ready for the next bind.
  void run();

  bool isNull(int column) const;
  qint64 number(int column) const;
  double real(int column) const;
  QString text(int column) const;
  QByteArray blob(int column) const;

 private:
  template <typename Number>
  requires(std::is_integral_v<Number> && !std::is_same_v<Number, bool>) void bindOne(int index, Number value) {
    bindNumber(index, static_cast<qint64>(value));
  }
  void bindOne(int index, bool value) { bindNumber(index, value ? 1 : 0); }
  void bindOne(int index, double value);
  void bindOne(int index, const QString& value);
  void bindOne(int index, const QByteArray& value);  // a blob
  void bindOne(int index, std::nullptr_t);
  void bindOne(int index, const char*) = delete;  // bytes or text? Say which
  void bindNumber(int index, qint64 value);
  void expect(int count);
  void reset();
  void check(int code);

  Database& database_;
  sqlite3_stmt* handle_ = nullptr;
};

// Rolls back when it ends without commit(). They do not nest.
class [[nodiscard]] Transaction {
 public:
  explicit Transaction(Database& database);
  explicit Transaction(Database&&) = delete;
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  // Once. When it throws, the transaction is rolled back at the end of the scope.
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace lacuna::storage
