// SPDX-License-Identifier: GPL-3.0-or-later
// A change of the library's tree, as a value: what the window shows at once and storage makes true. Plain data, any
// thread.
#pragma once

#include "storage/values.h"

namespace lacuna::storage {

struct TreeChange {
  enum Kind : quint8 { Move, Rename, SetKind, Archive, Unarchive, Bin, Restore, Remove };
  Kind kind = Move;
  QString id;
  TreePlace place{};                      // of a move
  QString title{};                        // of a new title
  DocumentKind to = DocumentKind::Scene;  // of another kind
  bool operator==(const TreeChange&) const = default;
};

}  // namespace lacuna::storage
