// Texts with styles: what comes next depends on the two characters before it and, in some contexts,
// on who writes.
//
// Formulae   context = (last two characters), of 27: a..z and space
//            next = order[context][r], P(r) = 2^-(r + 1): the likeliest is right half of the time
//            the order is the user's own in a share `style` of his contexts, everybody's elsewhere
// Validity   who knows the writer and the last two characters is right half of the time; one model
//            for everybody loses most of that in the writers' own contexts. Not a language: no
//            words.
// Source     the task's form (characters, next one, users) is LEAF's Shakespeare (Caldas et al.
// 2018,
//            arXiv:1812.01097); the process is ours
// Tests      tests/unit/learn/synthetic_test.cpp
#include <array>

#include "models/learn/characters.hpp"
#include "models/learn/synthetic.hpp"
#include "sim/error.hpp"

namespace lastmile::learn {
namespace {

constexpr std::uint64_t kSymbols = 27;

std::uint8_t token(std::uint64_t symbol) {
  return *token_of(symbol == 26 ? ' ' : static_cast<char>('a' + symbol));
}

class Writer {
 public:
  Writer(std::uint64_t seed, std::size_t user, double style)
      : everybody_(seed), own_(mix(seed, user + 1)), style_(style), random_(own_, "text") {
    for (std::uint64_t& s : last_) s = random_.below(kSymbols);
  }

  /// The next symbol.
  std::uint64_t next() {
    const std::uint64_t context = last_[0] * kSymbols + last_[1];
    const bool own = RandomStream(mix(own_, context), "whose").uniform() < style_;
    const std::uint64_t order = mix(own ? own_ : everybody_, context);
    // Places start, start + step, start + 2 step ... of a circle of 27: all differ if 3 is no
    // factor.
    const std::uint64_t start = order % kSymbols, step = 1 + order / kSymbols % 26;
    const std::uint64_t stride = step % 3 == 0 ? step + 1 : step;
    const std::uint64_t symbol = (start + rank() * stride) % kSymbols;
    last_ = {last_[1], symbol};
    return symbol;
  }

 private:
  /// 0, 1, 2 ... with probabilities 1/2, 1/4, 1/8 ...
  std::uint64_t rank() {
    std::uint64_t r = 0;
    for (std::uint64_t bits = random_.next_u64(); (bits & 1) != 0 && r + 1 < kSymbols; bits >>= 1)
      ++r;
    return r;
  }

  std::uint64_t everybody_, own_;
  double style_;
  RandomStream random_;
  std::array<std::uint64_t, 2> last_{};
};

}  // namespace

Dataset draw_text(const TextSpec& spec, RandomStream random) {
  if (spec.users == 0 || spec.samples_each == 0 || spec.length < 2 || !(spec.style >= 0) ||
      spec.style > 1)
    throw ConfigError("text: users, samples and a length of 2 or more are needed, style in 0..1");
  const std::uint64_t seed = random.next_u64();
  const std::size_t step = spec.every_place ? spec.length : 1;
  std::vector<std::uint8_t> tokens, text;
  std::vector<Label> labels;
  std::vector<std::uint32_t> owners;
  for (std::size_t user = 0; user < spec.users; ++user) {
    Writer writer(seed, user, spec.style);
    text.clear();
    const std::size_t characters = (spec.samples_each - 1) * step + spec.length + 1;
    while (text.size() < characters) text.push_back(token(writer.next()));
    for (std::size_t i = 0; i < spec.samples_each; ++i) {
      const auto from = text.begin() + static_cast<std::ptrdiff_t>(i * step);
      const auto to = from + static_cast<std::ptrdiff_t>(spec.length);
      tokens.insert(tokens.end(), from, to);
      labels.insert(labels.end(), spec.every_place ? from + 1 : to, to + 1);
      owners.push_back(static_cast<std::uint32_t>(user));
    }
  }
  constexpr int vocabulary = static_cast<int>(kCharacters.size());
  const std::vector<Label> unlabelled(owners.size());
  return Dataset::sequences("text", spec.length, vocabulary, vocabulary, std::move(tokens),
                            unlabelled)
      .with_labels(vocabulary, std::move(labels))
      .owned_by(std::move(owners));
}

}  // namespace lastmile::learn
