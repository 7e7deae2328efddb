// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences of storage in the language that the program speaks: English, where no window is. Any thread.
#pragma once

#include <QCoreApplication>

namespace lacuna::storage {

struct Said {
  Q_DECLARE_TR_FUNCTIONS(Storage)
};

}  // namespace lacuna::storage
