// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the store as values: what its parts read alike.
#pragma once

#include <QString>
#include <QVector>
#include <optional>

#include "storage/database.h"
#include "storage/values/voices.h"

namespace lacuna::storage {

// While it lives, all that is read is of one moment, whoever writes meanwhile; nobody waits for it.
class [[nodiscard]] ReadMoment {
 public:
  explicit ReadMoment(Database& database);
  ~ReadMoment();
  ReadMoment(const ReadMoment&) = delete;
  ReadMoment& operator=(const ReadMoment&) = delete;

 private:
  Database& database_;
};

class VoiceRows {
 public:
  // voicesFolder: what the folders of voices lie in.
  VoiceRows(Database& database, QString voicesFolder) : database_(database), folder_(std::move(voicesFolder)) {}

  QVector<Corpus> corpora(const QString& only = {});  // oldest first
  QVector<VoiceJob> jobs(const QString& only = {});   // as VoicesView says
  QVector<Voice> voices();                            // newest first
  QVector<VoicePoint> points(const QString& job);
  QVector<VoiceSample> samples(const QString& job);
  QVector<ExpertUse> experts(const QString& job);

 private:
  Database& database_;
  QString folder_;
};

}  // namespace lacuna::storage
