// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "storage/codec.h"
#include "tests/storage/support.h"

using namespace lacuna::storage;

class CodecTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyTextComesBack() {
    test::Random random(3);
    int halves = 0;
    for (int round = 0; round < 3000; ++round) {
      const QString text = random.text(random.below(30));
      halves += text.isValidUtf16() ? 0 : 1;
      const std::optional<QString> back = decodeText(encodeText(text));
      QVERIFY(back.has_value());
      QCOMPARE(*back, text);
    }
    QVERIFY(halves > 300);
  }

  void soundTextIsUtf8() {
    const QString text = QStringLiteral("caf\u00e9 ") + QString::fromUcs4(U"\U0001F30A");
    QCOMPARE(encodeText(text), text.toUtf8());
    QCOMPARE(encodeText(QString(QChar(0xD834))), QByteArray("\xED\xA0\xB4"));
  }

  void otherBytesAreNoText_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("alone") << QByteArray("a\x80z");
    QTest::newRow("cut") << QByteArray("a\xE2\x82");
    QTest::newRow("overlong") << QByteArray("\xC0\xAF");
    QTest::newRow("cut surrogate") << QByteArray("a\xED\xA0");
    QTest::newRow("surrogate with a bad tail") << QByteArray("\xED\xA0z");
    QTest::newRow("above Unicode") << QByteArray("\xF5\x80\x80\x80");
  }
  void otherBytesAreNoText() {
    QFETCH(QByteArray, bytes);
    QVERIFY(!decodeText(bytes).has_value());
  }

  void compressionComesBack() {
    const QByteArray content = test::prose(2000).toUtf8();
    const QByteArray bytes = compress(content);
    QVERIFY(bytes.size() < content.size() / 2);
    QCOMPARE(decompress(bytes).value_or(QByteArray()), content);
    QCOMPARE(decompress(compress({})).value_or("x"), QByteArray());
  }

  void aPrefixMakesASmallDelta() {
    const QByteArray before = test::prose(200000).toUtf8();
    QByteArray after = before;
    after.insert(500000, "She had not expected the house to be so small. ");
    after.remove(20, 300);
    const QByteArray delta = compress(after, before);
    QVERIFY2(delta.size() < 400, qPrintable(QString::number(delta.size())));
    QCOMPARE(decompress(delta, before).value_or(QByteArray()), after);
    QVERIFY(!decompress(delta).has_value());
    QByteArray other = before;
    other[600000] = other[600000] == 'x' ? 'y' : 'x';
    QVERIFY(!decompress(delta, other).has_value());
  }

  void damageIsSeen() {
    const QByteArray content = test::prose(300).toUtf8();
    const QByteArray bytes = compress(content);
    for (qsizetype i = 0; i < bytes.size(); ++i) {
      QByteArray damaged = bytes;
      damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
      // A bit that the format does not use may change nothing, but a wrong content never passes.
      QCOMPARE(decompress(damaged).value_or(content), content);
      QVERIFY(!decompress(bytes.left(i)).has_value());
    }
    QVERIFY(!decompress("not a frame").has_value());
    QVERIFY(!decompress(bytes, {}, content.size() - 1).has_value());
    QVERIFY(decompress(bytes, {}, content.size()).has_value());
  }

  void digestIsTheKnownOne() {
    QCOMPARE(digest("123456789"), 0xCBF43926U);
    QCOMPARE(digest("6789", digest("12345")), 0xCBF43926U);
  }
};

QTEST_APPLESS_MAIN(CodecTest)
#include "codec_test.moc"
