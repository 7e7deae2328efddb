// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/replay/palette.h"

#include <algorithm>
#include <array>

namespace lacuna::app {
namespace {

constexpr qsizetype kCommonest = 24;  // they keep their exact colour: paper, ink, and what stands still

struct Counted {
  QRgb color = 0;
  qint64 count = 0;
};

int channel(QRgb color, int which) { return which == 0 ? qRed(color) : which == 1 ? qGreen(color) : qBlue(color); }

struct Box {
  qsizetype begin = 0;
  qsizetype end = 0;
  int axis = 0;
  int range = 0;  // along that axis
  qint64 count = 0;
};

Box boxOf(const QVector<Counted>& colors, qsizetype begin, qsizetype end) {
  Box box{begin, end};
  std::array<int, 3> low{255, 255, 255};
  std::array<int, 3> high{0, 0, 0};
  for (qsizetype i = begin; i < end; ++i) {
    box.count += colors.at(i).count;
    for (std::size_t c = 0; c < 3; ++c) {
      low[c] = std::min(low[c], channel(colors.at(i).color, static_cast<int>(c)));
      high[c] = std::max(high[c], channel(colors.at(i).color, static_cast<int>(c)));
    }
  }
  for (std::size_t c = 0; c < 3; ++c) {
    if (high[c] - low[c] <= box.range) continue;
    box.range = high[c] - low[c];
    box.axis = static_cast<int>(c);
  }
  return box;
}

QRgb meanOf(const QVector<Counted>& colors, const Box& box) {
  double sum[3] = {0, 0, 0};
  for (qsizetype i = box.begin; i < box.end; ++i)
    for (int c = 0; c < 3; ++c)
      sum[c] += static_cast<double>(channel(colors.at(i).color, c)) * static_cast<double>(colors.at(i).count);
  const auto at = [&](int c) { return qRound(sum[c] / static_cast<double>(std::max<qint64>(1, box.count))); };
  return qRgb(at(0), at(1), at(2));
}

// The box whose cut helps most goes first: wide ones, and among them those of many pixels.
QVector<Box> cut(QVector<Counted>& colors, qsizetype begin, int most) {
  QVector<Box> boxes{boxOf(colors, begin, colors.size())};
  while (boxes.size() < most) {
    const auto worth = [](const Box& box) { return static_cast<double>(box.range) * static_cast<double>(box.count); };
    const auto largest = std::max_element(boxes.begin(), boxes.end(),
                                          [&worth](const Box& a, const Box& b) { return worth(a) < worth(b); });
    if (largest->range == 0) break;
    const Box box = *largest;
    std::sort(colors.begin() + box.begin, colors.begin() + box.end, [&box](const Counted& a, const Counted& b) {
      return channel(a.color, box.axis) < channel(b.color, box.axis);
    });
    qint64 seen = 0;
    qsizetype middle = box.begin;
    while (middle + 1 < box.end - 1 && seen + colors.at(middle).count <= box.count / 2)
      seen += colors.at(middle++).count;
    middle = std::max(middle, box.begin + 1);
    *largest = boxOf(colors, box.begin, middle);
    boxes.push_back(boxOf(colors, middle, box.end));
  }
  return boxes;
}

const QRgb* line(const QImage& image, int y) { return reinterpret_cast<const QRgb*>(image.constScanLine(y)); }

}  // namespace

void Palette::add(const QImage& now, const QImage& before) {
  QRgb last = 0;
  qint64 run = 0;
  for (int y = 0; y < now.height(); ++y) {
    const QRgb* a = line(now, y);
    const QRgb* b = before.isNull() ? nullptr : line(before, y);
    for (int x = 0; x < now.width(); ++x) {
      if (b != nullptr && a[x] == b[x]) continue;
      if (a[x] != last && run > 0) {
        counts_[last] += run;
        run = 0;
      }
      last = a[x];
      ++run;
    }
  }
  if (run > 0) counts_[last] += run;
}

QVector<QRgb> Palette::table() {
  QVector<Counted> colors;
  for (auto it = counts_.cbegin(); it != counts_.cend(); ++it) colors.push_back({it.key(), it.value()});
  // By colour where counts are the same: the order of a hash is another each time.
  std::sort(colors.begin(), colors.end(), [](const Counted& a, const Counted& b) {
    return a.count != b.count ? a.count > b.count : a.color < b.color;
  });
  table_.clear();
  index_.clear();
  const qsizetype own = colors.size() <= kMost ? colors.size() : kCommonest;
  for (qsizetype i = 0; i < own; ++i) {
    index_.insert(colors.at(i).color, static_cast<int>(i));
    table_.push_back(colors.at(i).color);
  }
  if (own < colors.size()) {
    for (const Box& box : cut(colors, own, kMost - static_cast<int>(own))) {
      for (qsizetype i = box.begin; i < box.end; ++i)
        index_.insert(colors.at(i).color, static_cast<int>(table_.size()));
      table_.push_back(meanOf(colors, box));
    }
  }
  table_.resize(kClear, qRgb(0, 0, 0));
  table_.push_back(qRgba(0, 0, 0, 0));
  return table_;
}

QImage Palette::indexed(const QImage& now, const QImage& before, const QRect& area) const {
  QImage image(area.size(), QImage::Format_Indexed8);
  image.setColorTable(table_);
  for (int y = 0; y < area.height(); ++y) {
    const QRgb* a = line(now, area.y() + y) + area.x();
    const QRgb* b = before.isNull() ? nullptr : line(before, area.y() + y) + area.x();
    uchar* out = image.scanLine(y);
    QRgb last = 0;
    int index = -1;
    for (int x = 0; x < area.width(); ++x) {
      if (b != nullptr && a[x] == b[x]) {
        out[x] = kClear;
        continue;
      }
      if (index < 0 || a[x] != last) index = index_.value(a[x]);
      last = a[x];
      out[x] = static_cast<uchar>(index);
    }
  }
  return image;
}

}  // namespace lacuna::app
