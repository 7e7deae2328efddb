// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/camera.h"

#include <QApplication>
#include <QBuffer>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QPainter>
#include <QTimer>
#include <cstdio>

#include "storage/files/output_file.h"
#include "ui/page/page_view.h"

namespace lacuna::app {
namespace {

constexpr qint64 kPatience = 180000;  // milliseconds

// What stands over the window, as the desktop would show it, but for frames.
void addOthers(QPixmap* picture, const QWidget& window) {
  QPainter painter(picture);
  for (QWidget* other : QApplication::topLevelWidgets()) {
    if (other == &window || !other->isVisible() || other->windowType() == Qt::ToolTip) continue;
    // Without a desktop dialogs stand anywhere: here in the middle.
    const QSize room = window.size() - other->size();
    const QPoint at = other->windowType() == Qt::Popup
                          ? other->mapToGlobal(QPoint(0, 0)) - window.mapToGlobal(QPoint(0, 0))
                          : QPoint(room.width() / 2, room.height() / 2);
    painter.drawPixmap(at, other->grab());
    painter.setPen(QColor(128, 128, 128, 120));
    painter.drawRect(QRect(at, other->size()).adjusted(-1, -1, 0, 0));
  }
}

}  // namespace

void Camera::waitUntil(const std::function<bool()>& holds, const char* what) {
  QElapsedTimer clock;
  clock.start();
  while (!holds()) {
    if (clock.elapsed() > kPatience) {
      throw CannotDraw(std::string("The pictures could not be drawn: ") + what + " did not come; run lacuna doctor.");
    }
    QApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 10);
  }
}

void Camera::letPass(int milliseconds) {
  QElapsedTimer clock;
  clock.start();
  QTimer tick;
  tick.start(5);
  while (clock.elapsed() < milliseconds) QApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

void Camera::save(const QString& name, const QRect& part) {
  window().flush();
  page().pageLayout().forgetWords();  // no word on its way
  // What has changed has its place.
  for (int i = 0; i < 3; ++i) QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
  const QString path = QDir(folder_).filePath(name);
  QPixmap picture = window().grab();
  addOthers(&picture, window());
  const qreal scale = picture.devicePixelRatio();
  if (part.isValid())
    picture = picture.copy(QRect((QPointF(part.topLeft()) * scale).toPoint(), (QSizeF(part.size()) * scale).toSize()));
  QBuffer png;
  if (!png.open(QIODevice::WriteOnly) || !picture.save(&png, "PNG"))
    throw CannotDraw("The picture " + path.toStdString() + " could not be drawn: run lacuna doctor.");
  files::writeFile(QFile::encodeName(path).toStdString(),
                   {png.data().constData(), static_cast<std::size_t>(png.data().size())});
  std::printf("%s\n", path.toUtf8().constData());
}

}  // namespace lacuna::app
