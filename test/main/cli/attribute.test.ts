import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { expectColumnsClose, float32Tolerance } from '../../helpers/close.ts'
import { readGoldens } from '../../helpers/goldens.ts'
import type { Golden } from '../../helpers/goldens.ts'
import { runCommand } from '../../helpers/run-command.ts'
import { schemaProblems, type Schema } from '../../helpers/schema-problems.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

const schema = JSON.parse(readFileSync('main/exports/attribution.schema.json', 'utf8')) as Schema
const goldens = new Map(readGoldens().map((golden) => [golden.name, golden]))

interface ModelJson {
  readonly role: string
  readonly ids: readonly number[]
  readonly tokens: readonly string[]
  readonly promptPositions: readonly [number, number]
  readonly responsePositions: readonly [number, number]
  readonly importance: readonly (readonly number[])[]
  readonly density: readonly number[]
  readonly score: number | null
  readonly instructionTokens: readonly number[]
  readonly leaveOneOut?: readonly (readonly number[])[]
  readonly foils?: readonly number[]
  readonly direction: string
  readonly isStreamed: boolean
}

interface FileJson {
  readonly models: readonly ModelJson[]
  readonly settings: Readonly<Record<string, unknown>>
  readonly operations: number
  readonly seconds: number
  readonly versions: Readonly<Record<string, string>>
}

function golden(name: string): Golden {
  const found = goldens.get(name)
  if (found === undefined) throw new Error(`no golden ${name}`)
  return found
}

async function attribute(...words: readonly string[]) {
  const home = temporaryFolder()
  const file = join(home, 'out.json')
  const end = await runCommand(join(home, 'store'), 'attribute', ...words, '--json', file)
  const read = (): FileJson => JSON.parse(readFileSync(file, 'utf8')) as FileJson
  return { ...end, file, read }
}

/** The command line of a golden's case. */
function wordsOf({ cases }: Golden, j: number): string[] {
  const { prompt, response, instruction } = cases[j]!
  return ['--prompt', prompt, '--response', response, '--instruction', instruction.text]
}

/** Everything that a golden says of a case and target. */
function expectGolden(model: ModelJson, { cases, tensors }: Golden, j: number, kind: string): void {
  const expected = cases[j]!
  const { ids, tokens, promptPositions, responsePositions, instructionTokens } = model
  expect({ ids, tokens, promptPositions, responsePositions, instructionTokens }).toEqual({
    ids: expected.ids,
    tokens: expected.tokens,
    promptPositions: expected.prompt_positions,
    responsePositions: expected.response_positions,
    instructionTokens: expected.instruction.tokens
  })
  const { shape, data } = tensors.get(`${j}.${kind}`)!
  expect([model.importance.length, model.importance[0]?.length]).toEqual([...shape])
  expectColumnsClose(model.importance.flat(), data, shape[1]!, float32Tolerance)
}

function expectDensity(model: ModelJson, { cases }: Golden, j: number): void {
  const { density, score } = cases[j]!
  expect(model.density.length).toBe(density.length)
  density.forEach((value, n) => expect(Math.abs(model.density[n]! - value)).toBeLessThan(1e-3))
  expect(Math.abs(model.score! - score)).toBeLessThan(1e-3)
}

it('attributes a pair as the goldens do, base first, and prints the comparison alone', async () => {
  const [base, tuned] = [golden('llama'), golden('llama-tuned')]
  const models = ['--base', base.checkpoint, '--tuned', tuned.checkpoint]
  const { code, stdout, stderr, read } = await attribute(...models, ...wordsOf(base, 0))
  expect(code, stderr).toBe(0)
  const { models: found, settings, operations, seconds, versions } = read()
  expect(found.map(({ role }) => role)).toEqual(['base', 'tuned'])
  for (const [i, each] of [base, tuned].entries()) {
    expectGolden(found[i]!, each, 0, 'importance')
    expectDensity(found[i]!, each, 0)
  }
  expect(operations).toBeGreaterThan(1e6)
  expect(seconds).toBeGreaterThan(0)
  expect(settings).toMatchObject({
    target: 'probability',
    estimator: 'gradient',
    L: 10,
    b: 7,
    p: 4
  })
  expect(versions).toHaveProperty('onnxruntime')
  expect(stdout).toMatch(/^prompt: Translate the sentence/)
  expect(stdout).toMatch(/instruction score +1\.097 +\d\.\d{3}\n/)
  expect(stderr).toMatch(/^written: .*\nin the library: [0-9a-f]{12}\n$/)
})

