// SPDX-License-Identifier: GPL-3.0-or-later
// The animation, read back as a viewer would: at every time it shows the picture that was to be seen then.
#include <webp/demux.h>

#include <QtTest/QtTest>
#include <random>

#include "app/replay/animation.h"
#include "app/replay/replay_pictures.h"
#include "tests/app/made_up_replay.h"

using namespace lacuna;
using namespace lacuna::tests;

namespace {

// What a viewer shows.
struct Played {
  QVector<QImage> pictures;
  QVector<int> until;  // milliseconds from the start
  bool forEver = false;

  QImage at(int milliseconds) const {
    for (qsizetype i = 0; i < pictures.size(); ++i)
      if (milliseconds < until[i]) return pictures[i];
    return {};
  }
};

Played play(const QByteArray& file) {
  Played played;
  WebPAnimDecoderOptions options;
  WebPAnimDecoderOptionsInit(&options);
  options.color_mode = MODE_BGRA;
  const WebPData data{reinterpret_cast<const std::uint8_t*>(file.constData()), static_cast<std::size_t>(file.size())};
  WebPAnimDecoder* const decoder = WebPAnimDecoderNew(&data, &options);
  WebPAnimInfo info;
  if (decoder == nullptr || WebPAnimDecoderGetInfo(decoder, &info) == 0) return played;
  played.forEver = info.loop_count == 0;
  while (WebPAnimDecoderHasMoreFrames(decoder) != 0) {
    std::uint8_t* pixels = nullptr;
    int until = 0;
    if (WebPAnimDecoderGetNext(decoder, &pixels, &until) == 0) break;
    const QImage picture(pixels, static_cast<int>(info.canvas_width), static_cast<int>(info.canvas_height),
                         QImage::Format_ARGB32);
    played.pictures.push_back(picture.convertToFormat(QImage::Format_RGB32));
    played.until.push_back(until);
  }
  WebPAnimDecoderDelete(decoder);
  return played;
}

}  // namespace

class AnimationTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void framesComeBack() {
    std::mt19937 random(3);
    QVector<app::AnimationFrame> frames;
    QImage image(37, 21, QImage::Format_RGB32);
    image.fill(Qt::white);
    for (int i = 0; i < 12; ++i) {
      // The first and the sixth change nothing, the others some of the pixels.
      for (int k = i % 6 == 0 ? 0 : 5; k > 0; --k) {
        image.setPixel(static_cast<int>(random() % 37), static_cast<int>(random() % 21), random() | 0xFF000000U);
      }
      frames.push_back({image.copy(), 40 + i});
    }
    const Played played = play(app::writeAnimation(frames));
    QVERIFY(played.forEver);
    int at = 0;
    for (const app::AnimationFrame& frame : frames) {
      QCOMPARE(played.at(at), frame.image);
      QCOMPARE(played.at(at + frame.milliseconds - 1), frame.image);
      at += frame.milliseconds;
    }
    QCOMPARE(played.until.last(), at);
  }

  void manyColorsStayAsTheyAre() {
    QVector<app::AnimationFrame> frames;
    for (int i = 0; i < 3; ++i) {
      QImage image(120, 90, QImage::Format_RGB32);
      image.fill(qRgb(253, 251, 247));
      for (int y = 0; y < 60; ++y)
        for (int x = 0; x < 100; ++x) image.setPixel(x, y, qRgb(2 * x + 10 * i, 3 * y, 255 - x - y));
      frames.push_back({image, 50});
    }
    const Played played = play(app::writeAnimation(frames));
    for (int i = 0; i < 3; ++i) QCOMPARE(played.at(50 * i), frames[i].image);
  }

  void whatIsNoAnimationIsRefused() {
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, app::writeAnimation({}));
    const QImage small(2, 2, QImage::Format_RGB32), large(3, 2, QImage::Format_RGB32);
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, app::writeAnimation({{small, 1}, {large, 1}}));
  }

  void aReplayIsAPictureAStep() {
    app::Replay replay = app::makeReplay(madeUpReplayRun(), QStringLiteral("Low Water"), hostileText());
    const app::ReplayLook look = app::replayLook();
    const QVector<QImage> pictures = app::replayPictures(replay, look);
    const Played played = play(app::replayAnimation(replay, look));
    QCOMPARE(played.pictures.size(), replay.run.trajectory.size());
    QCOMPARE(played.pictures, pictures);
    // Each step looks its own, and so does another candidate's end.
    for (int i = 1; i < pictures.size(); ++i) QVERIFY(pictures[i] != pictures[i - 1]);
    replay.place = 1;
    QVERIFY(app::replayPictures(replay, look).last() != pictures.last());
    QVERIFY(app::replayPictures(replay, app::replayLook(QStringLiteral("dark"))).first() != pictures.first());
  }
};

QTEST_MAIN(AnimationTest)
#include "animation_test.moc"
