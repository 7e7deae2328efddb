// SPDX-License-Identifier: GPL-3.0-or-later
// The runs of a library in the terminal: their list, and finding one by what a person wrote.
#pragma once

#include <string>

#include "storage/run_reader.h"

namespace lacuna::app {

using RunEntries = QVector<storage::RunReader::Entry>;

// One line a run: time, outcome, id as far as it is needed, steps and seed, document. Text from the library is made
// printable.
std::string runLines(const RunEntries& entries);
// One JSON object with the runs, newest first.
std::string runListJson(const RunEntries& entries);

// The id of the run that is called so: "last", an id, or the beginning of one. Throws BadInput (app/cli/text_file.h).
QString findRun(const RunEntries& entries, const std::string& name);

}  // namespace lacuna::app
