// SPDX-License-Identifier: GPL-3.0-or-later
// The voices' window: what it shows of a store's state, and what it asks for.
#include <QMessageBox>
#include <QSignalSpy>
#include <QTimer>

#include "tests/ui/desk.h"
#include "tests/ui/made_up_voices.h"
#include "ui/language.h"
#include "ui/voices/source_choice.h"
#include "ui/voices/voice_words.h"
#include "ui/voices/voices_dialog.h"

using namespace lacuna::ui;
using lacuna::storage::ChapterUse;
using lacuna::storage::JobState;
using lacuna::storage::VoiceSettings;
using lacuna::storage::VoiceShare;

namespace {

struct Room {
  Room() : dialog(&desk.window) {
    dialog.setSpeaking(madeUpSpeaking());
    dialog.setView(madeUpVoices());
    dialog.open();
    (void)QTest::qWaitForWindowExposed(&dialog);
    dialog.activateWindow();
    QCoreApplication::processEvents();
  }
  void choose(VoiceList::Kind kind, const char* id) {
    dialog.choose(kind, QLatin1String(id));
    QCoreApplication::processEvents();
  }
  QPushButton* button(const QString& text) {
    for (QPushButton* each : dialog.findChildren<QPushButton*>())
      if (each->isVisibleTo(&dialog) && each->text().remove(u'&') == text) return each;
    return nullptr;
  }
  void press(const QString& text) {
    QPushButton* found = button(text);
    QVERIFY2(found != nullptr && found->isEnabled(), qPrintable(text));
    found->click();
  }

  Desk desk{QStringLiteral("It was the third night.")};
  VoicesDialog dialog;
};

// Answers the box that opens next.
void answer(const QString& button) {
  auto* timer = new QTimer(qApp);
  QObject::connect(timer, &QTimer::timeout, timer, [timer, button] {
    auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
    if (box == nullptr) return;
    timer->deleteLater();
    for (QAbstractButton* each : box->buttons())
      if (each->text().remove(u'&') == button) return each->click();
  });
  timer->start(10);
}

// What is wrong with what is seen of a dialog: buttons that cut their words off, two controls under one key.
QStringList wrongIn(const QWidget& dialog) {
  QStringList wrong;
  QHash<QString, QString> keys;
  for (const QAbstractButton* button : dialog.findChildren<QAbstractButton*>()) {
    if (!button->isVisible() || button->text().isEmpty()) continue;
    const int wanted = button->fontMetrics().size(Qt::TextShowMnemonic, button->text()).width();
    if (button->width() < wanted) wrong << QStringLiteral("%1 is cut off").arg(button->text());
    const QString key = QKeySequence::mnemonic(button->text()).toString();
    if (!key.isEmpty() && keys.contains(key)) wrong << QStringLiteral("%1 and %2").arg(keys.value(key), button->text());
    keys.insert(key, button->text());
  }
  for (const QLabel* label : dialog.findChildren<QLabel*>()) {
    if (!label->isVisible() || label->buddy() == nullptr) continue;
    const QString key = QKeySequence::mnemonic(label->text()).toString();
    if (!key.isEmpty() && keys.contains(key)) wrong << QStringLiteral("%1 and %2").arg(keys.value(key), label->text());
    keys.insert(key, label->text());
  }
  return wrong;
}

}  // namespace

class VoicesDialogTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    useTestSettings();
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
  }

  void theListSaysHowEachStands() {
    Room room;
    const VoiceList& list = *room.dialog.list();
    QCOMPARE(list.said({VoiceList::Voice, QStringLiteral("winter")}), QStringLiteral("Winter, speaks, 80%"));
    QCOMPARE(list.said({VoiceList::Job, QStringLiteral("running")}),
             QStringLiteral("Winter, running, learns, 19 min left"));
    QCOMPARE(list.said({VoiceList::Job, QStringLiteral("second")}),
             QStringLiteral("Winter, second, waits for its turn, no. 2"));
    QVERIFY(list.said({VoiceList::Corpus, QStringLiteral("corpus")}).endsWith(QStringLiteral("98,412 words, changed")));
    // What is chosen stays when something else changes, and something is chosen when it is gone.
    room.choose(VoiceList::Job, "second");
    lacuna::storage::VoicesView view = madeUpVoices();
    view.voices.removeFirst();
    view.jobs.swapItemsAt(1, 2);
    room.dialog.setView(view);
    QCOMPARE(list.chosen().id, QStringLiteral("second"));
    view.jobs.removeAt(1);
    room.dialog.setView(view);
    QVERIFY(list.chosen().kind != VoiceList::None);
    QVERIFY(list.chosen().id != QStringLiteral("second"));
    room.dialog.setView({});
    QCOMPARE(list.chosen().kind, VoiceList::None);
  }

  void aCorpusSaysWhatBecomesOfIt() {
    Room room;
    room.choose(VoiceList::Corpus, "corpus");
    CorpusPage* page = room.dialog.corpusPage();
    QVERIFY(page->sums().contains(QStringLiteral("98,412 words")));
    QVERIFY(page->sums().contains(QStringLiteral("9,120 words held out")));
    QCOMPARE(page->chapters()->topLevelItemCount(), 14);
    QCOMPARE(page->chapters()->topLevelItem(2)->text(2), QStringLiteral("held out"));
    QCOMPARE(page->chapters()->topLevelItem(13)->text(2), QStringLiteral("left out, by you"));
    QSignalSpy used(&room.dialog.acts(), &VoiceActs::usesChosen);
    QVERIFY(!room.button(QStringLiteral("Hold out"))->isEnabled());
    page->chapters()->topLevelItem(0)->setSelected(true);
    page->chapters()->topLevelItem(1)->setSelected(true);
    room.press(QStringLiteral("Hold out"));
    QCOMPARE(used.count(), 1);
    QCOMPARE(used.first().first().toStringList(), QStringList({QStringLiteral("c1"), QStringLiteral("c2")}));
    QCOMPARE(used.first().at(1).value<ChapterUse>(), ChapterUse::HeldOut);
    // A reading is told of this one alone.
    room.dialog.showReading(QStringLiteral("empty"), 0.4);
    QVERIFY(room.button(QStringLiteral("Stop")) == nullptr);
    room.dialog.showReading(QStringLiteral("corpus"), 0.4);
    QVERIFY(room.button(QStringLiteral("Stop")) != nullptr);
    // Deleting asks.
    QSignalSpy removed(&room.dialog.acts(), &VoiceActs::corpusRemoved);
    answer(QStringLiteral("Cancel"));
    page->remove();
    QCOMPARE(removed.count(), 0);
    answer(QStringLiteral("Delete"));
    page->remove();
    QCOMPARE(removed.count(), 1);
    // Nothing can be learnt from nothing.
    room.choose(VoiceList::Corpus, "empty");
    QVERIFY(!room.button(QStringLiteral("Train a voice of it\u2026"))->isEnabled());
  }

  void documentsAreChosenInTheirTree() {
    using Kind = lacuna::storage::DocumentKind;
    const QVector<lacuna::storage::TreeNode> nodes{
        node(QStringLiteral("book"), QStringLiteral("Book"), 0, Kind::Project),
        node(QStringLiteral("one"), QStringLiteral("One"), 10, Kind::Scene, QStringLiteral("book"), 1),
        node(QStringLiteral("two"), QStringLiteral("Two"), 10, Kind::Scene, QStringLiteral("book"), 1),
        node(QStringLiteral("tides"), QStringLiteral("Tides"), 10)};
    SourceChoice choice(nodes, {QStringLiteral("tides")}, nullptr);
    QTreeWidgetItem* book = choice.tree()->topLevelItem(0);
    QVERIFY(choice.chosen().isEmpty());  // what is there already is not added again
    book->setCheckState(0, Qt::Checked);
    QCOMPARE(choice.chosen().size(), 1);
    QCOMPARE(choice.chosen().first().reference, QStringLiteral("book"));
    book->child(0)->setCheckState(0, Qt::Unchecked);
    QCOMPARE(book->checkState(0), Qt::PartiallyChecked);
    QCOMPARE(choice.chosen().size(), 1);
    QCOMPARE(choice.chosen().first().reference, QStringLiteral("two"));
    book->child(1)->setCheckState(0, Qt::Unchecked);
    QVERIFY(choice.chosen().isEmpty());
  }

  void aDraftKeepsWhatItsFieldsDoNotTouch() {
    Room room;
    lacuna::storage::VoicesView view = madeUpVoices();
    VoiceSettings& before = view.jobs[3].settings;
    before.rank = 24;  // none of the names
    before.rate = 0.0012345;
    before.linears = {QStringLiteral("queries")};
    before.sampleEvery = 40;
    before.minutes = 12.5;
    room.dialog.setView(view);
    room.choose(VoiceList::Job, "draft");
    JobPlan* plan = room.dialog.jobPage()->plan();
    QCOMPARE(plan->settings(), before);
    QSignalSpy told(&room.dialog.acts(), &VoiceActs::settingsChosen);
    plan->minutes()->setValue(45);
    QTest::keyClick(plan->minutes(), Qt::Key_Return);
    QCOMPARE(told.count(), 1);
    VoiceSettings wanted = before;
    wanted.minutes = 45;
    QCOMPARE(told.first().at(1).value<VoiceSettings>(), wanted);
    plan->strength()->setCurrentIndex(2);
    Q_EMIT plan->strength()->activated(2);
    QCOMPARE(told.count(), 2);
    QCOMPARE(told.last().at(1).value<VoiceSettings>().rank, 64);
    QVERIFY(room.dialog.isVisible());  // Enter in a field is no answer to the dialog
  }

  void aRefusalKeepsADraftFromStarting() {
    Room room;
    lacuna::storage::VoicesView view = madeUpVoices();
    room.choose(VoiceList::Job, "draft");
    JobPlan* plan = room.dialog.jobPage()->plan();
    QVERIFY(plan->start()->isEnabled());
    room.dialog.showMeasuring(QStringLiteral("draft"), true);
    QVERIFY(!plan->measure()->isEnabled());
    view.jobs[3].plan.measured = true;
    view.jobs[3].plan.refusal = QStringLiteral("There is memory for rank 8 at most.");
    room.dialog.setView(view);
    room.dialog.showMeasuring(QStringLiteral("draft"), false);
    QCOMPARE(plan->plan(), QStringLiteral("There is memory for rank 8 at most."));
    QVERIFY(!plan->start()->isEnabled());
    view.jobs[3].plan.refusal.clear();
    view.jobs[3].plan.minutes = 30;
    view.jobs[3].plan.steps = 580;
    room.dialog.setView(view);
    QVERIFY(plan->plan().startsWith(QStringLiteral("30 min in 580 steps")));
    QSignalSpy started(&room.dialog.acts(), &VoiceActs::startWanted);
    plan->start()->click();
    QCOMPARE(started.count(), 1);
  }

  void aJobShowsItsDetailsAndNoOthers() {
    Room room;
    QSignalSpy looked(&room.dialog.acts(), &VoiceActs::jobChosen);
    room.choose(VoiceList::Job, "running");
    QCOMPARE(looked.last().first().toString(), QStringLiteral("running"));
    JobProgress* progress = room.dialog.jobPage()->progress();
    const lacuna::storage::VoiceJobView view = madeUpJobView(madeUpVoices().jobs.first());
    room.dialog.showJob(view);
    QCOMPARE(progress->chart()->chosen(), 239);
    QVERIFY(progress->chart()->said(239).startsWith(QStringLiteral("Step 240: learnt ")));
    QVERIFY(progress->chart()->said(239).contains(QStringLiteral("without the voice 1.082")));
    // The samples follow the newest step until the author goes back.
    SampleStrip* samples = progress->samples();
    QCOMPARE(samples->step(), 240);
    QVERIFY(samples->withAt(1).contains(QStringLiteral("at step 240, gap 1")));
    QVERIFY(samples->withoutAt(1).contains(QStringLiteral("at step 0, gap 1")));
    QTest::keyClick(samples->slider(), Qt::Key_Left);
    QCOMPARE(samples->step(), 180);
    room.dialog.showJob(view);
    QCOMPARE(samples->step(), 180);
    QCOMPARE(progress->experts()->rowCount(), 6);
    // Points of a job that is not looked at any more come late.
    room.choose(VoiceList::Job, "done");
    room.dialog.showJob(view);
    QCOMPARE(progress->chart()->chosen(), -1);
    QCOMPARE(progress->experts()->rowCount(), 0);
  }

  void whatCanBeDoneWithAJobIsThere() {
    Room room;
    room.choose(VoiceList::Job, "running");
    QVERIFY(room.button(QStringLiteral("Pause")) != nullptr);
    QVERIFY(room.button(QStringLiteral("Go on")) == nullptr);
    QVERIFY(!room.button(QStringLiteral("Delete the job"))->isEnabled());
    QSignalSpy stopped(&room.dialog.acts(), &VoiceActs::stopWanted);
    room.press(QStringLiteral("Stop, and keep the best"));
    QCOMPARE(stopped.last().first().toString(), QStringLiteral("running"));
    room.choose(VoiceList::Job, "first");
    QVERIFY(!room.button(QStringLiteral("Earlier"))->isEnabled());
    QSignalSpy moved(&room.dialog.acts(), &VoiceActs::jobMoved);
    room.press(QStringLiteral("Later"));
    QCOMPARE(moved.last(), QVariantList({QStringLiteral("first"), 2}));
    QSignalSpy removed(&room.dialog.acts(), &VoiceActs::jobRemoved);
    QTest::keyClick(room.dialog.list(), Qt::Key_Delete);  // nothing was learnt: it goes without a question
    QCOMPARE(removed.last().first().toString(), QStringLiteral("first"));
    room.choose(VoiceList::Job, "running");
    QTest::keyClick(room.dialog.list(), Qt::Key_Delete);
    QCOMPARE(removed.count(), 1);
    QVERIFY(!room.dialog.said().isEmpty());
  }

  void aVoiceSpeaksWhereItIsToldTo() {
    Room room;
    room.choose(VoiceList::Voice, "winter");
    VoicePage* page = room.dialog.voicePage();
    QCOMPARE(page->use()->currentData().toInt(), static_cast<int>(VoicePage::Here));
    QCOMPARE(page->share()->value(), 80);
    QVERIFY(page->card().contains(QStringLiteral("4.5% surer")));
    QVERIFY(page->card().contains(QStringLiteral("74 with the voice")));
    QSignalSpy spoken(&room.dialog.acts(), &VoiceActs::speakingChosen);
    page->share()->setValue(120);
    QTRY_COMPARE(spoken.count(), 1);
    QCOMPARE(spoken.last().first().toString(), QStringLiteral("book"));
    QCOMPARE(spoken.last().at(1).value<QVector<VoiceShare>>(), QVector<VoiceShare>({{QStringLiteral("winter"), 1.2}}));
    // Another voice beside it, here.
    room.choose(VoiceList::Voice, "old");
    QCOMPARE(page->use()->currentData().toInt(), static_cast<int>(VoicePage::Silent));
    QVERIFY(!page->share()->isEnabled());
    page->use()->setCurrentIndex(page->use()->findData(VoicePage::Here));
    Q_EMIT page->use()->activated(page->use()->currentIndex());
    QCOMPARE(spoken.last().at(1).value<QVector<VoiceShare>>().size(), 2);
    // Everywhere: the project's own word goes.
    QSignalSpy dropped(&room.dialog.acts(), &VoiceActs::ownSpeakingDropped);
    page->use()->setCurrentIndex(page->use()->findData(VoicePage::Everywhere));
    Q_EMIT page->use()->activated(page->use()->currentIndex());
    QCOMPARE(dropped.count(), 1);
    QCOMPARE(spoken.last().first().toString(), QString());
  }

  void aDeletedVoiceCanBeTakenBack() {
    Room room;
    room.choose(VoiceList::Voice, "old");
    QSignalSpy deleted(&room.dialog.acts(), &VoiceActs::voiceDeleted);
    QSignalSpy restored(&room.dialog.acts(), &VoiceActs::voiceRestored);
    room.press(QStringLiteral("Delete"));
    QCOMPARE(deleted.count(), 1);
    lacuna::storage::VoicesView view = madeUpVoices();
    view.voices[1].deleted = true;
    room.dialog.setView(view);
    QVERIFY(room.dialog.list()->said({VoiceList::Voice, QStringLiteral("old")}).endsWith(QStringLiteral("deleted")));
    room.press(QStringLiteral("Take back"));
    QCOMPARE(restored.count(), 1);
  }

  void aComparisonIsOfWhatWasAskedLast() {
    Room room;
    room.choose(VoiceList::Voice, "winter");
    lacuna::storage::VoiceJob done = madeUpVoices().jobs.last();
    room.dialog.showJob(madeUpJobView(done));
    VoiceComparison* comparison = room.dialog.voicePage()->comparison();
    QCOMPARE(comparison->place()->count(), 4);
    QSignalSpy asked(&room.dialog.acts(), &VoiceActs::comparisonWanted);
    QSignalSpy ended(&room.dialog.acts(), &VoiceActs::comparisonStopped);
    comparison->place()->setCurrentIndex(2);
    comparison->go()->click();
    const auto trial = asked.last().first().value<VoiceTrial>();
    QVERIFY(!trial.onPage);
    QCOMPARE(trial.voice, QStringLiteral("winter"));
    QCOMPARE(trial.share, 0.8);
    QVERIFY(trial.own.startsWith(QStringLiteral("she had counted")));
    // Another place is chosen while it works: what comes is not shown.
    comparison->place()->setCurrentIndex(0);
    QCOMPARE(ended.last().first().toULongLong(), trial.id);
    room.dialog.showTrial({trial.id, {}, {}, QStringLiteral("a"), QStringLiteral("b")});
    QVERIFY(!comparison->with().contains(u'b'));
    comparison->go()->click();
    const auto next = asked.last().first().value<VoiceTrial>();
    QVERIFY(next.onPage);
    QVERIFY(next.seed != trial.seed);
    room.dialog.showTrial({next.id, QStringLiteral("<i>so "), QStringLiteral(" on"), QStringLiteral("the sea"),
                           QStringLiteral("the tide")});
    QVERIFY(comparison->without().contains(QStringLiteral(">the sea<")));
    QVERIFY(comparison->with().contains(QStringLiteral(">the tide<")));
    QVERIFY(comparison->with().startsWith(QStringLiteral("&lt;i&gt;so ")));  // a text is no markup
  }

  void aChartOfAnyLengthCanBeRead() {
    LossChart chart;
    chart.resize(480, 230);
    chart.show({}, lacuna::storage::kNotMeasured, 0);
    QCOMPARE(chart.range().first, chart.range().second);
    (void)chart.grab();
    lacuna::storage::VoicePoint point;
    point.step = 1;
    point.loss = 1.2;
    chart.show({point}, 1.1, 600);
    QVERIFY(chart.range().first < 1.1 && chart.range().second > 1.2);
    QVector<lacuna::storage::VoicePoint> points;
    for (int i = 1; i <= 20000; ++i) {
      point.step = i;
      point.loss = i == 1 ? 9.0 : 1.0 + (i % 2 == 0 ? 0.05 : -0.05);
      point.heldOut = i % 500 == 0 ? 1.02 : lacuna::storage::kNotMeasured;
      points.push_back(point);
    }
    chart.show(points, 1.08, 20000);
    (void)chart.grab();
    QVERIFY(std::abs(chart.smoothed().last() - 1.0) < 0.02);
    QVERIFY(chart.range().second < 1.5);  // a first step far above does not flatten what follows
    QCOMPARE(chart.chosen(), 19999);
    QTest::keyClick(&chart, Qt::Key_Home);
    QCOMPARE(chart.chosen(), 0);
    QVERIFY(!chart.said(0).contains(QStringLiteral("held out")));
    // It stays where the author looks, while more comes.
    points.push_back(point);
    chart.show(points, 1.08, 20001);
    QCOMPARE(chart.chosen(), 0);
  }

  // With $LACUNA_PICTURES, a folder, each page is saved there.
  void eachPageFitsInEachLanguage_data() {
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("theme");
    QTest::addColumn<QSize>("size");
    QTest::newRow("de, large") << QStringLiteral("de") << QStringLiteral("light") << QSize(1000, 760);
    QTest::newRow("de, small") << QStringLiteral("de") << QStringLiteral("dark") << QSize(640, 400);
    QTest::newRow("en, usual") << QStringLiteral("en") << QStringLiteral("paper") << QSize(800, 600);
  }
  void eachPageFitsInEachLanguage() {
    QFETCH(QString, language);
    QFETCH(QString, theme);
    QFETCH(QSize, size);
    speak(language);
    {
      Room room;
      room.desk.window.setTheme(theme);
      room.dialog.resize(size);
      const lacuna::storage::VoicesView view = madeUpVoices();
      const QString pictures = qEnvironmentVariable("LACUNA_PICTURES");
      const auto look = [&](VoiceList::Kind kind, const char* id) {
        room.choose(kind, id);
        for (const lacuna::storage::VoiceJob& job : view.jobs) room.dialog.showJob(madeUpJobView(job));
        QCoreApplication::processEvents();
        QCoreApplication::processEvents();
        QCOMPARE(room.dialog.size(), size);
        if (!pictures.isEmpty())
          (void)room.dialog.grab().save(QStringLiteral("%1/voices-%2-%3-%4-%5.png")
                                            .arg(pictures, language, theme)
                                            .arg(size.width())
                                            .arg(QLatin1String(id)));
        const QStringList wrong = wrongIn(room.dialog);
        QVERIFY2(wrong.isEmpty(), qPrintable(QLatin1String(id) + u'\n' + wrong.join(u'\n')));
      };
      for (const char* id : {"corpus", "empty"}) look(VoiceList::Corpus, id);
      for (const char* id : {"draft", "running", "second"}) look(VoiceList::Job, id);
      room.dialog.jobPage()->plan()->moreSwitch()->setChecked(true);
      look(VoiceList::Job, "draft");
      look(VoiceList::Voice, "winter");
    }
    speak(QStringLiteral("en"));
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
  }

  void figuresAreSaidInWords() {
    using lacuna::storage::kNotMeasured;
    QCOMPARE(spanText(30), QStringLiteral("1 min"));
    QCOMPARE(spanText(20), QStringLiteral("less than a minute"));
    QCOMPARE(spanText(7800), QStringLiteral("2 h 10 min"));
    QCOMPARE(spanText(kNotMeasured), QString());
    QVERIFY(std::isnan(gainOf(kNotMeasured, 1)));
    QCOMPARE(gainOf(2, 1.9), 0.05);
    QCOMPARE(gainText(kNotMeasured, 1), QString());
    QVERIFY(gainText(1.0, 1.1).contains(QStringLiteral("10.0% less sure")));
    lacuna::storage::VoiceCard card;
    QCOMPARE(distinctText(card) + verbatimText(card) + learntText(card), QString());
    card.distinctive = 0.5;
    QVERIFY(distinctText(card).contains(QStringLiteral("hardly")));
    card.fills = 30;
    card.verbatim = 0;
    card.longestVerbatim = 1;
    QVERIFY(verbatimText(card).startsWith(QStringLiteral("None of 30 fills")));
    QVERIFY(verbatimText(card).endsWith(QStringLiteral("1 word.")));
    QCOMPARE(withShare({{QStringLiteral("a"), 1.0}}, QStringLiteral("a"), 0).size(), 0);
    QCOMPARE(withShare({{QStringLiteral("a"), 1.0}}, QStringLiteral("b"), 0.5).size(), 2);
  }
};

QTEST_MAIN(VoicesDialogTest)
#include "voices_dialog_test.moc"
