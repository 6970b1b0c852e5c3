import { readdirSync, readFileSync } from 'node:fs'
import { createTokenizer, type Tokenizer } from '../../main/tokenizer/tokenizer.ts'

const root = new URL('../fixtures/', import.meta.url)

/** The parsed JSON of a file below test/fixtures. */
export function readFixture(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, root), 'utf8'))
}

/** Names of the recorded tokenizers: gpt2, llama3, opt, qwen2, sentencepiece. */
export const tokenizerNames: readonly string[] = readdirSync(new URL('tokenizers/', root))
  .filter((name) => name.endsWith('.expected.json'))
  .map((name) => name.replace('.expected.json', ''))

/** Names of the recorded checkpoints. */
export const goldenNames: readonly string[] = readdirSync(new URL('goldens/', root)).filter(
  (name) => readdirSync(new URL(`goldens/${name}/`, root)).includes('checkpoint')
)

export function fixtureTokenizer(name: string): Tokenizer {
  return createTokenizer(readFixture(`tokenizers/${name}.json`))
}

export function goldenTokenizer(name: string): Tokenizer {
  const folder = `goldens/${name}/checkpoint/`
  return createTokenizer(
    readFixture(`${folder}tokenizer.json`),
    readFixture(`${folder}tokenizer_config.json`)
  )
}
