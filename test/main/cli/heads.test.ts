import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { goldenWordsPath } from '../../helpers/concept-goldens.ts'
import { changeWeight, copyCheckpoint } from '../../helpers/checkpoint-copy.ts'
import { readGolden } from '../../helpers/goldens.ts'
import { goldenSimilarityPath } from '../../helpers/head-goldens.ts'
import {
  readGoldenHeads,
  readGoldenHeadsDrift,
  type HeadJson,
  type HeadsDriftJson
} from '../../helpers/heads-record.ts'
import { runCommand } from '../../helpers/run-command.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

interface FileJson {
  readonly words: readonly string[]
  readonly similarity: { readonly source: string; readonly nFound: number }
  readonly heads: readonly HeadJson[]
  readonly tuned?: { readonly heads: readonly HeadJson[] }
  readonly drift?: Omit<HeadsDriftJson, 'verbs'>
  readonly limits: readonly string[]
}

async function heads(...words: readonly string[]) {
  const home = temporaryFolder()
  const file = join(home, 'out.json')
  const end = await runCommand(join(home, 'store'), 'heads', ...words, '--json', file)
  return { ...end, home, read: () => JSON.parse(readFileSync(file, 'utf8')) as FileJson }
}

const folder = (name: string) => readGolden(name).checkpoint
const resources = ['--words', goldenWordsPath, '--similarity', goldenSimilarityPath, '--top', '40']

/** Similarities within 1e-6 of the reference; everything else equal. */
function expectHeads(found: readonly HeadJson[], name: string): void {
  const recorded = readGoldenHeads(name)
  expect(found.map(({ layer, head }) => [layer, head])).toEqual(
    recorded.map(({ layer, head }) => [layer, head])
  )
  recorded.forEach((expected, i) => {
    const { dimensions, relations } = found[i]!
    expect(relations).toEqual(expected.relations)
    expected.dimensions.forEach(({ dimension, query, key, pairs }, d) => {
      const own = dimensions[d]!
      expect([own.dimension, own.query, own.key]).toEqual([dimension, query, key])
      expect(own.pairs.map(([q, k]) => [q, k])).toEqual(pairs.map(([q, k]) => [q, k]))
      pairs.forEach(([, , similarity], p) =>
        expect(Math.abs(own.pairs[p]![2] - similarity)).toBeLessThanOrEqual(1e-6)
      )
    })
  })
}

it('gives both models of a pair and the verbs and heads that changed, as the reference does', async () => {
  const drift = readGoldenHeadsDrift()
  const verbs = join(temporaryFolder(), 'verbs.json')
  writeFileSync(verbs, JSON.stringify(drift.verbs))
  const pair = ['--base', folder('llama'), '--tuned', folder('llama-tuned')]
  const end = await heads(...pair, ...resources, '--verbs', verbs)
  expect(end.code, end.stderr).toBe(0)
  const file = end.read()
  expectHeads(file.heads, 'llama')
  expectHeads(file.tuned!.heads, 'llama-tuned')
  drift.heads.forEach(({ layer, head, jaccard, gained, lost }, i) => {
    const found = file.drift!.heads[i]!
    expect([found.layer, found.head, found.gained, found.lost]).toEqual([layer, head, gained, lost])
    expect(Math.abs(found.jaccard - jaccard)).toBeLessThanOrEqual(1e-6)
  })
  drift.groups.forEach((group, g) => {
    const found = file.drift!.groups[g]!
    expect(found.layers).toEqual(group.layers)
    for (const kind of ['instruction', 'general'] as const) {
      expect(found[kind].n).toBe(group[kind].n)
      expect(Object.keys(found[kind].shares).sort()).toEqual(Object.keys(group[kind].shares).sort())
      for (const [word, share] of Object.entries(group[kind].shares)) {
        expect(Math.abs(found[kind].shares[word]! - share)).toBeLessThanOrEqual(1e-6)
      }
      expect(Math.abs(found[kind].mean! - group[kind].mean!)).toBeLessThanOrEqual(1e-6)
      expect(Math.abs(found[kind].sd! - group[kind].sd!)).toBeLessThanOrEqual(1e-6)
    }
    for (const name of ['t', 'p', 'df'] as const) {
      expect(Math.abs(found.welch[name] - group.welch[name]), name).toBeLessThanOrEqual(1e-6)
    }
  })
  expect(end.stdout).toContain('layer 2 head 1: Jaccard 0.14')
})

it("takes the model's own words and embeddings, and the layers asked for", async () => {
  const end = await heads('--base', folder('llama-grouped-tied'), '--layers', '1')
  expect(end.code, end.stderr).toBe(0)
  const { heads: found, similarity, tuned, drift } = end.read()
  expect(new Set(found.map(({ layer }) => layer))).toEqual(new Set([1]))
  expect(similarity.source).toBe('embeddings')
  expect([tuned, drift]).toEqual([undefined, undefined])
})

it('finds no change anywhere between identical models, and says so', async () => {
  const copy = copyCheckpoint('llama')
  const end = await heads('--base', folder('llama'), '--tuned', copy, ...resources)
  expect(end.code, end.stderr).toBe(0)
  const { heads: found, tuned, drift } = end.read()
  expect(tuned!.heads).toEqual(found)
  expect(drift!.heads.every(({ gained, lost }) => gained + lost === 0)).toBe(true)
  expect(end.stdout).toContain('No change: 12 heads compared')
})

