// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/corpora/language.h"

#include <QHash>
#include <QStringList>
#include <algorithm>
#include <array>

namespace lacuna::storage {
namespace {

struct Language {
  const char* code;
  const char* name;   // as its speakers call it
  const char* words;  // UTF-8, lower case
};

// Articles, prepositions, pronouns, forms of "to be" and "to have": in most texts a third to a half of all words.
constexpr std::array kLanguages = {
    Language{"en", "English",
             "the of and to a in is was he that it his her with as had for on at by she be not but they from this have "
             "which you were are my we their there all been so said what when him would them me who if out up into "
             "then no could your our now than has like more"},
    Language{"de", "Deutsch",
             "der die das und in zu den ist nicht ein eine von sie er es ich mit sich dem des auf im für war als auch "
             "an nach wie aus bei hat dass daß sind noch nur einen einem wir so aber hatte um am über wenn was mir "
             "mich ihm ihn ihr ihre seine sein wurde doch schon man vor durch zum zur da"},
    Language{"fr", "français",
             "le la les de des du et à un une il elle en est que qui dans ne pas pour sur se ce au je plus par avec "
             "son sa ses était nous vous mais ou lui tout avait cette comme on été aux si sans leur même bien fait y "
             "où ils elles mon ma mes d l qu n s c j"},
    Language{"es", "español",
             "el la los las de del y a en un una que es por con no se su sus para al lo como más pero había era le me "
             "ya o si sin sobre este esta ese eso yo él ella cuando muy todo también fue han hay mi te porque qué "
             "nada donde entre hasta"},
    Language{"it", "italiano",
             "il la lo i gli le di del della dei delle e è a in un una che non per con si da al nel come ma più era "
             "aveva suo sua mi ti ci se sono anche questo questa ha alla dal io lui lei poi quando tutto cosa o "
             "perché sulla nella l d un"},
    Language{"pt", "português",
             "o a os as de do da dos das e em no na um uma que é não se por com para ao mais como mas foi era seu sua "
             "lhe ele ela eu me já ou quando muito nos tinha também só pelo pela isso este esta até sem ser havia à "
             "onde"},
    Language{"nl", "Nederlands",
             "de het een en van in is dat hij ze zijn niet te op met voor was aan er maar om ook als had bij nog naar "
             "dan haar hem ik je wat zo uit over door werd tot kan geen deze die worden hun wel toen al daar heeft "
             "mijn we"},
    Language{"sv", "svenska",
             "och att det i en jag hon som han på den med var sig för så till är men ett om hade de av icke mig du "
             "henne då sin nu har inte hans honom skulle hennes där min man ej vid kunde något från ut när efter upp "
             "vi dem vara vad över"},
    Language{"da", "dansk",
             "og i jeg det at en den til er som på de med han af for ikke der var mig sig men et har om vi min havde "
             "ham hun nu over da fra du ud sin dem os op man hans hvor eller hvad skal selv her alle vil blev kunne "
             "ind når efter meget hende noget også"},
    Language{"no", "norsk",
             "og i jeg det at en et den til er som på de med han av ikke der så var meg seg men har om vi min hadde "
             "ham hun nå over da ved fra du ut sin dem oss opp kan hans hvor eller hva skal selv her alle vil ble "
             "kunne inn når etter henne noe også mye bare"},
    Language{"fi", "suomi",
             "ja on ei se hän että oli en mutta niin kun kuin hänen joka minä sen nyt mitä vain sitä jo myös sinä me "
             "olen olisi ovat tai vielä jos mikä minun sitten siitä siinä häntä ole ollut tämä siis kaikki"},
    Language{"pl", "polski",
             "i w na z się nie do to że jest a o jak po co tak za ale od jego już był była było przez tylko by ja go "
             "jej mu mnie dla czy pan ze tym on ona gdy jeszcze ich sobie tego może który która które przed być są"},
    Language{"cs", "čeština",
             "a se v na je že to s z do o i jsem ale za by jako po tak si který která které jeho byl byla bylo mu už "
             "jak co ve k od nebo pro při když ten jsou také jen ještě není než ho jej aby kde tam mi"},
    Language{"hu", "magyar",
             "a az és hogy nem is egy volt meg de csak már ha mint még vagy ez azt van el ezt mert olyan majd ki most "
             "mi így én te ő aki ami minden sem amikor lehet nagyon fel lesz itt ott vele neki"},
    Language{"ro", "română",
             "și a de la în cu că nu pe o un este din se să pentru care mai ce ca au era dar fi lui ei el ea îi prin "
             "după sau fost am ai când avea fără până cum toate tot acest această"},
    Language{"el", "ελληνικά",
             "και το η ο να του της τα την τον με σε που για από δεν στο οι των στην είναι θα στη μου τη ήταν τους ένα "
             "μια αλλά αν τις σου ότι μας τι είχε"},
    Language{"ru", "русский",
             "и в не на что я с он как а то это по но к у его за из все так же ее мне было от меня бы о еще только "
             "был она ты они мы когда уже ему вы если или до ни да вот вас"},
    Language{"uk", "українська",
             "і в не на що я з він як а та це до але й у його за із все так же її мені було від мене б про ще тільки "
             "був вона ти вони ми коли вже йому ви якщо або щоб є"},
};

constexpr int kFewestWords = 20;
constexpr int kMostWords = 20000;  // they tell enough
constexpr double kLeastShare = 0.12;
// A relative shares many of the words, and a text with quotations has them of both.
constexpr double kOther = 0.6;

const QHash<QString, QVector<int>>& table() {
  static const QHash<QString, QVector<int>> kTable = [] {
    QHash<QString, QVector<int>> table;
    for (std::size_t i = 0; i < kLanguages.size(); ++i)
      for (const QString& word : QString::fromUtf8(kLanguages[i].words).split(u' '))
        if (!table[word].contains(static_cast<int>(i))) table[word].append(static_cast<int>(i));
    return table;
  }();
  return kTable;
}

}  // namespace

QVector<LanguageShare> languagesOf(QStringView text) {
  const auto& known = table();
  std::array<int, kLanguages.size()> counts{};
  int words = 0;
  QString word;
  const auto end = [&] {
    if (word.isEmpty()) return;
    ++words;
    const auto found = known.constFind(word);
    if (found != known.cend())
      for (const int language : *found) ++counts[static_cast<std::size_t>(language)];
    word.clear();
  };
  for (const QChar unit : text) {
    if (words >= kMostWords) break;
    if (unit.isLetter() || unit.isMark()) {
      word += unit.toLower();
    } else {
      end();
    }
  }
  end();
  QVector<LanguageShare> shares;
  if (words < kFewestWords) return shares;
  for (std::size_t i = 0; i < kLanguages.size(); ++i)
    shares.append({QString::fromLatin1(kLanguages[i].code), static_cast<double>(counts[i]) / words});
  std::stable_sort(shares.begin(), shares.end(),
                   [](const LanguageShare& a, const LanguageShare& b) { return a.share > b.share; });
  return shares;
}

QString languageOf(QStringView text) {
  const QVector<LanguageShare> shares = languagesOf(text);
  return shares.isEmpty() || shares.first().share < kLeastShare ? QString() : shares.first().code;
}

bool isOtherThan(const QVector<LanguageShare>& shares, const QString& language) {
  if (language.isEmpty() || shares.isEmpty() || shares.first().share < kLeastShare) return false;
  const auto own =
      std::find_if(shares.cbegin(), shares.cend(), [&](const LanguageShare& each) { return each.code == language; });
  return own != shares.cend() && own->share < kOther * shares.first().share;
}

QString languageName(const QString& code) {
  for (const Language& language : kLanguages)
    if (code == QLatin1String(language.code)) return QString::fromUtf8(language.name);
  return code;
}

}  // namespace lacuna::storage
