// SPDX-License-Identifier: GPL-3.0-or-later
// Reads one setting out of the file in which GNOME keeps what its user has changed: a GVDB hash table (format as in
// GLib's gvdb-format.h), read without its library and without asking a service. Pure; any thread.
#pragma once

#include <QByteArray>
#include <optional>

namespace lacuna::ui {

// key: the whole path, for instance "/org/gnome/desktop/interface/enable-animations". Nothing when the database does
// not hold it, when it is no boolean, or when the bytes are damaged.
std::optional<bool> dconfBoolean(const QByteArray& database, const QByteArray& key);

}  // namespace lacuna::ui
