// SPDX-License-Identifier: GPL-3.0-or-later
// The animation, read back by a parser that knows only the format's description: chunks and their checks, frames and
// their places, and each picture as a viewer would put it together.
#include <QPainter>
#include <QtEndian>
#include <QtTest/QtTest>

#include "app/replay/apng.h"
#include "app/replay/replay_pictures.h"
#include "tests/app/made_up_replay.h"

using namespace lacuna;
using namespace lacuna::tests;

namespace {

struct Chunk {
  QByteArray name;
  QByteArray content;
};

quint32 at(const QByteArray& bytes, qsizetype place) { return qFromBigEndian<quint32>(bytes.constData() + place); }

QByteArray number(quint32 value) {
  QByteArray bytes(4, Qt::Uninitialized);
  qToBigEndian(value, bytes.data());
  return bytes;
}

// Bit by bit, without a table.
quint32 plainCrc(const QByteArray& bytes) {
  quint32 crc = ~0U;
  for (const char byte : bytes) {
    for (int bit = 0; bit < 8; ++bit) {
      const bool odd = ((crc ^ (static_cast<quint8>(byte) >> bit)) & 1U) != 0;
      crc = (crc >> 1U) ^ (odd ? 0xEDB88320U : 0U);
    }
  }
  return ~crc;
}

QVector<Chunk> chunksOf(const QByteArray& file, bool* sound) {
  *sound = file.startsWith("\x89PNG\r\n\x1a\n");
  QVector<Chunk> chunks;
  qsizetype place = 8;
  while (*sound && place < file.size()) {
    const auto length = static_cast<qsizetype>(at(file, place));
    if (place + 12 + length > file.size()) break;
    chunks.push_back({file.mid(place + 4, 4), file.mid(place + 8, length)});
    *sound = at(file, place + 8 + length) == plainCrc(file.mid(place + 4, 4 + length));
    place += 12 + length;
  }
  *sound = *sound && place == file.size();
  return chunks;
}

QByteArray chunk(const QByteArray& name, const QByteArray& content) {
  return number(static_cast<quint32>(content.size())) + name + content + number(plainCrc(name + content));
}

// What a viewer shows, frame by frame.
struct Played {
  QVector<QImage> pictures;
  QVector<int> milliseconds;
  quint32 announced = 0;
  bool sound = true;
};

Played play(const QByteArray& file) {
  Played played;
  const QVector<Chunk> chunks = chunksOf(file, &played.sound);
  if (!played.sound || chunks.first().name != "IHDR") return played;
  const QByteArray header = chunks.first().content;
  QByteArray palette;
  for (const Chunk& one : chunks)
    if (one.name == "PLTE" || one.name == "tRNS") palette += chunk(one.name, one.content);
  QImage canvas(static_cast<int>(at(header, 0)), static_cast<int>(at(header, 4)), QImage::Format_RGB32);
  quint32 sequence = 0;
  for (qsizetype i = 0; i < chunks.size(); ++i) {
    if (chunks[i].name == "acTL") played.announced = at(chunks[i].content, 0);
    if (chunks[i].name != "fcTL") continue;
    const QByteArray& control = chunks[i].content;
    played.sound = played.sound && at(control, 0) == sequence++;
    const QByteArray& data = chunks[i + 1].content;
    const bool first = chunks[i + 1].name == "IDAT";
    if (!first) played.sound = played.sound && chunks[i + 1].name == "fdAT" && at(data, 0) == sequence++;
    const QByteArray png = "\x89PNG\r\n\x1a\n" + chunk("IHDR", control.mid(4, 8) + header.mid(8)) + palette +
                           chunk("IDAT", first ? data : data.mid(4)) + chunk("IEND", {});
    const QImage part = QImage::fromData(png, "PNG");
    const QPoint place(static_cast<int>(at(control, 12)), static_cast<int>(at(control, 16)));
    played.sound = played.sound && !part.isNull() && canvas.rect().contains(QRect(place, part.size()));
    QPainter(&canvas).drawImage(place, part);
    played.pictures.push_back(canvas.copy());
    played.milliseconds.push_back(qFromBigEndian<quint16>(control.constData() + 20) * 1000 /
                                  qFromBigEndian<quint16>(control.constData() + 22));
  }
  return played;
}

// How far two pictures' channels are apart, in 255ths.
struct Apart {
  int most = 0;
  double mean = 0;
};

Apart apartOf(const QImage& a, const QImage& b) {
  Apart apart;
  for (int y = 0; y < a.height(); ++y) {
    for (int x = 0; x < a.width(); ++x) {
      const QRgb p = a.pixel(x, y), q = b.pixel(x, y);
      for (const int off : {qRed(p) - qRed(q), qGreen(p) - qGreen(q), qBlue(p) - qBlue(q)}) {
        apart.most = std::max(apart.most, std::abs(off));
        apart.mean += std::abs(off);
      }
    }
  }
  apart.mean /= 3.0 * a.width() * a.height();
  return apart;
}

}  // namespace

class ApngTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void checksAreThoseOfPng() {
    QCOMPARE(app::pngCrc("IEND"), 0xAE426082U);
    QCOMPARE(app::pngCrc("the tide"), plainCrc("the tide"));
  }

  void framesComeBack() {
    std::mt19937 random(3);
    QVector<app::ApngFrame> frames;
    QImage image(37, 21, QImage::Format_RGB32);
    image.fill(Qt::white);
    for (int i = 0; i < 12; ++i) {
      // The first and the sixth change nothing, the others some of the pixels.
      for (int k = i % 6 == 0 ? 0 : 5; k > 0; --k) {
        image.setPixel(static_cast<int>(random() % 37), static_cast<int>(random() % 21), random() | 0xFF000000U);
      }
      frames.push_back({image.copy(), 40 + i});
    }
    const Played played = play(app::writeApng(frames));
    QVERIFY(played.sound);
    QCOMPARE(played.announced, 12U);
    QCOMPARE(played.pictures.size(), 12);
    for (int i = 0; i < 12; ++i) {
      QCOMPARE(played.pictures[i], frames[i].image);
      QCOMPARE(played.milliseconds[i], 40 + i);
    }
  }

  // More colours than a palette holds: each pixel gets one near its own, and what stands still keeps its very colour.
  void manyColorsBecomeNearOnes() {
    QVector<app::ApngFrame> frames;
    for (int i = 0; i < 3; ++i) {
      QImage image(120, 90, QImage::Format_RGB32);
      image.fill(qRgb(253, 251, 247));
      for (int y = 0; y < 60; ++y)
        for (int x = 0; x < 100; ++x) image.setPixel(x, y, qRgb(2 * x + 10 * i, 3 * y, 255 - x - y));
      frames.push_back({image, 50});
    }
    const Played played = play(app::writeApng(frames));
    QVERIFY(played.sound);
    for (int i = 0; i < 3; ++i) {
      QCOMPARE(played.pictures[i].pixel(110, 80), qRgb(253, 251, 247));
      const Apart apart = apartOf(played.pictures[i], frames[i].image);
      QVERIFY2(apart.most <= 40 && apart.mean < 4, qPrintable(QStringLiteral("%1 %2").arg(apart.most).arg(apart.mean)));
    }
  }

  void whatIsNoAnimationIsRefused() {
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, app::writeApng({}));
    const QImage small(2, 2, QImage::Format_RGB32), large(3, 2, QImage::Format_RGB32);
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, app::writeApng({{small, 1}, {large, 1}}));
  }

  void aReplayIsAPictureAStep() {
    app::Replay replay = app::makeReplay(madeUpReplayRun(), QStringLiteral("Low Water"), hostileText());
    const app::ReplayLook look = app::replayLook();
    const QVector<QImage> pictures = app::replayPictures(replay, look);
    const Played played = play(app::replayApng(replay, look));
    QVERIFY(played.sound);
    QCOMPARE(played.pictures.size(), replay.run.trajectory.size());
    QCOMPARE(played.pictures.size(), pictures.size());
    for (int i = 0; i < pictures.size(); ++i) {
      const Apart apart = apartOf(played.pictures[i], pictures[i]);
      QVERIFY2(apart.most <= 48 && apart.mean < 0.2,
               qPrintable(QStringLiteral("%1 %2").arg(apart.most).arg(apart.mean)));
    }
    // Each step looks its own, and so does another candidate's end.
    for (int i = 1; i < pictures.size(); ++i) QVERIFY(pictures[i] != pictures[i - 1]);
    replay.place = 1;
    QVERIFY(app::replayPictures(replay, look).last() != pictures.last());
    QVERIFY(app::replayPictures(replay, app::replayLook(QStringLiteral("dark"))).first() != pictures.first());
  }
};

QTEST_MAIN(ApngTest)
#include "apng_test.moc"
