// SPDX-License-Identifier: GPL-3.0-or-later
// A GGUF file of a small llama with random weights and a byte-level BPE of some English words, and an adapter of it
// that `lacuna train` makes in a second: what voices are learnt over, in tests of the whole program. (tests/engine has
// its own, made of tensors.)
#pragma once

#include <QSet>
#include <cmath>
#include <cstring>
#include <random>

#include "tests/app/support.h"

namespace lacuna::tests {

class MadeUpBase {
 public:
  QByteArray bytes() {
    constexpr quint32 kLayers = 3, kWidth = 64, kHeads = 4, kKeyHeads = 2, kHead = 16, kHidden = 96;
    text("general.architecture", "llama");
    text("general.name", "Made up");
    whole("llama.block_count", kLayers);
    whole("llama.context_length", 256);
    whole("llama.embedding_length", kWidth);
    whole("llama.feed_forward_length", kHidden);
    whole("llama.attention.head_count", kHeads);
    whole("llama.attention.head_count_kv", kKeyHeads);
    whole("llama.rope.dimension_count", kHead);
    number("llama.rope.freq_base", 10000.0F);
    number("llama.attention.layer_norm_rms_epsilon", 1e-5F);
    vocabulary();
    matrix("token_embd.weight", static_cast<quint32>(tokens_.size()), kWidth);
    norm("output_norm.weight", kWidth);
    for (quint32 i = 0; i < kLayers; ++i) {
      const QByteArray layer = "blk." + QByteArray::number(i) + '.';
      norm(layer + "attn_norm.weight", kWidth);
      matrix(layer + "attn_q.weight", kHeads * kHead, kWidth);
      matrix(layer + "attn_k.weight", kKeyHeads * kHead, kWidth);
      matrix(layer + "attn_v.weight", kKeyHeads * kHead, kWidth);
      matrix(layer + "attn_output.weight", kWidth, kHeads * kHead);
      norm(layer + "ffn_norm.weight", kWidth);
      matrix(layer + "ffn_gate.weight", kHidden, kWidth);
      matrix(layer + "ffn_up.weight", kHidden, kWidth);
      matrix(layer + "ffn_down.weight", kWidth, kHidden);
    }
    QByteArray file = "GGUF" + raw(quint32{3}) + raw(tensorCount_) + raw(valueCount_) + values_ + tensors_;
    file.append((32 - file.size() % 32) % 32, '\0');
    return file + data_;
  }

 private:
  enum Kind : quint32 { kWhole = 4, kSigned = 5, kFloat = 6, kText = 8, kArray = 9 };

  template <typename Number>
  static QByteArray raw(Number number) {
    return {reinterpret_cast<const char*>(&number), sizeof number};
  }
  static QByteArray counted(const QByteArray& said) { return raw(quint64(said.size())) + said; }
  void put(const QByteArray& key, Kind kind, const QByteArray& value) {
    values_ += counted(key) + raw(quint32{kind}) + value;
    ++valueCount_;
  }
  void text(const QByteArray& key, const QByteArray& said) { put(key, kText, counted(said)); }
  void whole(const QByteArray& key, quint32 number) { put(key, kWhole, raw(number)); }
  void number(const QByteArray& key, float number) { put(key, kFloat, raw(number)); }
  void texts(const QByteArray& key, const QList<QByteArray>& all) {
    QByteArray value = raw(quint32{kText}) + raw(quint64(all.size()));
    for (const QByteArray& each : all) value += counted(each);
    put(key, kArray, value);
  }

