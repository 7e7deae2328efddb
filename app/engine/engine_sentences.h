// SPDX-License-Identifier: GPL-3.0-or-later
// The engine knows no Qt and speaks English. What it says to an author at the window is said here in the window's
// language; what is not known here stays as it is. Any thread.
#pragma once

#include <QString>
#include <string>
#include <vector>

namespace lacuna::app {

// "The engine failed: no room." by the form "The engine failed: %1.", whose values stay as they are.
QString inWindowLanguage(const std::string& sentence);

// The forms that are known, in English.
std::vector<const char*> engineForms();

}  // namespace lacuna::app
