/** Words of programs, with what else their identifiers speak of. */
import type { Task } from '../../../../preload/analysis/concepts/labels.ts'
import { identifierParts, isUnmistakable } from './code-words.ts'
import type { Finding } from './finding.ts'
import { isKeyword } from './keywords.ts'
import type { Lexicon } from './lexicon.ts'
import type { TopicFinding } from './semantics.ts'
import type { Word } from './word.ts'

const leastShare = 0.45
/** Words with one stem among which identifiers are: list, list_item, toList. */
const leastShareOfStem = 0.33
/** Share of unmistakable code, without which keywords and terms are ordinary words. */
const leastWritten = 0.1
/** Share of the words that must speak of mathematics or of languages too. */
const leastShareOfOther = 0.35
const leastMathParts = 0.25
/** A topic of programming counts when it is nearly as strong as the strongest topic. */
const leastOfStrongest = 0.7

const mathParts = new Set(
  (
    'sqrt pow exp log log10 log2 ln sin cos tan asin acos atan atan2 arcsin arccos arctan sinh cosh tanh abs floor ceil round ' +
    'sum prod mean median std var avg min max argmin argmax dot cross matmul matrix mat vector linspace arange zeros ones eye ' +
    'inv det eig eigvals svd norm transpose cumsum diff gradient hypot gcd lcm factorial comb mod rand random randn randint ' +
    'int float double frac numpy scipy sympy linalg integral integrate solve poly polyfit polynomial fft math stats stat ' +
    'percentile quantile variance histogram ndarray dtype reshape vstack hstack einsum meshgrid argsort tensor softmax sigmoid relu ' +
    'float32 float64 int32 int64 rnorm runif dnorm lm glm sd cor cov anova residuals simplify expand symbol symbols ' +
    'rational lambdify bmatrix pmatrix equation align theorem lemma mathbb mathcal polyval ode bisect numeric decimal number nan inf pi radians degrees isnan sigma lambda'
  ).split(' ')
)
const languageParts = new Set(
  (
    'i18n l10n i18next locale locales lang langs language languages translate translated translator translation translations ' +
    'gettext ngettext pgettext gettextlazy lazy ugettext intl icu langcode langdetect po mo msgid msgstr babel unicode charset ' +
    'collation bidi rtl transliterate'
  ).split(' ')
)
const localeCode = /^[a-z]{2}[_-]([A-Z]{2}|[A-Z][a-z]{3})(\..*)?$|^LC_[A-Z]+$/

/** @param topics  strongest first */
export function findCode(
  words: readonly Word[],
  topics: readonly TopicFinding[],
  hasStem: boolean,
  lexicon: Lexicon
): Finding | null {
  const [strongest] = topics
  const coding = topics.filter(
    ({ tasks, strength }) =>
      tasks.includes('coding') && strength >= leastOfStrongest * (strongest?.strength ?? 0)
  )
  const ofCoding = new Set(coding.flatMap(({ members }) => members))
  // A dictionary of code holds terms of every field that programs are written for.
  const isOther = strongest !== undefined && coding.length === 0 && strongest.share >= leastShare
  const ofOther = new Set(isOther ? strongest.members : [])
  const written = words.filter(
    ({ code, text }) => code !== null && (isUnmistakable(code) || !ofOther.has(text))
  )
  const isWritten = written.length >= leastWritten * words.length
  const isLatex =
    written.filter(({ code }) => code === 'LaTeX').length >= leastWritten * words.length
  const isTerm = ({ lower }: Word) =>
    isKeyword(lower) || (isLatex && lexicon.identifiers.get('LaTeX')?.has(lower) === true)
  const members = words.filter(
    (word) => written.includes(word) || ofCoding.has(word.text) || (isWritten && isTerm(word))
  )
  const share = members.length / words.length
  const isTopic = coding.some((topic) => topic.share >= leastShare)
  if (share < (hasStem ? leastShareOfStem : leastShare) || !(isWritten || isTopic)) return null
  return {
    name: nameOf(written, words.length),
    level: 'semantics',
    tasks: ['coding', ...otherTasks(words, topics)],
    members: members.map(({ text }) => text),
    share,
    chance: null
  }
}

/** Mathematics in code (LaTeX, numerical libraries), languages in code (localisation). */
function otherTasks(words: readonly Word[], topics: readonly TopicFinding[]): readonly Task[] {
  const hasPart = (parts: ReadonlySet<string>, { text }: Word) =>
    identifierParts(text).some((part) => parts.has(part))
  const math = words.filter((word) => word.code === 'LaTeX' || hasPart(mathParts, word))
  const languages = words.filter(
    (word) => localeCode.test(word.text) || hasPart(languageParts, word)
  )
  // Programming itself uses terms of mathematics: they count beside its identifiers only.
  const ofMath = topics.filter(({ tasks }) => tasks.includes('math'))
  const terms = new Set(ofMath.flatMap(({ members }) => members))
  const nTerms = words.filter((word) => math.includes(word) || terms.has(word.text)).length
  const isMath = math.length >= leastMathParts * words.length
  return [
    ...(isMath && nTerms >= leastShareOfOther * words.length ? (['math'] as const) : []),
    ...(languages.length >= leastShareOfOther * words.length ? (['translation'] as const) : [])
  ]
}

function nameOf(written: readonly Word[], nWords: number): string {
  const counts = new Map<string, number>()
  for (const { code } of written) if (code !== null) counts.set(code, (counts.get(code) ?? 0) + 1)
  const [kind, n] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? ['', 0]
  if (kind === 'LaTeX' && n >= leastShareOfOther * nWords) return 'LaTeX commands'
  if (n < 0.5 * written.length || kind === '') return 'code: programming terms'
  return kind === 'identifier' ? 'code: identifiers' : `code: ${kind}`
}
