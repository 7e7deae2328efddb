# SPDX-License-Identifier: GPL-3.0-or-later
# Qt's headers, precompiled for the parts that use them. The engine's own are in engine/torch_headers.h.
# -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON shows whether each file still includes what it uses.
target_precompile_headers(lacuna_storage PRIVATE <QtCore/QtCore>)
target_precompile_headers(lacuna_ui PRIVATE <QtWidgets/QtWidgets>)
target_precompile_headers(lacuna_app PRIVATE <memory> <QtWidgets/QtWidgets>)
