// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/long_work.h"

#include <QElapsedTimer>
#include <utility>

#include "storage/error.h"

namespace lacuna::app {
namespace {

constexpr int kTellEvery = 60;  // milliseconds between two looks at how far it is

}  // namespace

LongWork::LongWork(ui::MainWindow& window) : window_(window), bar_(new ui::WorkBar(&window)) {
  pool_.setMaxThreadCount(1);
  connect(bar_, &ui::WorkBar::stopWanted, this, [this] {
    if (current_) current_->store(true);
  });
}

LongWork::~LongWork() { pool_.waitForDone(); }

void LongWork::say(const QString& sentence) {
  QMetaObject::invokeMethod(
      this, [this, sentence] { window_.showSentence(sentence); }, Qt::QueuedConnection);
}

void LongWork::run(const QString& what, Act act) {
  pool_.start([this, what, act = std::move(act)] {
    const Stop stop = std::make_shared<std::atomic_bool>(false);
    QMetaObject::invokeMethod(
        this,
        [this, what, stop] {
          current_ = stop;
          bar_->begin(what);
        },
        Qt::QueuedConnection);
    perform(act, stop);
    QMetaObject::invokeMethod(
        this,
        [this, stop] {
          if (current_ != stop) return;  // the next has begun
          current_.reset();
          bar_->end();
        },
        Qt::QueuedConnection);
  });
}

void LongWork::perform(const Act& act, const Stop& stop) {
  QElapsedTimer told;
  told.start();
  const storage::Work work([this, &told, &stop](double share) {
    if (told.elapsed() >= kTellEvery) {
      told.restart();
      QMetaObject::invokeMethod(
          this,
          [this, share, mine = stop] {
            if (current_ == mine) bar_->setShare(share);
          },
          Qt::QueuedConnection);
    }
    return !stop->load();
  });
  try {
    act(work);
  } catch (const storage::Stopped&) {
    say(tr("Stopped: nothing was changed."));
  } catch (const storage::StorageError& error) {
    say(error.sentence());
  } catch (const std::exception& error) {
    say(QString::fromUtf8(error.what()));
  }
}

}  // namespace lacuna::app
