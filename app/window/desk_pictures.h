// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of the desk: library, history, find, spelling, themes. Needs no model.
#pragma once

#include "app/window/camera.h"

namespace lacuna::app {

// Puts a book of three chapters into the library and goes through a writing day in it. Throws CannotDraw.
void photographDesk(Camera& camera);

}  // namespace lacuna::app
