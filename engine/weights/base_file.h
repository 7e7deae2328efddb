// SPDX-License-Identifier: GPL-3.0-or-later
// A pretrained causal language model of the llama family in a GGUF file: its shape, its weights as float32, and what it
// says of itself. Other families are refused by name, and so is what would be left out in silence: biases, experts,
// scaled rotary positions and tensors that a llama does not have.
//
// Order of rows: GGUF stores the rows of a llama's query and key projections so that a rotary embedding turns the
// neighbours 2i and 2i + 1 of a head ("interleaved", ggml's NORM). Here the rows are put back as Hugging Face has them:
// the embedding turns i and i + headSize / 2 ("half-split", NeoX). There is no second convention behind this header.
//
// Shapes: D width, H query heads, K key heads, E head size, F feed-forward width, V vocabulary. Linears are [out, in].
#pragma once

#include <torch/types.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "engine/weights/gguf.h"

namespace lacuna::engine {

struct LlamaConfig {
  int layers = 0;
  int width = 0;        // D
  int heads = 0;        // H, of queries
  int keyHeads = 0;     // K, divides H: query head h reads key head h / (H / K)
  int headSize = 0;     // E, even
  int feedForward = 0;  // F
  int vocabulary = 0;   // V
  int context = 0;      // tokens that it was trained to read at once
  double ropeBase = 10000.0;
  int ropeSize = 0;       // leading dimensions of a head that are turned, half-split among themselves; E as a rule
  double rmsEpsilon = 0;  // added to the mean square
  bool tied = false;      // the output is the token embedding
};

struct LlamaLayer {
  torch::Tensor attentionNorm_D;
  torch::Tensor query;   // [H * E, D], rows half-split
  torch::Tensor key;     // [K * E, D], rows half-split
  torch::Tensor value;   // [K * E, D]
  torch::Tensor output;  // [D, H * E]
  torch::Tensor feedForwardNorm_D;
  torch::Tensor gate_FD;  // silu(gate x) * (up x), then down
  torch::Tensor up_FD;
  torch::Tensor down_DF;
};

// What a file says of itself, made fit to show: valid UTF-8 without control characters, 200 bytes at most; may be
// empty.
struct BaseInfo {
  std::string path;
  std::string name;          // general.name
  std::string licence;       // general.license, an SPDX name in lower case as a rule
  std::string organization;  // general.organization
  std::string size;          // general.size_label, "135M"
  std::string quantization;  // the type of most of its weights, "Q4_1"
  std::int64_t bytes = 0;    // of the file
  std::int64_t parameters = 0;
};

class BaseFile {
 public:
  // Reads shapes and metadata; weights are read when they are asked for. Milliseconds.
  // Throws Error(kIo) when the file cannot be read, Error(kBadModel) with a sentence when it is no usable base.
  explicit BaseFile(const std::string& path);
  // Over bytes that outlive the object; `name` stands in for the path in sentences.
  BaseFile(std::string name, std::span<const std::byte> bytes);

  const LlamaConfig& config() const { return config_; }
  const BaseInfo& info() const { return info_; }
  const GgufFile& gguf() const { return gguf_; }  // for the tokenizer

  // Of the whole file, 64 hexadecimal digits. Read anew at each call: 0.1 s for 100 MB once it is in memory.
  std::string sha256() const;

  // Each call dequantizes anew into memory of its own, so that a caller holds one layer in float32 at a time if it
  // likes. layer: 0..layers - 1.
  LlamaLayer layer(int index) const;
  torch::Tensor embedding() const;  // [V, D]
  torch::Tensor norm() const;       // [D], before the output
  torch::Tensor output() const;     // [V, D]; the embedding where they are tied
  // Divisors of the rotary frequencies, [ropeSize / 2] (Llama 3.1 and later); undefined where there are none.
  torch::Tensor ropeFactors() const;

 private:
  void read();
  void readConfig();
  void readInfo();
  void checkTensors() const;
  int size(const char* key) const;
  torch::Tensor weight(const std::string& name) const;

  GgufFile gguf_;
  LlamaConfig config_;
  BaseInfo info_;
};

// Rows of a query or key projection [heads * headSize, in] from interleaved to half-split order, of the first ropeSize
// rows of each head. A copy.
torch::Tensor halfSplitRows(const torch::Tensor& rows, int heads, int ropeSize);

}  // namespace lacuna::engine
