// SPDX-License-Identifier: GPL-3.0-or-later
// What a text amounts to. Plain data, any thread.
#pragma once

#include <QMetaType>

namespace lacuna::storage {

struct TextCounts {
  int words = 0;
  int generated = 0;   // of the words, those that touch a generated mark
  int characters = 0;  // as a reader counts: a surrogate pair is one, a line end is none
  int letters = 0;     // of them, those that are no white space
  int sentences = 0;   // see storage/sentence_counter.h
  int paragraphs = 0;  // lines with something in them
  bool operator==(const TextCounts&) const = default;
  TextCounts& operator+=(const TextCounts& more) {
    words += more.words;
    generated += more.generated;
    characters += more.characters;
    letters += more.letters;
    sentences += more.sentences;
    paragraphs += more.paragraphs;
    return *this;
  }
};

}  // namespace lacuna::storage

Q_DECLARE_METATYPE(lacuna::storage::TextCounts)
