import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { changeJson, changeWeight, copyCheckpoint } from '../../helpers/checkpoint-copy.ts'
import { goldenWordsPath, readGoldenDrift } from '../../helpers/concept-goldens.ts'
import { expectLayers, type LayerJson } from '../../helpers/expect-concepts.ts'
import { readGolden } from '../../helpers/goldens.ts'
import { readSafetensors } from '../../helpers/read-safetensors.ts'
import { runCommand } from '../../helpers/run-command.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

interface FileJson {
  readonly words: readonly string[]
  readonly layers: readonly LayerJson[]
  readonly tuned?: { readonly layers: readonly LayerJson[] }
  readonly drift?: {
    readonly layers: readonly {
      readonly layer: number
      readonly angles: Readonly<Record<string, readonly number[]>>
      readonly match: readonly number[]
      readonly cos: readonly number[]
      readonly lost: readonly number[]
      readonly born: readonly number[]
    }[]
  }
  readonly limits: readonly string[]
}

async function concepts(...words: readonly string[]) {
  const home = temporaryFolder()
  const file = join(home, 'out.json')
  const end = await runCommand(join(home, 'store'), 'concepts', ...words, '--json', file)
  return { ...end, home, read: () => JSON.parse(readFileSync(file, 'utf8')) as FileJson }
}

it('gives both models of a pair and how the tuned one drifted', async () => {
  const out = join(temporaryFolder(), 'directions.safetensors')
  const pair = ['--base', readGolden('llama').checkpoint]
  pair.push('--tuned', readGolden('llama-tuned').checkpoint)
  const end = await concepts(...pair, '--words', goldenWordsPath, '--directions', out)
  expect(end.code, end.stderr).toBe(0)
  const tensors = readSafetensors(out)
  const directions = (name: string) => Float32Array.from(tensors.get(name)!.data)
  const { layers, tuned, drift, limits } = end.read()
  expectLayers(layers, 'llama', (i) => directions(`layer.${i}`))
  expectLayers(tuned!.layers, 'llama-tuned', (i) => directions(`tuned.layer.${i}`))
  expect(limits).toEqual([])
  readGoldenDrift().forEach((recorded, i) => {
    const found = drift!.layers[i]!
    expect(found.layer).toBe(recorded.layer)
    for (const [k, angles] of Object.entries(recorded.angles)) {
      expect(found.angles[k]).toHaveLength(angles.length)
      angles.forEach((angle, j) =>
        expect(Math.abs(found.angles[k]![j]! - angle), `k ${k}`).toBeLessThanOrEqual(1e-3)
      )
    }
    recorded.match.forEach((partner, r) => {
      if (!layers[i]!.separated[r] || !tuned!.layers[i]!.separated[partner]) return
      expect(found.match[r]).toBe(partner)
      expect(Math.abs(found.cos[r]! - Math.abs(recorded.cos[r]!))).toBeLessThanOrEqual(1e-3)
    })
  })
  // The planted turns of layer 1 (README of the goldens): 5, 15, 30 and 45 degrees.
  expect(end.stdout).toMatch(/layer +angle of 10 +turn of 10 +turn of all +born +lost/)
})

it('shows the drift of the bundled pair that its README describes', async () => {
  const pair = ['--base', 'resources/sample/base', '--tuned', 'resources/sample/tuned']
  const end = await concepts(...pair, '--count', '300', '--top', '10')
  expect(end.code, end.stderr).toBe(0)
  const figures = JSON.parse(readFileSync('resources/sample/figures.json', 'utf8')) as Record<
    string,
    Record<string, readonly number[]>
  >
  const recorded =
    figures['rotation of leading 10 directions, mean principal angle in degrees by layer']![
      'tuned'
    ]!
  const found = end.read().drift!.layers.map(({ angles }) => {
    const radians = angles['10']!
    return ((radians.reduce((sum, angle) => sum + angle, 0) / radians.length) * 180) / Math.PI
  })
  expect(found).toHaveLength(recorded.length)
  // Recorded with one decimal.
  recorded.forEach((angle, layer) => expect(Math.abs(found[layer]! - angle)).toBeLessThan(0.06))
  expect(end.stdout).toContain(`${found[1]!.toFixed(1)}°`)
})

it('takes the whole words of the tokenizer and the layers asked for', async () => {
  const end = await concepts('--base', readGolden('llama').checkpoint, '--layers', '2,0')
  expect(end.code, end.stderr).toBe(0)
  const { layers, words } = end.read()
  expect(layers.map(({ layer }) => layer)).toEqual([0, 2])
  expect(words).toContain('the')
  expect(layers[0]!.words[0]!.every((word) => words[word] !== undefined)).toBe(true)
})

it('gives a pair of identical models no drift at all', async () => {
  const { checkpoint } = readGolden('mistral')
  const end = await concepts('--base', checkpoint, '--tuned', checkpoint)
  expect(end.code, end.stderr).toBe(0)
  for (const { angles, match, cos, born, lost } of end.read().drift!.layers) {
    expect(
      Object.values(angles)
        .flat()
        .every((angle) => angle < 1e-3)
    ).toBe(true)
    expect(match).toEqual(match.map((_, r) => r))
    expect(cos.every((cosine) => cosine > 1 - 1e-6)).toBe(true)
    expect([born, lost]).toEqual([[], []])
  }
})

