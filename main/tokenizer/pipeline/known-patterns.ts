// trust.md PAR-40, class 1: regular expressions of published tokenizers, matched exactly, each with
// a JavaScript form that was written here and read for backtracking: every alternative is a chain of
// character classes in which a failed try costs no more than the run that the same match consumes.
// `\s` is spelled out, because JavaScript's takes U+FEFF and leaves out U+0085.

const contractions = "'(?:[sS\\u017F]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD])"
const spaces = '\\p{White_Space}+(?!\\P{White_Space})|\\p{White_Space}+'
const newlines = '\\p{White_Space}*[\\r\\n]+'
const symbols = ' ?[^\\p{White_Space}\\p{L}\\p{N}]+'
const letters = '[^\\r\\n\\p{L}\\p{N}]?\\p{L}+'
const upper = '[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]'
const lower = '[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]'
const head = '[^\\r\\n\\p{L}\\p{N}]?'

function any(...alternatives: readonly string[]): string {
  return alternatives.join('|')
}

/** GPT-2's own, which the `ByteLevel` pre-tokenizer implies. */
export const gpt2Pattern =
  "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+"

const javaScriptOf: ReadonlyMap<string, string> = new Map([
  [gpt2Pattern, any("'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+", symbols, spaces)],
  // Llama 3
  [
    "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
    any(contractions, letters, '\\p{N}{1,3}', `${symbols}[\\r\\n]*`, newlines, spaces)
  ],
  // Qwen 2 and 3
  [
    "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
    any(contractions, letters, '\\p{N}', `${symbols}[\\r\\n]*`, newlines, spaces)
  ],
  // cl100k: its possessive quantifiers give what greedy ones give, because no class after one
  // overlaps it. One newline only in the fifth alternative.
  [
    "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+",
    any(
      contractions,
      letters,
      '\\p{N}{1,3}',
      `${symbols}[\\r\\n]*`,
      '\\p{White_Space}*[\\r\\n]',
      spaces
    )
  ],
  // o200k
  [
    "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
    any(
      `${head}${upper}*${lower}+(?:${contractions})?`,
      `${head}${upper}+${lower}*(?:${contractions})?`,
      '\\p{N}{1,3}',
      `${symbols}[\\r\\n/]*`,
      newlines,
      spaces
    )
  ],
  // Tekken (Mistral)
  [
    '[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+',
    any(
      `${head}${upper}*${lower}+`,
      `${head}${upper}+${lower}*`,
      '\\p{N}',
      `${symbols}[\\r\\n/]*`,
      newlines,
      spaces
    )
  ],
  // DeepSeek V2 and V3, third part
  [
    '[!"#$%&\'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+',
    any(
      '[!-\\/:-@\\[-`\\{-~][A-Za-z]+',
      '[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+',
      ' ?[\\p{P}\\p{S}]+[\\r\\n]*',
      newlines,
      spaces
    )
  ]
])

/** The JavaScript expression of a known pattern, or undefined for every other text. */
export function knownPattern(source: string): RegExp | undefined {
  const javaScript = javaScriptOf.get(source)
  return javaScript === undefined ? undefined : new RegExp(javaScript, 'gu')
}

export const knownPatternSources: readonly string[] = [...javaScriptOf.keys()]
