# SPDX-License-Identifier: GPL-3.0-or-later
# Imported target Torch::cpu. Only libtorch_cpu and libc10 are linked, so neither find_package(Torch) nor a CUDA
# toolkit is needed at configure time. With LACUNA_CUDA also Torch::cuda, for the CUDA module alone. ./dev puts the folder into its cache and passes it on.
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
if(LACUNA_CUDA)
  if(NOT EXISTS "${LACUNA_TORCH_DIR}/lib/libtorch_cuda.so")
    message(FATAL_ERROR "LibTorch in ${LACUNA_TORCH_DIR} has no CUDA: run ./dev build cuda, which fetches one that has")
  endif()
  add_library(Torch::c10_cuda SHARED IMPORTED)
  set_target_properties(Torch::c10_cuda PROPERTIES IMPORTED_LOCATION "${LACUNA_TORCH_DIR}/lib/libc10_cuda.so")
  add_library(Torch::cuda SHARED IMPORTED)
  set_target_properties(Torch::cuda PROPERTIES
    IMPORTED_LOCATION "${LACUNA_TORCH_DIR}/lib/libtorch_cuda.so"
    INTERFACE_LINK_LIBRARIES "Torch::cpu;Torch::c10_cuda"
    # What libtorch_cuda.so itself asks for is found beside it, at run time.
    INTERFACE_LINK_OPTIONS "-Wl,--allow-shlib-undefined")
endif()
