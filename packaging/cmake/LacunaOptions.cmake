# SPDX-License-Identifier: GPL-3.0-or-later
# Settings that every target of ours shares.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
# The build tree has the shape of an installed one: bin/, lib/, share/lacuna/ (see LacunaInstall).
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()

set(LACUNA_SANITIZE "" CACHE STRING "Sanitizers for our targets, for instance address,undefined or thread")
option(LACUNA_COVERAGE "Instrument our targets for coverage" OFF)
option(LACUNA_CUDA "Build the CUDA module too: needs nvcc and LibTorch's CUDA set" OFF)
option(LACUNA_FUZZ "Add the libFuzzer targets of tests/fuzz; needs Clang" OFF)
option(LACUNA_ASSERTIONS "Turn on the assertions of Qt and of the standard library" OFF)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_MAXSIZE=15G CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE_PROGRAM})
  set(CMAKE_CUDA_COMPILER_LAUNCHER ${CMAKE_CXX_COMPILER_LAUNCHER})
endif()

# A precompiled header that does not fit (from a compiler cache that outlived a change of macros, for instance) is left
# aside by the compiler, which reads the header itself: slower, never wrong, so no reason to end the build.
set(CMAKE_PCH_WARN_INVALID OFF)

# mold links the engine in half of the time that GNU ld takes.
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()

# lacuna_settings: link it PRIVATE to each target of ours.
add_library(lacuna_settings INTERFACE)
target_compile_options(lacuna_settings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Werror)
target_compile_definitions(lacuna_settings INTERFACE QT_NO_KEYWORDS QT_NO_CAST_TO_ASCII)
target_include_directories(lacuna_settings INTERFACE "${CMAKE_SOURCE_DIR}")
if(LACUNA_ASSERTIONS)
  target_compile_definitions(lacuna_settings INTERFACE QT_FORCE_ASSERTS _GLIBCXX_ASSERTIONS)
endif()
if(LACUNA_SANITIZE)
  # vptr checks need type information that LibTorch keeps to itself. Instrumented code makes GCC warn of what is not
  # there (uninitialised values, overflows), so warnings stay warnings in these builds; the others hold the line.
  target_compile_options(lacuna_settings INTERFACE -fsanitize=${LACUNA_SANITIZE} -fno-sanitize=vptr
    -fno-omit-frame-pointer -Wno-error)
  target_link_options(lacuna_settings INTERFACE -fsanitize=${LACUNA_SANITIZE})
endif()
if(LACUNA_COVERAGE)
  target_compile_options(lacuna_settings INTERFACE --coverage)
  target_link_options(lacuna_settings INTERFACE --coverage)
endif()