  // A byte as GPT-2 writes it.
  static QByteArray written(int byte) {
    int point = byte;
    if (!((byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174))
      point = byte < 33 ? 256 + byte : byte < 161 ? 256 + 33 + (byte - 127) : 256 + 33 + 34;
    return QString(QChar(point)).toUtf8();
  }

  void vocabulary() {
    QByteArray types;
    QSet<QByteArray> known;
    const auto token = [&](const QByteArray& said, qint32 type) {
      if (known.contains(said)) return;
      known << said;
      tokens_ << said;
      types += raw(type);
    };
    for (const char* const control : {"<|endoftext|>", "<|im_start|>", "<|im_end|>"}) token(control, 3);
    for (int byte = 0; byte < 256; ++byte) token(written(byte), 1);
    QList<QByteArray> merges;
    QSet<QByteArray> merged;
    for (const char* const word : {" the", " and", " of", " to", " was", " she", " he", " in",  " that", " it", " had",
                                   " not", " at",  " on", "ing", "ed",   "er",   "The", "\n\n", " …",    " ..."}) {
      QByteArray left;
      for (const char letter : QByteArray(word)) {
        const QByteArray right = written(static_cast<unsigned char>(letter));
        if (!left.isEmpty() && !merged.contains(left + right)) {
          merged << left + right;
          merges << left + ' ' + right;
          token(left + right, 1);
        }
        left += right;
      }
    }
    text("tokenizer.ggml.model", "gpt2");
    text("tokenizer.ggml.pre", "smollm");
    texts("tokenizer.ggml.tokens", tokens_);
    put("tokenizer.ggml.token_type", kArray, raw(quint32{kSigned}) + raw(quint64(tokens_.size())) + types);
    texts("tokenizer.ggml.merges", merges);
    whole("tokenizer.ggml.bos_token_id", 1);
    whole("tokenizer.ggml.eos_token_id", 2);
    whole("tokenizer.ggml.unknown_token_id", 0);
  }

  void tensor(const QByteArray& name, const QList<quint64>& sizes, const QByteArray& data) {
    data_.append((32 - data_.size() % 32) % 32, '\0');
    tensors_ += counted(name) + raw(quint32(sizes.size()));
    for (const quint64 size : sizes) tensors_ += raw(size);
    tensors_ += raw(quint32{0}) + raw(quint64(data_.size()));
    ++tensorCount_;
    data_ += data;
  }
  void matrix(const QByteArray& name, quint32 rows, quint32 columns) {
    QByteArray data;
    for (quint32 i = 0; i < rows * columns; ++i) data += raw(normal_(source_) / std::sqrt(static_cast<float>(columns)));
    tensor(name, {columns, rows}, data);
  }
  void norm(const QByteArray& name, quint32 width) {
    QByteArray data;
    for (quint32 i = 0; i < width; ++i) data += raw(1.0F + 0.1F * normal_(source_));
    tensor(name, {width}, data);
  }

  std::mt19937 source_{1};
  std::normal_distribution<float> normal_;
  QList<QByteArray> tokens_;
  QByteArray values_, tensors_, data_;
  quint64 valueCount_ = 0, tensorCount_ = 0;
};

// Some prose without sense, of so many words; another seed, another text.
inline QByteArray madeUpProse(int words, quint32 seed) {
  static const char* const kWords[] = {"the",    "water",  "was",  "grey",  "and",   "she",   "had",   "not",
                                       "looked", "at",     "door", "again", "that",  "night", "he",    "said",
                                       "it",     "to",     "her",  "in",    "wind",  "over",  "tower", "lamp",
                                       "went",   "slowly", "rope", "of",    "stone", "on"};
  std::mt19937 random(seed);
  QByteArray text;
  for (int i = 0; i < words; ++i) {
    text += kWords[random() % std::size(kWords)];
    text += i % 97 == 96 ? ".\n\n" : i % 13 == 12 ? ". " : " ";
  }
  return text;
}

// base.gguf in a folder, and an adapter of it in folder/adapter/model; the adapter's path, or empty with a sentence in
// `why`.
inline QString makeAdapter(const QString& folder, QString* why) {
  QDir().mkpath(folder + "/prose");
  writeFile(folder + "/base.gguf", MadeUpBase().bytes());
  writeFile(folder + "/prose/a.txt", madeUpProse(3000, 1));
  writeFile(folder + "/adapter.json",
            R"({"adapter": {"name": "Made up", "rank": 4, "experts": 2, "expertsPerToken": 1, "expertHidden": 8,
                "expertLayers": [1]}, "batch": {"tokens": 128, "lengths": [[64, 1]]}, "steps": 3, "warmUp": 1})");
  const Ran ran = runProgramWith({"train", "--base", folder + "/base.gguf", "--config", folder + "/adapter.json",
                                  "--data", folder + "/prose", "--output", folder + "/adapter", "--device", "cpu"});
  if (ran.code == 0) return folder + "/adapter/model";
  *why = QString::fromUtf8(ran.err);
  return {};
}

}  // namespace lacuna::tests
