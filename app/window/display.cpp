// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/display.h"

#include <QtGlobal>
#include <cstdlib>

#include "app/cli/exit_codes.h"
#include "app/cli/run.h"

namespace lacuna::app {
namespace {

QtMessageHandler previous = nullptr;

void onMessage(QtMsgType type, const QMessageLogContext& context, const QString& message) {
  if (type == QtFatalMsg) {
    complain("The window cannot be shown, because the display does not answer (" +
             message.section('\n', 0, 0).toStdString() +
             "): check DISPLAY or WAYLAND_DISPLAY, or work in the terminal with lacuna infill FILE.");
    std::_Exit(kExitFailed);
  }
  // The reasons that Qt gives beforehand are in the sentence already.
  if (message.startsWith(QLatin1String("qt.qpa")) || QByteArray(context.category).startsWith("qt.qpa")) return;
  if (previous != nullptr) previous(type, context, message);
}

bool isSet(const char* name) { return !qEnvironmentVariableIsEmpty(name); }

}  // namespace

bool hasDisplay() { return isSet("DISPLAY") || isSet("WAYLAND_DISPLAY") || isSet("QT_QPA_PLATFORM"); }

void explainMissingDisplay() { previous = qInstallMessageHandler(onMessage); }

}  // namespace lacuna::app
