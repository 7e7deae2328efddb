// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/rehearsal.h"

#include <algorithm>
#include <filesystem>

#include "engine/diffusion/random.h"
#include "engine/error.h"
#include "engine/weights/safetensors.h"

namespace lacuna::engine {
namespace {

constexpr std::int64_t kLikeliest = 256;  // that a token is drawn from at most
constexpr const char* kOf = "of";         // in the file's metadata: what it was made of

TokenizedCorpus corpusOf(const std::vector<std::vector<TokenId>>& texts) {
  std::vector<std::uint16_t> all;
  TokenizedCorpus corpus;
  for (const auto& text : texts) {
    corpus.starts.push_back(all.size());
    corpus.folders.emplace_back();
    // A stretch that begins where a book does leaves its first token out: elsewhere that is a <doc>.
    for (const TokenId id : text) all.push_back(static_cast<std::uint16_t>(id));
  }
  corpus.starts.push_back(all.size());
  corpus.tokens = TokenStore(std::move(all));
  return corpus;
}

// likeliest first
TokenId drawn(const torch::Tensor& probability_K, const torch::Tensor& id_K, double topP, Random* random) {
  const auto* shares = probability_K.const_data_ptr<float>();
  const auto* ids = id_K.const_data_ptr<std::int64_t>();
  double sum = 0;
  std::int64_t count = 0;
  while (count < probability_K.size(0) && sum < topP) sum += static_cast<double>(shares[count++]);
  double where = random->uniform() * sum;
  for (std::int64_t i = 0; i < count; ++i) {
    where -= static_cast<double>(shares[i]);
    if (where < 0) return static_cast<TokenId>(ids[i]);
  }
  return static_cast<TokenId>(ids[0]);
}

}  // namespace

TokenizedCorpus talkFreely(const CausalBase& base, const Tokenizer& tokenizer, TokenId begins, const FreeTalk& how,
                           const std::function<void()>& between) {
  const torch::NoGradGuard noGrad;
  const auto sequences = static_cast<std::size_t>(how.texts);
  const CausalBase::Shared nothing;
  std::vector<CausalBase::Thread> threads(sequences);
  std::vector<std::vector<TokenId>> texts(sequences);
  std::vector<Random> random;
  for (std::size_t i = 0; i < sequences; ++i) random.emplace_back(how.seed, i, 19);
  std::vector<std::int64_t> barred;
  for (TokenId id = 0; id < base.config().vocabulary; ++id) {
    if (id >= tokenizer.vocabulary() || tokenizer.isControl(id)) barred.push_back(id);
  }
  const auto barred_B = torch::tensor(barred, torch::kInt64);
  for (int token = 0; token < how.tokens; ++token) {
    if (between) between();
    std::vector<CausalBase::More> asks;
    for (std::size_t i = 0; i < sequences; ++i)
      asks.push_back({&nothing, &threads[i], {texts[i].empty() ? begins : texts[i].back()}});
    auto next_SV = base.next(asks).exp();
    if (!barred.empty()) next_SV.index_fill_(1, barred_B, 0.0);
    const auto [probability_SK, id_SK] = next_SV.topk(std::min(kLikeliest, next_SV.size(1)), 1);
    for (std::size_t i = 0; i < sequences; ++i) {
      const auto at = static_cast<std::int64_t>(i);
      texts[i].push_back(drawn(probability_SK[at].contiguous(), id_SK[at].contiguous(), how.topP, &random[i]));
    }
  }
  return corpusOf(texts);
}

TokenizedCorpus keptRehearsal(const std::string& path, const BaseFile& base, const Tokenizer& tokenizer, TokenId begins,
                              const FreeTalk& how, const std::function<void()>& between) {
  const std::string of = base.sha256() + " " + std::to_string(how.texts) + " " + std::to_string(how.tokens) + " " +
                         std::to_string(how.seed);
  std::error_code failed;
  if (std::filesystem::exists(path, failed)) {
    try {
      const SafeTensors file = readSafeTensors(path);
      const auto made = file.metadata.find(kOf);
      const auto& tokens_ST = file.tensors.front().second;
      if (made != file.metadata.end() && made->second == of && tokens_ST.dim() == 2 &&
          tokens_ST.scalar_type() == torch::kInt32) {
        std::vector<std::vector<TokenId>> texts;
        for (std::int64_t i = 0; i < tokens_ST.size(0); ++i) {
          const auto* ids = tokens_ST[i].const_data_ptr<std::int32_t>();
          texts.emplace_back(ids, ids + tokens_ST.size(1));
        }
        return corpusOf(texts);
      }
    } catch (const Error&) {  // a damaged one is made again
    }
  }
  const CausalBase talker(base, basePrecision(Precision::kQuickest));
  TokenizedCorpus corpus = talkFreely(talker, tokenizer, begins, how, between);
  std::vector<std::int32_t> ids(corpus.tokens.begin(), corpus.tokens.end());
  writeSafeTensors(path, {{"tokens", torch::tensor(ids, torch::kInt32).view({how.texts, how.tokens})}}, {{kOf, of}});
  return corpus;
}

}  // namespace lacuna::engine
