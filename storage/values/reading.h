// SPDX-License-Identifier: GPL-3.0-or-later
// How the beginning of a file reads in one encoding.
#pragma once

#include <QMetaType>
#include <QString>
#include <QVector>

namespace lacuna::storage {

struct Reading {
  QString encoding{};  // its name in storage/formats/encoding.h
  QString text{};      // lines end in line feeds
  QString lineEnd{};   // "\n", "\r\n" or "\r"
};

}  // namespace lacuna::storage

Q_DECLARE_METATYPE(lacuna::storage::Reading)
