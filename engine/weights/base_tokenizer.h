// SPDX-License-Identifier: GPL-3.0-or-later
// The tokenizer that a GGUF file carries in its metadata (tokenizer.ggml.*).
#pragma once

#include <memory>

#include "engine/text/tokenizer.h"
#include "engine/weights/gguf.h"

namespace lacuna::engine {

// Byte-level BPE ("gpt2" in the file) with a splitting rule of SplitRule, or SentencePiece's BPE ("llama": Llama 2,
// TinyLlama). Owns its memory: the file may go.
// special().document is <|endoftext|> where that is a control token (it parts the documents of pretraining), else the
// file's begin-of-text token. Throws Error(kBadModel), naming the file and what is wrong or not known.
std::unique_ptr<Tokenizer> readBaseTokenizer(const GgufFile& file);

}  // namespace lacuna::engine
