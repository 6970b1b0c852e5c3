/** Words of programs, with what else their identifiers speak of. */
import type { Task } from '../../../../preload/analysis/concepts/labels.ts'
import { identifierParts } from './code-words.ts'
import type { Finding } from './finding.ts'
import type { TopicFinding } from './semantics.ts'
import type { Word } from './word.ts'

const leastShare = 0.45
/** Share of the words that must speak of mathematics or of languages too. */
const leastShareOfOther = 0.4

const mathParts = new Set(
  (
    'sqrt pow exp log log10 log2 ln sin cos tan asin acos atan atan2 arcsin arccos arctan sinh cosh tanh abs floor ceil round ' +
    'sum prod mean median std var avg min max argmin argmax dot cross matmul matrix mat vector linspace arange zeros ones eye ' +
    'inv det eig eigvals svd norm transpose cumsum diff gradient hypot gcd lcm factorial comb mod rand random randn randint ' +
    'int float double frac numpy scipy sympy linalg integral integrate solve poly polyfit polynomial fft math stats stat ' +
    'percentile quantile variance histogram numeric decimal number nan inf pi radians degrees isnan sigma lambda'
  ).split(' ')
)
const languageParts = new Set(
  (
    'i18n l10n i18next locale locales lang langs language languages translate translated translator translation translations ' +
    'gettext ngettext pgettext gettextlazy lazy ugettext intl icu langcode langdetect po mo msgid msgstr babel unicode charset ' +
    'collation bidi rtl transliterate googletrans'
  ).split(' ')
)
const localeCode = /^[a-z]{2}[_-]([A-Z]{2}|[A-Z][a-z]{3})(\..*)?$|^LC_[A-Z]+$/

export function findCode(words: readonly Word[], topics: readonly TopicFinding[]): Finding | null {
  const coding = topics.filter(({ tasks, share }) => tasks.includes('coding') && share > 0.1)
  const ofTopics = new Set(coding.flatMap(({ members }) => members))
  const written = words.filter(({ code }) => code !== null)
  const members = words.filter(({ code, text }) => code !== null || ofTopics.has(text))
  const share = members.length / words.length
  const isTopic = coding.some((topic) => topic.share >= leastShare)
  if (share < leastShare || (written.length < 0.15 * words.length && !isTopic)) return null
  const latex = written.filter(({ code, text }) => code === 'LaTeX' || text.startsWith('\\'))
  const isLatex = latex.length >= leastShareOfOther * words.length
  const tasks: Task[] = ['coding']
  const isMath = (word: Word) =>
    word.code === 'LaTeX' || identifierParts(word.text).some((part) => mathParts.has(part))
  const isLanguage = (word: Word) =>
    localeCode.test(word.text) || identifierParts(word.text).some((part) => languageParts.has(part))
  const shareOf = (holds: (word: Word) => boolean) => words.filter(holds).length / words.length
  if (shareOf(isMath) >= leastShareOfOther) tasks.unshift('math')
  if (shareOf(isLanguage) >= leastShareOfOther) tasks.push('translation')
  return {
    name: isLatex ? 'LaTeX commands' : `code: ${kindOf(written)}`,
    level: 'semantics',
    tasks,
    members: members.map(({ text }) => text),
    share,
    chance: null
  }
}

function kindOf(words: readonly Word[]): string {
  const counts = new Map<string, number>()
  for (const { code } of words) if (code !== null) counts.set(code, (counts.get(code) ?? 0) + 1)
  const [kind, n] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? ['', 0]
  if (n < 0.5 * words.length || kind === '') return 'programming terms'
  return kind === 'identifier' ? 'identifiers' : `${kind} words`
}
