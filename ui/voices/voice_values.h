// SPDX-License-Identifier: GPL-3.0-or-later
// What passes between the voices' window and the program around it, besides storage/values/voices.h. Plain data, any
// thread.
#pragma once

#include "storage/values/voices.h"

namespace lacuna::ui {

// Which voices speak, as the author has said it.
struct VoiceSpeaking {
  QString project{};  // that the open document lies in; empty: none is open, or it is in no library
  QString projectTitle{};
  QVector<storage::VoiceShare> everywhere{};  // wherever nothing else is said
  QVector<storage::VoiceShare> here{};        // of the open project; without `own` those of everywhere
  bool own = false;                           // the open project has a word of its own
  bool operator==(const VoiceSpeaking&) const = default;
};

// A gap that is filled from one seed without voices and with one.
struct VoiceTrial {
  quint64 id = 0;
  QString voice{};
  double share = 1.0;   // 0..1.5
  bool onPage = false;  // where the author is in the open document; else between `before` and `after`
  QString before{}, own{}, after{};
  quint64 seed = 1;
};

struct VoiceTrialResult {
  quint64 id = 0;
  QString before{}, after{};  // some words of what stands around it
  QString without{}, with{};
  QString sentence{};  // it could not be done: why; empty: it was
};

}  // namespace lacuna::ui

Q_DECLARE_METATYPE(lacuna::ui::VoiceSpeaking)
Q_DECLARE_METATYPE(lacuna::ui::VoiceTrial)
Q_DECLARE_METATYPE(lacuna::ui::VoiceTrialResult)
