// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/running_instance.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <cerrno>
#include <cstring>

namespace lacuna::app {
namespace {

constexpr const char* kGreeting = "lacuna 1\n";
constexpr const char* kReply = "taken\n";
constexpr qsizetype kMostBytes = 64 * 1024;  // of a message: a path and a token
constexpr int kListenerPatience = 500;       // milliseconds that a caller may take to say what it wants

struct Address {
  sockaddr_un name{};
  bool ok = false;
};

// The session's own folder; where a session has none, one of ours that only this user may enter. Not by QStandardPaths,
// which says on standard error what it thinks of a session without one.
QByteArray runtimeFolder() {
  const QByteArray session = qgetenv("XDG_RUNTIME_DIR");
  if (!session.isEmpty() && QFileInfo(QFile::decodeName(session)).isDir()) return session;
  const QByteArray own = QFile::encodeName(QDir::tempPath()) + "/lacuna-" + QByteArray::number(::getuid());
  ::mkdir(own.constData(), S_IRWXU);
  struct stat found {};
  const bool ours = ::lstat(own.constData(), &found) == 0 && S_ISDIR(found.st_mode) && found.st_uid == ::getuid() &&
                    (found.st_mode & (S_IRWXG | S_IRWXO)) == 0;
  return ours ? own : QByteArray("/nonexistent");  // another's: then there is no handing over
}

// One socket for each library.
QByteArray socketPath(const QString& library) {
  const QFileInfo file(library);
  const QString folder = QFileInfo(file.absolutePath()).canonicalFilePath();
  const QString path = (folder.isEmpty() ? file.absolutePath() : folder) + '/' + file.fileName();
  const QByteArray digest = QCryptographicHash::hash(path.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
  return runtimeFolder() + "/lacuna-" + digest;
}

Address addressOf(const QByteArray& path) {
  Address address;
  address.name.sun_family = AF_UNIX;
  if (path.size() >= static_cast<qsizetype>(sizeof(address.name.sun_path))) return address;
  std::memcpy(address.name.sun_path, path.constData(), static_cast<std::size_t>(path.size()));
  address.ok = true;
  return address;
}

int makeSocket() { return ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0); }

bool sendAll(int socket, const QByteArray& bytes) {
  for (qsizetype at = 0; at < bytes.size();) {
    const ssize_t sent =
        ::send(socket, bytes.constData() + at, static_cast<std::size_t>(bytes.size() - at), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    at += sent;
  }
  return true;
}

// To the end of what the other side sends; what came until then when it takes too long.
QByteArray receiveAll(int socket, int patience) {
  QElapsedTimer clock;
  clock.start();
  QByteArray bytes;
  while (bytes.size() < kMostBytes) {
    pollfd waiting{socket, POLLIN, 0};
    const int left = patience - static_cast<int>(clock.elapsed());
    if (left <= 0 || (::poll(&waiting, 1, left) <= 0 && errno != EINTR)) break;
    char buffer[4096];
    const ssize_t got = ::recv(socket, buffer, sizeof buffer, MSG_DONTWAIT);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got <= 0) break;
    bytes.append(buffer, got);
  }
  return bytes;
}

bool isOwnUser(int socket) {
  ucred who{};
  socklen_t size = sizeof who;
  return ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 && who.uid == ::getuid();
}

}  // namespace

RunningInstance::RunningInstance(QObject* parent) : QObject(parent) {}

RunningInstance::~RunningInstance() {
  notifier_.reset();
  if (socket_ < 0) return;
  ::unlink(path_.constData());
  ::close(socket_);
}

RunningInstance::Answer RunningInstance::handOver(const QString& library, const QString& file) {
  const Address address = addressOf(socketPath(library));
  const int socket = address.ok ? makeSocket() : -1;
  if (socket < 0) return Answer::Nobody;
  Answer answer = Answer::Nobody;
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address.name), sizeof address.name) == 0 &&
      isOwnUser(socket)) {
    QByteArray token = qgetenv("XDG_ACTIVATION_TOKEN");
    token.replace('\n', QByteArray());
    answer = Answer::Silent;
    if (sendAll(socket, kGreeting + token + '\n' + file.toUtf8())) {
      ::shutdown(socket, SHUT_WR);
      if (receiveAll(socket, kPatience) == kReply) answer = Answer::Taken;
    }
  }
  ::close(socket);
  return answer;
}

bool RunningInstance::listen(const QString& library) {
  if (socket_ >= 0) return true;
  path_ = socketPath(library);
  const Address address = addressOf(path_);
  if (!address.ok) return false;
  socket_ = makeSocket();
  if (socket_ < 0) return false;
  ::unlink(path_.constData());  // of a window that was killed: whoever has the library's lock is alone
  if (::bind(socket_, reinterpret_cast<const sockaddr*>(&address.name), sizeof address.name) != 0 ||
      ::listen(socket_, 8) != 0) {
    ::close(socket_);
    socket_ = -1;
    return false;
  }
  notifier_ = std::make_unique<QSocketNotifier>(socket_, QSocketNotifier::Read);
  connect(notifier_.get(), &QSocketNotifier::activated, this, [this] { accept(); });
  return true;
}

void RunningInstance::accept() {
  const int caller = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
  if (caller < 0) return;
  if (isOwnUser(caller)) {
    // The caller sends all at once and ends: this does not keep the window waiting.
    const QByteArray said = receiveAll(caller, kListenerPatience);
    if (said.startsWith(kGreeting)) {
      const QByteArray rest = said.mid(static_cast<qsizetype>(std::strlen(kGreeting)));
      const qsizetype end = rest.indexOf('\n');
      if (end >= 0 && sendAll(caller, kReply)) Q_EMIT asked(QString::fromUtf8(rest.mid(end + 1)), rest.left(end));
    }
  }
  ::close(caller);
}

}  // namespace lacuna::app
