// SPDX-License-Identifier: GPL-3.0-or-later
// What --voice says: a folder, and a share behind the last colon where a number stands there.
#include <QTest>

#include "app/cli/infill_request.h"
#include "app/cli/voice_option.h"

using namespace lacuna;

class VoiceOptionTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void reads_data();
  void reads();
  void refuses();
};

void VoiceOptionTest::reads_data() {
  QTest::addColumn<QString>("option");
  QTest::addColumn<QString>("folder");
  QTest::addColumn<float>("share");
  QTest::newRow("a folder") << "voices/mara"
                            << "voices/mara" << 1.0F;
  QTest::newRow("with a share") << "voices/mara:0.5"
                                << "voices/mara" << 0.5F;
  QTest::newRow("silent") << "mara:0"
                          << "mara" << 0.0F;
  QTest::newRow("louder") << "mara:1.5"
                          << "mara" << 1.5F;
  QTest::newRow("a colon in its name") << "a:b"
                                       << "a:b" << 1.0F;
  QTest::newRow("a colon in its name, with a share") << "a:b:.25"
                                                     << "a:b" << 0.25F;
  QTest::newRow("nothing behind the colon") << "mara:"
                                            << "mara:" << 1.0F;
  QTest::newRow("more than a number") << "mara:1x"
                                      << "mara:1x" << 1.0F;
}

void VoiceOptionTest::reads() {
  QFETCH(QString, option);
  QFETCH(QString, folder);
  QFETCH(float, share);
  const auto voices = app::voiceBlends({option.toStdString(), "other:0.1"});
  QCOMPARE(voices.size(), std::size_t{2});
  QCOMPARE(QString::fromStdString(voices[0].folder), folder);
  QCOMPARE(voices[0].share, share);
  QCOMPARE(voices[1].share, 0.1F);
}

void VoiceOptionTest::refuses() {
  for (const char* option : {"mara:1.6", "mara:-0.5", "mara:nan", "mara:1e30"})
    QVERIFY_THROWS_EXCEPTION(app::BadUsage, app::voiceBlends({option}));
  QVERIFY_THROWS_EXCEPTION(app::BadUsage, app::voiceBlends(std::vector<std::string>(9, "mara")));
  QVERIFY(app::voiceBlends({}).empty());
}

QTEST_APPLESS_MAIN(VoiceOptionTest)
#include "voice_option_test.moc"
