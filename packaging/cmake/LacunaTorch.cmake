# SPDX-License-Identifier: GPL-3.0-or-later
# Imported target Torch::cpu. Only libtorch_cpu and libc10 are linked, so neither find_package(Torch) nor a CUDA
# toolkit is needed at configure time. ./dev puts the folder into its cache and passes it on.
if(DEFINED ENV{LACUNA_TORCH_DIR})
  set(lacuna_torch_default "$ENV{LACUNA_TORCH_DIR}")
elseif(DEFINED ENV{XDG_CACHE_HOME})
  set(lacuna_torch_default "$ENV{XDG_CACHE_HOME}/lacuna/libtorch-2.11.0-cpu")
else()
  set(lacuna_torch_default "$ENV{HOME}/.cache/lacuna/libtorch-2.11.0-cpu")
endif()
set(LACUNA_TORCH_DIR "${lacuna_torch_default}" CACHE PATH "Folder with LibTorch's include/ and lib/")
if(NOT EXISTS "${LACUNA_TORCH_DIR}/include/ATen/ATen.h")
  message(FATAL_ERROR "LibTorch is not in ${LACUNA_TORCH_DIR}: run ./dev build, which puts it there, or set LACUNA_TORCH_DIR")
endif()
add_library(Torch::c10 SHARED IMPORTED)
set_target_properties(Torch::c10 PROPERTIES IMPORTED_LOCATION "${LACUNA_TORCH_DIR}/lib/libc10.so")
add_library(Torch::cpu SHARED IMPORTED)
set_target_properties(Torch::cpu PROPERTIES
  IMPORTED_LOCATION "${LACUNA_TORCH_DIR}/lib/libtorch_cpu.so"
  INTERFACE_INCLUDE_DIRECTORIES "${LACUNA_TORCH_DIR}/include;${LACUNA_TORCH_DIR}/include/torch/csrc/api/include"
  INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${LACUNA_TORCH_DIR}/include;${LACUNA_TORCH_DIR}/include/torch/csrc/api/include"
  INTERFACE_LINK_LIBRARIES Torch::c10)