it.each([
  ['qwen2', 1, 'forward', 'resident'],
  ['llama3', 2, 'reverse', 'streamed']
] as const)('attributes %s alone, case %i, %s and %s', async (name, j, direction, memory) => {
  const reference = golden(name)
  const { code, stderr, read, file } = await attribute(
    ...['--base', reference.checkpoint, ...wordsOf(reference, j), '--threads', '1'],
    ...['--direction', direction, '--memory', memory, '--device', 'cpu']
  )
  expect(code, stderr).toBe(0)
  const { models, settings } = read()
  expect(models.length).toBe(1)
  expectGolden(models[0]!, reference, j, 'importance')
  expectDensity(models[0]!, reference, j)
  expect(models[0]).toMatchObject({ role: 'base', direction, isStreamed: memory === 'streamed' })
  expect(settings).toMatchObject({ direction, memory, device: 'cpu', threads: 1 })
  expect(schemaProblems(JSON.parse(readFileSync(file, 'utf8')), schema)).toEqual([])
})

it('takes another target, and leave-one-out beside the gradient', async () => {
  const reference = golden('mistral')
  const { code, stderr, read } = await attribute(
    ...['--base', reference.checkpoint, ...wordsOf(reference, 0), '--target', 'logit'],
    '--leave-one-out'
  )
  expect(code, stderr).toBe(0)
  const [model] = read().models
  expectGolden(model!, reference, 0, 'importance_logit')
  expect(model!.leaveOneOut?.length).toBe(model!.importance.length)
})

it('takes leave-one-out in place of the gradient; without an instruction there is no score', async () => {
  const reference = golden('llama-grouped-tied')
  const { prompt, response } = reference.cases[1]!
  const { code, stderr, stdout, read } = await attribute(
    ...['--base', reference.checkpoint, '--prompt', prompt, '--response', response],
    ...['--estimator', 'leave-one-out']
  )
  expect(code, stderr).toBe(0)
  const [model] = read().models
  const { shape, data } = reference.tensors.get('1.leave_one_out')!
  expectColumnsClose(model!.importance.flat(), data, shape[1]!, float32Tolerance)
  expect([model!.score, model!.instructionTokens]).toEqual([null, []])
  expect(stdout).not.toContain('instruction score')
})

it('lets both models write, cuts alike, contrasts with a foil, and shows nothing hidden', async () => {
  const [base, tuned] = [golden('llama'), golden('llama-tuned')]
  const prompt = 'Say it.\nSay it.\u001b[31m \u202egnp'
  const { code, stderr, stdout, read } = await attribute(
    ...['--base', base.checkpoint, '--tuned', tuned.checkpoint, '--prompt', prompt],
    ...['--respond', 'length-matched', '--tokens', '7', '--instruction', 'Say it.'],
    ...['--instruction', 'gnp', '--target', 'contrastive', '--foil', 'No', '--title', 'A title']
  )
  expect(code, stderr).toBe(0)
  const { models, settings } = read()
  const lengths = models.map(({ responsePositions: [from, to] }) => to - from)
  expect(lengths[0]).toBe(lengths[1])
  expect(lengths[0]).toBeGreaterThan(0)
  for (const { foils } of models) expect(new Set(foils).size).toBe(1)
  expect(settings).toMatchObject({ responseMode: 'length-matched', foil: 'No', maxNewTokens: 7 })
  expect(stderr).toMatch(
    /^warning: instruction "Say it\." is in the prompt 2 times: the one at character 0 is used, not 8/
  )
  expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
  expect(stdout).toContain('\\u{202E}gnp')
})