it('compares models of other depth and number of heads as far as they go, and says how far', async () => {
  const pair = ['--base', folder('llama'), '--tuned', folder('llama-dynamic')]
  const end = await heads(...pair, ...resources)
  expect(end.code, end.stderr).toBe(0)
  const { heads: found, tuned, limits, drift } = end.read()
  expect(new Set(found.map(({ layer }) => layer))).toEqual(new Set([0, 1, 2]))
  expect(new Set(tuned!.heads.map(({ layer }) => layer))).toEqual(new Set([0, 1]))
  expect(drift!.heads.every(({ layer }) => layer < 2)).toBe(true)
  expect(limits.join()).toMatch(/depths differ/)
})

it('compares models of other width and tokenizer by their relations, and says how far', async () => {
  const pair = ['--base', folder('llama-grouped-tied'), '--tuned', folder('qwen2')]
  const end = await heads(...pair, ...resources)
  expect(end.code, end.stderr).toBe(0)
  const { heads: found, tuned, limits, drift } = end.read()
  expect(found.length).toBeGreaterThan(0)
  expect(tuned!.heads.length).toBeGreaterThan(0)
  expect(drift!.heads.length).toBeGreaterThan(0)
  expect(limits.join()).toMatch(/tokenizers differ/)
})

describe('odd words', () => {
  const file = (name: string, lines: readonly string[]) => {
    const path = join(temporaryFolder(), name)
    writeFileSync(path, lines.map((line) => `${line}\n`).join(''))
    return path
  }
  const similarity = readFileSync(goldenSimilarityPath, 'utf8').trim().split('\n')
  const run = (words: string, vectors = goldenSimilarityPath) =>
    heads('--base', folder('llama'), '--words', words, '--similarity', vectors, '--layers', '1')

  it('of a similarity file that stand there twice count once, the first one, and it says so', async () => {
    const twice = file('twice.txt', [
      ...similarity,
      similarity[0]!.replace(/ .*/, ' 9'.repeat(similarity[0]!.split(' ').length - 1))
    ])
    const [once, doubled] = [await run(goldenWordsPath), await run(goldenWordsPath, twice)]
    expect(doubled.code, doubled.stderr).toBe(0)
    expect(doubled.read().heads).toEqual(once.read().heads)
    expect(doubled.stdout).toContain(
      'note: 1 vector of words that the file has already, the first counts'
    )
  })

  it('of a list in capitals are found in a file in lower case', async () => {
    const plain = readFileSync(goldenWordsPath, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split('\t')[0]!)
    const capitals = file(
      'capitals.tsv',
      plain.map((word) => word.toUpperCase())
    )
    const end = await run(capitals)
    expect(end.code, end.stderr).toBe(0)
    const { similarity: found, words, heads: all } = end.read()
    expect(found.nFound).toBeGreaterThan(plain.length / 2)
    expect(words).toContain(plain[0]!.toUpperCase())
    const related = all.flatMap(({ relations }) => relations).flatMap(([a, b]) => [a, b])
    expect(related.length).toBeGreaterThan(0)
    expect(related).toEqual(related.map((word) => word.toLowerCase()))
  })

  it('of a list in another script than the file are not guessed at', async () => {
    const end = await run(file('russian.tsv', ['дом', 'вода', 'мир']))
    expect(end.code).toBe(1)
    expect(end.stderr).toMatch(/none of the 3 words of russian\.tsv.*expected at least one/)
    expect(end.stderr).toMatch(/Cyrillic.*Latin/)
    expect(() => end.read()).toThrow(/ENOENT/)
  })
})

describe('a bad request', () => {
  const base = ['--base', folder('llama')]
  const file = (name: string, text: string) => {
    const path = join(temporaryFolder(), name)
    writeFileSync(path, text)
    return path
  }
  const cases: readonly [string, () => string[], RegExp][] = [
    [
      'a similarity file that is cut',
      () => ['--similarity', file('cut.txt', 'the 1 2 3\nand 4 5')],
      /cut\.txt/
    ],
    [
      'a similarity file of mixed dimensions',
      () => ['--similarity', file('mixed.txt', 'the 1 2 3\nand 4 5\nof 1 2 3\n')],
      /mixed\.txt, line 2: 2 fields after the word, expected 3 numbers/
    ],
    [
      'weights that are not finite',
      () => {
        const broken = copyCheckpoint('llama')
        changeWeight(broken, 'model.layers.1.self_attn.q_proj.weight', 3, NaN)
        return ['--tuned', broken]
      },
      /model\.layers\.1\.self_attn\.q_proj\.weight.*NaN/
    ],
    [
      'a similarity file without any word of the list',
      () => ['--words', goldenWordsPath, '--similarity', file('other.txt', 'zzz 1 2\nyyy 2 1\n')],
      /other\.txt.*expected/
    ],
    [
      'verbs that are no lists',
      () => ['--verbs', file('verbs.json', '{"instruction": []}')],
      /verbs\.json/
    ],
    ['a layer that the model has not', () => ['--layers', '9'], /layer 9: not in the models/]
  ]
  it.each(cases)('names %s, and writes nothing', async (_, words, message) => {
    const end = await heads(...base, ...words())
    expect(end.code).toBe(1)
    expect(end.stderr).toMatch(message)
    expect(() => end.read()).toThrow(/ENOENT/)
  })
})
