// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/ngram.h"

#include <cmath>

namespace lacuna::engine {
namespace {

constexpr std::uint64_t kOne = 1ULL << 40U;  // marks a history of one token

std::uint64_t history1(TokenId nearest) { return kOne | static_cast<std::uint64_t>(nearest); }
std::uint64_t history2(TokenId nearest, TokenId further) {
  return (static_cast<std::uint64_t>(further) << 20U) | static_cast<std::uint64_t>(nearest);
}

}  // namespace

void BidirectionalTrigram::Table::ask(std::uint64_t history) {
  counts_[history];
  maybe_[bitOf(history)] = true;
}

void BidirectionalTrigram::Table::count(std::uint64_t history, TokenId word) {
  if (!maybe_[bitOf(history)]) return;
  const auto found = counts_.find(history);
  if (found == counts_.end()) return;
  ++found->second.words[word];
  ++found->second.total;
}

const BidirectionalTrigram::Counts* BidirectionalTrigram::Table::find(std::uint64_t history) const {
  const auto found = counts_.find(history);
  return found == counts_.end() ? nullptr : &found->second;
}

BidirectionalTrigram::BidirectionalTrigram(const TokenizedCorpus& corpus, int vocabulary,
                                           const std::vector<Neighbours>& asked) {
  for (const Neighbours& around : asked) {
    if (around.left1 >= 0) left_.ask(history1(around.left1));
    if (around.left1 >= 0 && around.left2 >= 0) left_.ask(history2(around.left1, around.left2));
    if (around.right1 >= 0) right_.ask(history1(around.right1));
    if (around.right1 >= 0 && around.right2 >= 0) right_.ask(history2(around.right1, around.right2));
  }
  unigram_.assign(static_cast<std::size_t>(vocabulary), 1.0);  // add one
  const auto& tokens = corpus.tokens;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const TokenId word = tokens[i];
    unigram_[static_cast<std::size_t>(word)] += 1.0;
    if (i >= 1) left_.count(history1(tokens[i - 1]), word);
    if (i >= 2) left_.count(history2(tokens[i - 1], tokens[i - 2]), word);
    if (i + 1 < tokens.size()) right_.count(history1(tokens[i + 1]), word);
    if (i + 2 < tokens.size()) right_.count(history2(tokens[i + 1], tokens[i + 2]), word);
  }
  double total = 0;
  for (const double n : unigram_) total += n;
  for (double& n : unigram_) n /= total;
}

void BidirectionalTrigram::interpolate(const Table& table, std::uint64_t history, std::vector<double>* distribution) {
  const Counts* const found = table.find(history);
  if (found == nullptr || found->total == 0) return;
  const auto total = static_cast<double>(found->total);
  const auto types = static_cast<double>(found->words.size());
  for (double& p : *distribution) p *= types / (total + types);
  for (const auto& [word, n] : found->words) (*distribution)[static_cast<std::size_t>(word)] += n / (total + types);
}

std::vector<double> BidirectionalTrigram::logDistribution(const Neighbours& around) const {
  std::vector<double> left = unigram_;
  std::vector<double> right = unigram_;
  if (around.left1 >= 0) interpolate(left_, history1(around.left1), &left);
  if (around.left1 >= 0 && around.left2 >= 0) interpolate(left_, history2(around.left1, around.left2), &left);
  if (around.right1 >= 0) interpolate(right_, history1(around.right1), &right);
  if (around.right1 >= 0 && around.right2 >= 0) interpolate(right_, history2(around.right1, around.right2), &right);
  double sum = 0;
  for (std::size_t i = 0; i < left.size(); ++i) {
    left[i] = left[i] * right[i] / unigram_[i];
    sum += left[i];
  }
  for (double& p : left) p = std::log(p / sum);
  return left;
}

std::vector<double> BidirectionalTrigram::logUnigram() const {
  std::vector<double> result = unigram_;
  for (double& p : result) p = std::log(p);
  return result;
}

}  // namespace lacuna::engine
