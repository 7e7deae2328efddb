// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/text_file.h"

#include <cstdio>

#include "storage/files/input_file.h"
#include "storage/importers/plain_text.h"

namespace lacuna::app {
std::string readText(const std::string& path) {
  std::string text;
  try {
    text = files::readFile(path, kMostInputBytes);
  } catch (const files::FileError& error) {
    throw BadInput(error.what());
  }
  if (text.empty()) throw BadInput(path + " is empty: write something around a gap first.");
  const QByteArray bytes = QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size()));
  if (const qint64 bad = storage::findInvalidUtf8(bytes); bad >= 0) {
    char value[8];
    std::snprintf(value, sizeof value, "0x%02X", static_cast<unsigned>(static_cast<unsigned char>(bytes[bad])));
    throw BadInput(path + " is not UTF-8 text: the byte at offset " + std::to_string(bad) + " is " + value +
                   "; save it as UTF-8 and try again.");
  }
  return text;
}

}  // namespace lacuna::app
