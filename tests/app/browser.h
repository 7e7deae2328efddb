// SPDX-License-Identifier: GPL-3.0-or-later
// A browser without a window, driven over the DevTools protocol through a pipe: no port is opened.
// https://chromedevtools.github.io/devtools-protocol/
#pragma once

#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace lacuna::tests {

// $LACUNA_BROWSER, else what Debian or Google call it; empty where there is none.
inline QString browserPath() {
  const QString named = qEnvironmentVariable("LACUNA_BROWSER");
  if (!named.isEmpty()) return named;
  for (const char* name : {"chromium", "chromium-browser", "google-chrome"}) {
    const QString found = QStandardPaths::findExecutable(QLatin1String(name));
    if (!found.isEmpty()) return found;
  }
  return {};
}

class Browser {
 public:
  Browser() {
    if (::pipe2(toBrowser_, O_CLOEXEC) != 0 || ::pipe2(fromBrowser_, O_CLOEXEC) != 0) return;
    // The browser reads what it is told at 3 and answers at 4. High numbers first, lest one overwrite the other.
    process_.setChildProcessModifier([this] {
      const int in = ::fcntl(toBrowser_[0], F_DUPFD, 64);
      const int out = ::fcntl(fromBrowser_[1], F_DUPFD, 64);
      ::dup2(in, 3);
      ::dup2(out, 4);
      ::close(in);
      ::close(out);
    });
    process_.setStandardErrorFile(QProcess::nullDevice());
    process_.setStandardOutputFile(QProcess::nullDevice());
    QStringList options{"--headless=new",       "--remote-debugging-pipe",         "--no-first-run",
                        "--disable-gpu",        "--disable-dev-shm-usage",         "--hide-scrollbars",
                        "--disable-extensions", "--disable-background-networking", "--user-data-dir=" + folder_.path()};
    // Its own sandbox refuses to start for root; what it shows here is a file of ours.
    if (::geteuid() == 0) options << "--no-sandbox";
    process_.start(browserPath(), options << "about:blank");
    started_ = process_.waitForStarted(20000);
    ::close(toBrowser_[0]);
    ::close(fromBrowser_[1]);
    if (started_) attach();
  }

  ~Browser() {
    if (started_) call("Browser.close", {}, false);
    ::close(toBrowser_[1]);
    if (!process_.waitForFinished(5000)) process_.kill();
    process_.waitForFinished(5000);
    ::close(fromBrowser_[0]);
  }
  Browser(const Browser&) = delete;
  Browser& operator=(const Browser&) = delete;

  bool ready() const { return !session_.isEmpty(); }
  QStringList complaints;  // console messages, exceptions and refusals of the page
  QStringList requests;    // everything that was asked for, the file itself too

