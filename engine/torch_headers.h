// SPDX-License-Identifier: GPL-3.0-or-later
// The engine's precompiled header: the narrow part of LibTorch that it uses.
#pragma once
#ifndef Q_MOC_RUN  // moc would read all of LibTorch
#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <torch/types.h>

#include <nlohmann/json.hpp>
#endif
