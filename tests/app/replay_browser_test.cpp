// SPDX-License-Identifier: GPL-3.0-or-later
// The HTML export in a real browser: what it shows at each step against the run, its keys, and that it asks nothing of
// a network. Skipped where no Chromium is installed. LACUNA_PICTURES=folder keeps screenshots.
#include <QtTest/QtTest>

#include "app/replay/replay_html.h"
#include "tests/app/browser.h"
#include "tests/app/made_up_replay.h"
#include "tests/app/support.h"

using namespace lacuna;
using namespace lacuna::tests;

class ReplayBrowserTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    if (browserPath().isEmpty()) {
      // Where a browser was asked for, its absence is no reason to say that all is well.
      QVERIFY2(qEnvironmentVariableIsEmpty("LACUNA_NEEDS_BROWSER"), "There is no Chromium to try the page in.");
      QSKIP("No Chromium is installed, so the page is not tried in a browser: ./dev test --with-browser installs one.");
    }
    QVERIFY(folder_.isValid());
    storage::Run run = madeUpReplayRun();
    run.outcome = storage::RunOutcome::Taken;
    run.taken = 1;
    replay_ = app::makeReplay(run, QStringLiteral("Low & <b>Water</b>"), hostileText());
    QVERIFY(writeFile(path(), app::replayHtml(replay_)));
    browser_ = std::make_unique<Browser>();
    QVERIFY2(browser_->ready(), "The browser did not start.");
    browser_->resize(1200, 900);
  }

  void init() {
    browser_->complaints.clear();
    browser_->requests.clear();
  }

  // A page that grumbled or asked for anything but itself fails whatever else went well.
  void cleanup() {
    if (browser_ == nullptr) return;
    QVERIFY2(browser_->complaints.isEmpty(), qPrintable(browser_->complaints.join("\n")));
    for (const QString& url : browser_->requests) {
      QVERIFY2(url.startsWith("data:") || url.startsWith(QUrl::fromLocalFile(path()).toString()), qPrintable(url));
    }
  }

  void cleanupTestCase() { browser_.reset(); }

  void eachStepIsTheRuns() {
    for (int place = 0; place < 3; ++place) {
      for (int frame = 0; frame < replay_.run.trajectory.size(); ++frame) {
        openAt(frame, place);
        QCOMPARE(state("frame"), frame);
        QCOMPARE(state("place"), place);
        for (int gap = 0; gap < 2; ++gap) QCOMPARE(shownBy(gap), expected(frame, place, gap));
        const double settled = app::sumOf(replay_.run.trajectory[frame], place, true).settled;
        QCOMPARE(browser_->ask("sumOf(state.frame, state.place).settled").toDouble(), settled);
      }
    }
  }

  void theTextAroundIsThere() {
    openAt(0, 0);
    const QString text = browser_->ask("document.getElementById('page').innerText").toString();
    QVERIFY(text.contains("</script><script>fetch('http://example.org')</script> and nobody <!-- saw it."));
    QVERIFY(text.contains("@DATA@ 🌊"));
    QVERIFY(text.contains("She had said so;"));
    QCOMPARE(browser_->ask("document.querySelector('#page em').textContent").toString(), "had");
    QCOMPARE(browser_->ask("document.querySelectorAll('script').length").toInt(), 2);
    QCOMPARE(browser_->ask("document.querySelector('h1').textContent").toString(), replay_.title);
  }

  void keysScrub() {
    openAt(3, 0);
    const int last = static_cast<int>(replay_.run.trajectory.size()) - 1;
    const QVector<std::pair<QString, int>> strokes{{"ArrowRight", 4},   {"ArrowRight", 5}, {"ArrowLeft", 4},
                                                   {"Home", 0},         {"ArrowLeft", 0},  {"End", last},
                                                   {"ArrowRight", last}};
    for (const auto& [key, frame] : strokes) {
      browser_->press(key);
      QCOMPARE(state("frame"), frame);
      QCOMPARE(browser_->ask("Number(document.getElementById('scrub').value)").toInt(), frame);
      for (int gap = 0; gap < 2; ++gap) QCOMPARE(shownBy(gap), expected(frame, 0, gap));
    }
    browser_->press("3");
    QCOMPARE(state("place"), 2);
    QVERIFY(browser_->ask("location.hash").toString().contains("candidate=3"));
    // The slider itself, as a hand on the keyboard would find it.
    browser_->ask("document.getElementById('scrub').focus()");
    browser_->press("Home");
    browser_->press("ArrowRight");
    QCOMPARE(state("frame"), 1);
  }

  void spacePlaysAndPauses() {
    openAt(0, 0);
    browser_->press(" ");
    QVERIFY(browser_->ask("state.playing").toBool());
    QCOMPARE(browser_->ask("document.getElementById('play').getAttribute('aria-label')").toString(), "Pause");
    QTRY_VERIFY_WITH_TIMEOUT(state("frame") > 1, 20000);
    browser_->press(" ");
    QVERIFY(!browser_->ask("state.playing").toBool());
    browser_->press(" ");
    QTRY_VERIFY_WITH_TIMEOUT(!browser_->ask("state.playing").toBool(), 30000);
    QCOMPARE(state("frame"), static_cast<int>(replay_.run.trajectory.size()) - 1);
  }

  void aTokenShowsItsAlternatives() {
    openAt(2, 0);
    const int candidate = 0;
    const auto& tokens = replay_.run.trajectory[2].tokens[candidate][0];
    const auto open =
        std::find_if(tokens.begin(), tokens.end(), [](const auto& token) { return token.alternatives.size() > 2; });
    QVERIFY(open != tokens.end());
    const auto index = std::distance(tokens.begin(), open);
    browser_->ask(
        QStringLiteral("focusToken(document.querySelector('.token[data-gap=\"0\"][data-index=\"%1\"]'))").arg(index));
    browser_->press("Enter");
    const QJsonArray rows =
        browser_->ask("[...document.querySelectorAll('#card li')].map(row => row.textContent)").toArray();
    QCOMPARE(rows.size(), open->alternatives.size());
    for (int i = 0; i < rows.size(); ++i) {
      const QString text = open->alternatives[i].text.trimmed();
      QVERIFY2(rows[i].toString().startsWith(text.isEmpty() ? QStringLiteral("↵") : text),
               qPrintable(rows[i].toString()));
    }
    QTRY_VERIFY_WITH_TIMEOUT(!browser_->ask("document.getElementById('live').textContent").toString().isEmpty(), 5000);
    browser_->press("ArrowUp");  // a step on, with the card open
    QCOMPARE(state("frame"), 3);
    QVERIFY(!browser_->ask("document.getElementById('card').hidden").toBool());
    browser_->press("Escape");
    QVERIFY(browser_->ask("document.getElementById('card').hidden").toBool());
  }

  void theRibbonTellsOfEachPassage() {
    openAt(4, 0);
    QCOMPARE(browser_->ask("document.querySelectorAll('#lane .attention').length").toInt(), replay_.run.context.size());
    browser_->ask("document.getElementById('ribbon').focus()");
    browser_->press("Home");
    QVERIFY(browser_->ask("document.getElementById('ribbon').getAttribute('aria-valuetext')")
                .toString()
                .contains(replay_.openings[0].left(20)));
    browser_->press("ArrowDown");
    QCOMPARE(browser_->ask("ribbon.at").toInt(), 1);
    QCOMPARE(state("frame"), 4);  // its arrows are its own
  }

  void motionIsReducedWhereThatIsAsked() {
    browser_->emulate({{"prefers-reduced-motion", "reduce"}});
    browser_->open(QUrl::fromLocalFile(path()).toString());
    QTest::qWait(1500);
    QCOMPARE(state("frame"), static_cast<int>(replay_.run.trajectory.size()) - 1);
    QVERIFY(!browser_->ask("state.playing").toBool());
    QCOMPARE(state("place"), 1);  // the one that was taken
    browser_->emulate({});
    browser_->open(QStringLiteral("about:blank"));
    browser_->open(QUrl::fromLocalFile(path()).toString());
    QTRY_VERIFY_WITH_TIMEOUT(browser_->ask("state.playing").toBool(), 5000);
    browser_->requests.removeAll(QStringLiteral("about:blank"));
  }

  void paperGetsTheResult() {
    openAt(1, 0);
    browser_->ask("dispatchEvent(new Event('beforeprint'))");
    for (int gap = 0; gap < 2; ++gap) QCOMPARE(shownBy(gap), expected(7, 0, gap));
    browser_->emulate({}, "print");
    QCOMPARE(browser_->ask("getComputedStyle(document.getElementById('deck')).display").toString(), "none");
    browser_->ask("dispatchEvent(new Event('afterprint'))");
    browser_->emulate({});
    QCOMPARE(state("frame"), 1);
  }

  void namesAreThereForAReader() {
    openAt(2, 0);
    // Everything that takes the focus has a name.
    const QJsonArray nameless = browser_
                                    ->ask(
                                        "[...document.querySelectorAll('button, input, select, [tabindex], "
                                        "[role=button]')].filter(e => !e.hidden && "
                                        "!(e.getAttribute('aria-label') || e.labels?.length)).map(e => e.outerHTML)")
                                    .toArray();
    QVERIFY2(nameless.isEmpty(), qPrintable(QJsonDocument(nameless).toJson()));
    QCOMPARE(browser_->ask("document.querySelectorAll('.token[tabindex=\"0\"]').length").toInt(), 1);
  }

  void pictures() {
    const QString folder = qEnvironmentVariable("LACUNA_PICTURES");
    if (folder.isEmpty()) QSKIP("LACUNA_PICTURES names no folder, so no screenshot is kept.");
    const QString file = qEnvironmentVariable("LACUNA_REPLAY", path());
    for (const char* scheme : {"light", "dark"}) {
      browser_->emulate({{"prefers-color-scheme", QLatin1String(scheme)}});
      for (const int width : {1200, 420}) {
        browser_->resize(width, width > 600 ? 900 : 860);
        for (const int step : {4, 14, 32}) {
          browser_->open(QStringLiteral("about:blank"));
          browser_->open(QUrl::fromLocalFile(file).toString() + QStringLiteral("#step=%1").arg(step));
          QTest::qWait(700);
          QVERIFY(writeFile(QStringLiteral("%1/%2-%3-%4.png").arg(folder, QLatin1String(scheme)).arg(width).arg(step),
                            browser_->screenshot()));
        }
      }
    }
    browser_->requests.clear();
  }

 private:
  QString path() const { return folder_.filePath("replay.html"); }

  void openAt(int frame, int place) {
    const QString url = QUrl::fromLocalFile(path()).toString() +
                        QStringLiteral("#step=%1&candidate=%2").arg(replay_.run.trajectory[frame].step).arg(place + 1);
    // Another fragment of the same file loads nothing anew.
    if (browser_->ask("location.pathname").toString() == path()) {
      browser_->ask(QStringLiteral("location.hash = '%1'; readFragment()").arg(url.section('#', 1)));
    } else {
      browser_->open(url);
    }
    browser_->ask("document.activeElement.blur(); closeCard()");
  }

  int state(const QString& name) { return browser_->ask("state." + name).toInt(-1); }

  // A gap as the page has it: settled text as it is, guesses in (), noise as #.
  QString shownBy(int gap) {
    return browser_
        ->ask(QStringLiteral("[...gapSpans[%1].children].filter(s => !s.hidden).map(s => { const t = s.children[0]; "
                             "const c = t.classList; const x = s.firstChild.data + t.textContent + s.lastChild.data;"
                             "return c.contains('settled') ? x : c.contains('veiled') ? '#' : `(${x})`; }).join('')")
                  .arg(gap))
        .toString();
  }

  QString expected(int frame, int place, int gap) const {
    QString text;
    for (const app::ShownToken& token : app::shownTokens(replay_.run, frame, place, gap)) {
      text += token.settled ? token.text : token.veiled ? QStringLiteral("#") : QStringLiteral("(%1)").arg(token.text);
    }
    return text;
  }

  QTemporaryDir folder_;
  app::Replay replay_;
  std::unique_ptr<Browser> browser_;
};

QTEST_GUILESS_MAIN(ReplayBrowserTest)
#include "replay_browser_test.moc"