  // Asks, and waits for the answer. Events that come meanwhile are noted.
  QJsonObject call(const QString& method, const QJsonObject& parameters = {}, bool inPage = true) {
    QJsonObject message{{"id", ++last_}, {"method", method}, {"params", parameters}};
    if (inPage) message["sessionId"] = session_;
    const QByteArray bytes = QJsonDocument(message).toJson(QJsonDocument::Compact) + '\0';
    if (::write(toBrowser_[1], bytes.constData(), static_cast<std::size_t>(bytes.size())) != bytes.size()) return {};
    const int id = last_;
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 60000) {
      const QJsonObject answer = next(60000);
      if (answer.isEmpty()) return {};
      if (answer["id"].toInt() == id) return answer["result"].toObject();
    }
    return {};
  }

  void open(const QString& url) {
    loaded_ = false;
    call("Page.navigate", {{"url", url}});
    for (int i = 0; i < 600 && !loaded_; ++i) next(100);
  }

  // The value of an expression in the page; promises are awaited.
  QJsonValue ask(const QString& expression) {
    const QJsonObject answer =
        call("Runtime.evaluate", {{"expression", expression}, {"returnByValue", true}, {"awaitPromise", true}});
    if (answer.contains("exceptionDetails")) {
      complaints << expression + ": " + answer["exceptionDetails"]["exception"]["description"].toString();
    }
    return answer["result"]["value"];
  }

  // A key as a person presses it: "ArrowRight", "Home", " ", "2".
  void press(const QString& key) {
    static const QHash<QString, int> kCodes{{"ArrowLeft", 37}, {"ArrowUp", 38}, {"ArrowRight", 39}, {"ArrowDown", 40},
                                            {"Home", 36},      {"End", 35},     {"Escape", 27},     {"Tab", 9},
                                            {"Enter", 13},     {" ", 32}};
    QJsonObject event{{"type", "keyDown"}, {"key", key}, {"code", key == " " ? "Space" : key}};
    event["windowsVirtualKeyCode"] = kCodes.value(key, key.at(0).unicode());
    if (key.size() == 1) event["text"] = key;
    if (key == "Enter") event["text"] = "\r";
    call("Input.dispatchKeyEvent", event);
    event["type"] = "keyUp";
    event.remove("text");
    call("Input.dispatchKeyEvent", event);
  }

  // features: for instance {"prefers-color-scheme": "dark"}.
  void emulate(const QMap<QString, QString>& features, const QString& media = {}) {
    QJsonArray list;
    for (auto it = features.begin(); it != features.end(); ++it)
      list.append(QJsonObject{{"name", it.key()}, {"value", it.value()}});
    call("Emulation.setEmulatedMedia", {{"media", media}, {"features", list}});
  }

  void resize(int width, int height, double scale = 1) {
    call("Emulation.setDeviceMetricsOverride",
         {{"width", width}, {"height", height}, {"deviceScaleFactor", scale}, {"mobile", false}});
  }

  QByteArray screenshot() {
    return QByteArray::fromBase64(call("Page.captureScreenshot", {{"format", "png"}})["data"].toString().toLatin1());
  }

 private:
  void attach() {
    const QJsonArray targets = call("Target.getTargets", {}, false)["targetInfos"].toArray();
    for (const QJsonValue& target : targets) {
      if (target["type"].toString() != "page") continue;
      const QJsonObject parameters{{"targetId", target["targetId"]}, {"flatten", true}};
      session_ = call("Target.attachToTarget", parameters, false)["sessionId"].toString();
      break;
    }
    for (const char* domain : {"Page", "Runtime", "Log", "Network"}) call(QLatin1String(domain) + ".enable");
  }

  // The next message; empty when none came in so many milliseconds, or the browser is gone.
  QJsonObject next(int milliseconds) {
    while (!waiting_.contains('\0')) {
      pollfd watched{fromBrowser_[0], POLLIN, 0};
      if (::poll(&watched, 1, milliseconds) <= 0) return {};
      char bytes[1 << 16];
      const ssize_t count = ::read(fromBrowser_[0], bytes, sizeof bytes);
      if (count <= 0) return {};
      waiting_.append(bytes, count);
    }
    const qsizetype end = waiting_.indexOf('\0');
    const QJsonObject message = QJsonDocument::fromJson(waiting_.left(end)).object();
    waiting_.remove(0, end + 1);
    note(message["method"].toString(), message["params"].toObject());
    return message;
  }

  void note(const QString& method, const QJsonObject& event) {
    if (method == "Page.loadEventFired") loaded_ = true;
    if (method == "Network.requestWillBeSent") requests << event["request"]["url"].toString();
    if (method == "Runtime.exceptionThrown") {
      complaints << event["exceptionDetails"]["exception"]["description"].toString();
    }
    if (method == "Runtime.consoleAPICalled") complaints << event["args"][0]["value"].toString();
    if (method == "Log.entryAdded") complaints << event["entry"]["text"].toString();
  }

  QTemporaryDir folder_;
  QProcess process_;
  int toBrowser_[2] = {-1, -1};
  int fromBrowser_[2] = {-1, -1};
  QByteArray waiting_;
  QString session_;
  int last_ = 0;
  bool started_ = false;
  bool loaded_ = false;
};

}  // namespace lacuna::tests