it('compares words and signs of models of other width, and says why nothing else', async () => {
  const pair = ['--base', readGolden('llama').checkpoint]
  pair.push('--tuned', readGolden('llama-grouped-tied').checkpoint)
  const end = await concepts(...pair, '--layers', '0', '--words', goldenWordsPath)
  expect(end.code, end.stderr).toBe(0)
  const { layers, tuned, drift, limits } = end.read()
  expect([layers.length, tuned!.layers.length, drift!.layers.length]).toEqual([1, 1, 0])
  expect(limits[0]).toMatch(/hidden sizes differ \(base 64, tuned 48\)/)
  expect(end.stdout).toContain('not compared: hidden sizes differ')
})

it('compares the layers that models of other depth have in common', async () => {
  const pair = ['--base', readGolden('llama').checkpoint]
  pair.push('--tuned', readGolden('llama-dynamic').checkpoint)
  const end = await concepts(...pair, '--words', goldenWordsPath)
  expect(end.code, end.stderr).toBe(0)
  const { layers, tuned, drift, limits } = end.read()
  expect([layers.length, tuned!.layers.length, drift!.layers.length]).toEqual([3, 2, 2])
  expect(limits.join()).toMatch(/layer 2 is in the base model only/)
})

it('compares models of other tokenizers over one list of words, and says what that means', async () => {
  const pair = ['--base', readGolden('llama3').checkpoint]
  pair.push('--tuned', readGolden('qwen2').checkpoint)
  const end = await concepts(...pair, '--words', goldenWordsPath)
  expect(end.code, end.stderr).toBe(0)
  const { layers, tuned, drift, limits } = end.read()
  expect([layers.length, tuned!.layers.length, drift!.layers.length]).toEqual([3, 3, 3])
  expect(limits).toEqual([expect.stringMatching(/^tokenizers differ: .* each model cuts them/)])
  expect(end.stdout).toContain('not compared: tokenizers differ')
})

describe('a bad request', () => {
  const base = readGolden('llama').checkpoint

  it('names the tensor whose weights are not finite, and writes nothing', async () => {
    const broken = copyCheckpoint('llama')
    changeWeight(broken, 'model.layers.1.mlp.down_proj.weight', 7, NaN)
    const end = await concepts('--base', base, '--tuned', broken, '--words', goldenWordsPath)
    expect(end.code).toBe(1)
    expect(end.stderr).toMatch(/model\.layers\.1\.mlp\.down_proj\.weight.*NaN/)
    expect(() => end.read()).toThrow(/ENOENT/)
  })

  it.each([
    ['gpt2', {}, /model_type "gpt2"/],
    ['mixtral', { num_local_experts: 8 }, /model_type "mixtral"/]
  ])('names a family without such a down-projection: %s', async (family, fields, message) => {
    const other = copyCheckpoint('llama')
    changeJson(other, 'config.json', () => ({ model_type: family, ...fields }))
    const end = await concepts('--base', other, '--words', goldenWordsPath)
    expect(end.code).toBe(1)
    expect(end.stderr).toMatch(message)
    expect(() => end.read()).toThrow(/ENOENT/)
  })

  it('names a layer that no model has', async () => {
    const end = await concepts('--base', base, '--layers', '0-7')
    expect(end.code).toBe(1)
    expect(end.stderr).toMatch(/layer 3: not in the models, expected 0 to 2/)
  })

  it('names a word file without a usable word, and writes nothing', async () => {
    const words = join(temporaryFolder(), 'empty.tsv')
    writeFileSync(words, '\n\n\t12\n')
    const end = await concepts('--base', base, '--words', words)
    expect(end.code).toBe(1)
    expect(end.stderr).toMatch(/word list empty\.tsv: .*blank.*expected at least one usable word/)
    expect(() => end.read()).toThrow(/ENOENT/)
  })

  it('is content with a list of one word', async () => {
    const words = join(temporaryFolder(), 'one.tsv')
    writeFileSync(words, 'the\n')
    const end = await concepts('--base', base, '--layers', '0', '--words', words)
    expect(end.code, end.stderr).toBe(0)
    expect(end.read().layers[0]!.words.every((row) => row.join() === '0')).toBe(true)
  })

  it('keeps the index of every line of a word file with blank and duplicate ones, and says so', async () => {
    const words = join(temporaryFolder(), 'odd.tsv')
    writeFileSync(words, 'the\t3\n\nthe\t2\nsaid\tmany\n')
    const end = await concepts('--base', base, '--layers', '0', '--words', words)
    expect(end.code, end.stderr).toBe(0)
    const file = end.read()
    expect(file.words).toEqual(['the', '', 'the', 'said'])
    expect(new Set(file.layers[0]!.words.flat())).toEqual(new Set([0, 3]))
    expect(end.stdout).toMatch(/note: .*blank \(line 2\)/)
    expect(end.stdout).toMatch(/note: .*earlier line \(line 3\)/)
  })
})
