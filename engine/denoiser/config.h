// SPDX-License-Identifier: GPL-3.0-or-later
// What a model is made of; stored as config.json beside its weights.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/attention/patterns.h"
#include "engine/text/cache_model.h"

namespace lacuna::engine {

// Heads that share a pattern. Layer l uses gapDilations[l % size].
struct HeadGroup {
  int heads = 4;
  int keyHeads = 2;
  int contextWindow = 64;
  int contextDilation = 1;
  int gapWindow = 64;
  std::vector<int> gapDilations = {1};
  bool gapReadsGlobals = true;  // and chunk globals
  FarPattern gapFar = {};
};

// Which tokens are one stream with the gaps'.
enum class Reading {
  kOneWay,  // none: context is read by itself, once, and never sees a gap
  kTwoWay,  // all: the whole text is noised or clean tokens that see each other (DiffuSeq); the first `globals` of them
            // are seen by all and see all (Longformer); there are no chunk globals
  kCausal,  // all, each seeing those before it: prefix, <gap>, suffix, <expand>, middle, <delete> (autoregressive)
};

struct ModelConfig {
  std::string name = "lacuna";
  int vocabulary = 4096;
  int width = 192;
  int layers = 6;
  int headSize = 32;
  std::vector<HeadGroup> heads = {{4, 2, 64, 1, 64, {1}}, {2, 1, 64, 1, 64, {4, 16}}};
  int chunk = 128;  // context tokens per chunk global; 0: none
  int globals = 8;  // learned document globals
  int chunkReach = 16;
  bool contextReadsGlobals = false;
  int denseLayers = 2;  // the first layers have a plain feed-forward
  int denseHidden = 512;
  int experts = 8;  // 0: plain feed-forward everywhere
  int expertsPerToken = 2;
  int expertHidden = 128;
  int sharedHidden = 256;
  double rotaryBase = 10000.0;
  // What a pretrained base is made of, beside what a model trained here is: norms of queries and keys or none, half of
  // each head turned or all of it, its norms' epsilon, layers whose experts stand beside the pretrained feed-forward.
  bool normsHeads = true;
  bool turnsWholeHeads = false;
  double normEpsilon = 1e-6;
  std::vector<int> expertLayers;  // with a base; else the layers behind denseLayers
  int sinkReach = 0;              // above 0: over a base, see LayoutOptions
  int readingBegins = 0;          // with a base: the token that every reading begins with
  int gapMarker = 0;              // with a base: what a gap is in the context stream
  int openGapMarker = -1;         // with a base that knows where gaps end, what such a gap is; -1: it does not
  int gapEnd = -1;                // and the token that fills what is left of it
  std::string noise = "soft-absorbing";
  Reading reading = Reading::kOneWay;  // "one-way", "two-way" or "causal"
  // Trained to say ⟨expand⟩ where two tokens belong and ⟨delete⟩ where none does (BatchOptions::expansions).
  bool changesLength = false;
  CacheOptions cache;  // what the context says is likelier in its gaps; one-way reading only

  int headCount() const;
  int keyHeadCount() const;
  bool hasBase() const { return sinkReach > 0; }
  bool isMixture(int layer) const;
  int mixturesBefore(int layer) const;
  int rotarySize() const { return turnsWholeHeads ? headSize : headSize / 2; }
  // Whether a text is one stream of filling rows (training/joint_stream.h).
  bool isJoint() const { return reading != Reading::kOneWay; }
  LayoutOptions layoutOptions() const {
    return isJoint() ? LayoutOptions{0, 0, 0} : LayoutOptions{chunk, globals, sinkReach};
  }
  Visibility visibility(int layer, const HeadGroup& group) const;

  // Throws Error(kInvalidConfig) naming the field.
  void check() const;
};

// "tokenizer" belongs to the model's folder (weights/model_folder.h) and is passed over.
// Unknown fields and wrong types are refused by name with Error(kInvalidConfig); missing ones keep their default.
ModelConfig modelConfigFromJson(const nlohmann::json& json);
nlohmann::json toJson(const ModelConfig& config);
std::vector<HeadGroup> headGroupsFromJson(const nlohmann::json& json);
nlohmann::json toJson(const std::vector<HeadGroup>& groups);

// Reads a field if it is there. Throws Error(kInvalidConfig) naming the field when it is of another type, or a number
// that the type does not hold: a fraction for a whole one, one that would wrap.
template <class T>
void readField(const nlohmann::json& json, const char* name, T* value);
// The same, and refuses by name what is not within [low, high]; the default too, so that it cannot be outside.
template <class T>
void readField(const nlohmann::json& json, const char* name, T* value, double low, double high);

// Throws Error(kInvalidConfig) naming the first field that is not in `known`.
void refuseUnknown(const nlohmann::json& json, const std::vector<std::string>& known, const std::string& where);

}  // namespace lacuna::engine

#include "engine/denoiser/config_fields.h"
