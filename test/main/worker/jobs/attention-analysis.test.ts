import { beforeAll, describe, expect, it } from 'vitest'
import { openCheckpoint } from '../../../../main/checkpoint/checkpoint.ts'
import type { AttentionRequest } from '../../../../main/service/contract.ts'
import type { FinishedUnit, UnitResult } from '../../../../main/worker/contract.ts'
import { doneUnits } from '../../../../main/worker/job.ts'
import { attentionAnalysis } from '../../../../main/worker/jobs/attention-analysis.ts'
import { LayerJob } from '../../../../main/worker/jobs/layer-job.ts'
import { partOfResult } from '../../../../main/worker/jobs/unit-result.ts'
import type {
  AttentionLayer,
  AttentionRecord,
  AttentionSettings
} from '../../../../preload/analysis/heads/attention-record.ts'
import { changeJson, changeWeight, copyCheckpoint } from '../../../helpers/checkpoint-copy.ts'
import { expectCloseToLargest, opTolerance } from '../../../helpers/close.ts'
import { failureOf } from '../../../helpers/failure.ts'
import { readGolden, readGoldens } from '../../../helpers/goldens.ts'
import { idleContext } from '../../../helpers/idle-needs.ts'
import { modelAttentionReference } from '../../../helpers/reference/model-attention.ts'
import { runUnitsOf, type UnitRun } from '../../../helpers/unit-runs.ts'

const prompt = 'Name 3 foods, then tell me how you feel.'

interface Changes extends Partial<AttentionSettings> {
  /** Names of goldens, or folders; null for none. */
  readonly base?: string | null
  readonly tuned?: string | null
}

function requestOf({ base = 'llama', tuned = 'llama-tuned', ...settings }: Changes = {}) {
  const folder = (name: string | null) =>
    name === null || name.includes('/') ? name : readGolden(name).checkpoint
  const request: AttentionRequest = {
    base: folder(base),
    tuned: folder(tuned),
    settings: { prompt, useChatTemplate: false, layers: null, nThreads: 1, ...settings }
  }
  return request
}

const jobOf = (changes: Changes = {}) => {
  const request = requestOf(changes)
  return new LayerJob(request, attentionAnalysis(request))
}

const run = (changes: Changes = {}, options: UnitRun = {}) => runUnitsOf(jobOf(changes), options)

async function recordOf(changes: Changes): Promise<AttentionRecord> {
  const { result } = await run(changes)
  if (result?.kind !== 'attention') throw new Error(`the result is ${result?.kind}`)
  return result.record
}

function layerIn(units: readonly FinishedUnit[], layer: number): AttentionLayer {
  return partOfResult<AttentionLayer>(
    units.find(({ unitId }) => unitId === `layer/${layer}`)!.result
  )
}

/** A unit's values but for how long it took. */
function steady({ result }: FinishedUnit): UnitResult {
  return { ...result, values: { ...result.values, seconds: 0 } }
}

describe('an attention run of a pair', () => {
  let units: readonly FinishedUnit[]
  let record: AttentionRecord
  beforeAll(async () => {
    const whole = await run()
    units = whole.units
    if (whole.result?.kind !== 'attention') throw new Error('no record')
    record = whole.result.record
    expect(whole.result.parts).toEqual(['layer/0', 'layer/1', 'layer/2'])
    expect(whole.result.title).toBe(`Attention: ${prompt}`)
  })

  it('is a layer a unit, and says so', () => {
    expect(units.map(({ unitId }) => unitId)).toEqual([
      ...['start', 'fingerprint/base', 'fingerprint/tuned', 'tokens'],
      ...['layer/0', 'layer/1', 'layer/2', 'verify']
    ])
  })

  it('has the prompt’s tokens as both models see them, with what stands in front', () => {
    const { ids, tokens, prompt_positions: positions } = readGolden('llama').cases[1]!
    const [first, end] = positions
    for (const side of record.sides) {
      expect(side.ids).toEqual(ids.slice(0, end))
      expect(side.tokens).toEqual(tokens.slice(0, end))
      expect(side.isSpecial).toEqual(side.ids.map((_, t) => t < first))
      expect(side).toMatchObject({ nLayers: 3, nHeads: 4 })
    }
    expect(record.sides.map(({ role }) => role)).toEqual(['base', 'tuned'])
    expect(record).toMatchObject({ prompt, isPartial: false, limits: [], notes: [] })
    expect(record.layers).toEqual([0, 1, 2])
    expect(record.versions['method']).toBe('1')
  })

  it('has each model’s own weights in every layer', async () => {
    for (const [i, name] of ['llama', 'llama-tuned'].entries()) {
      const checkpoint = await openCheckpoint(readGolden(name).checkpoint)
      const reference = await modelAttentionReference(checkpoint, record.sides[i]!.ids)
      reference.forEach((expected, layer) => {
        const { role, weights } = layerIn(units, layer).sides[i]!
        expect(role).toBe(record.sides[i]!.role)
        expectCloseToLargest(weights, expected, opTolerance)
      })
    }
    const [base, tuned] = layerIn(units, 2).sides
    expect(base!.weights).not.toEqual(tuned!.weights)
  })

  it('does each next unit to the same bytes, whichever it is taken up at', async () => {
    for (const [kept, expected] of units.entries()) {
      let left = 1
      const goesOn = () => left-- > 0
      const { units: resumed } = await run({}, { from: units.slice(0, kept), goesOn })
      expect(resumed).toHaveLength(kept + 1)
      expect(steady(resumed.at(-1)!)).toEqual(steady(expected))
    }
  })

  it('stops inside a layer, loses it alone and gives the same bytes later', async () => {
    const from = units.slice(0, 5)
    const stop = new AbortController()
    const context = { signal: stop.signal, report: () => stop.abort() }
    const error = await failureOf(() => run({}, { from, context }))
    expect(error.code).toBe('job/cancelled')
    const { units: resumed } = await run({}, { from })
    expect(resumed.map(steady)).toEqual(units.map(steady))
  })

  it('goes on in one process after a stop inside a layer, to the same bytes', async () => {
    const job = jobOf()
    const done = new Map(doneUnits(units.slice(0, 3)))
    const step = async (context: UnitRun['context'] = {}) => {
      const unit = job.next(done)!
      const result = await job.run(unit, done, { ...idleContext, ...context })
      done.set(unit.unitId, result)
      return { unitId: unit.unitId, result }
    }
    await step()
    const stop = new AbortController()
    await failureOf(() => step({ signal: stop.signal, report: () => stop.abort() }))
    await job.relieve()
    for (const expected of units.slice(4)) expect(steady(await step())).toEqual(steady(expected))
    await job.close()
  })

  it('goes through a layer of each model once, and from the embeddings again only after a resume', async () => {
    const reportsOf = async (from: readonly FinishedUnit[]) => {
      const reports: number[] = []
      const report = (fraction: number) => void reports.push(fraction)
      // What is told up to there is left out.
      const goesOn = (unitId: string) => {
        if (unitId === 'layer/2') reports.length = 0
        return unitId !== 'verify'
      }
      await run({}, { from, goesOn, context: { report } })
      return reports
    }
    expect(await reportsOf(units.slice(0, 4))).toEqual([0.5, 1])
    const sixths = (n: number) => expect.closeTo(n / 6, 9) as number
    expect(await reportsOf(units.slice(0, 6))).toEqual([1, 2, 3, 4, 5, 6].map(sixths))
    const { operations } = layerIn(units, 0)
    for (const layer of [1, 2]) expect(layerIn(units, layer).operations).toBe(operations)
    expect(record.operations).toBe(3 * operations)
  })

  it('needs no weights of other layers for its record or its next unit', async () => {
    const job = jobOf()
    const bare = units.map(({ unitId, result }) => ({ unitId, result: { ...result, arrays: {} } }))
    const partial = job.partial(doneUnits(bare))
    expect(partial!.record).toEqual({ ...record, createdAt: expect.any(String) as string })
    const { units: resumed } = await run({}, { from: bare.slice(0, 6), ...onceOnly() })
    expect(steady(resumed.at(-1)!)).toEqual(steady(units[6]!))
  })

  it('can be drawn from the first layer on, marked as partial until the last', () => {
    const job = jobOf()
    for (let kept = 0; kept <= units.length; kept++) {
      const partial = job.partial(doneUnits(units.slice(0, kept)))
      const nLayers = Math.min(3, Math.max(0, kept - 4))
      if (nLayers === 0) expect(partial).toBeNull()
      else {
        expect(partial!.record).toMatchObject({
          layers: [0, 1, 2].slice(0, nLayers),
          isPartial: nLayers < 3
        })
      }
    }
  })

  it('has a key of weights, tokenizers, prompt and settings, and of nothing else', async () => {
    const key = jobOf().keyFields(doneUnits(units))!
    expect(jobOf().keyFields(doneUnits(units.slice(0, 3)))).toBeNull()
    const untilTokens = async (changes: Changes) => {
      const goesOn = (unitId: string) => !unitId.startsWith('layer/')
      return jobOf(changes).keyFields(doneUnits((await run(changes, { goesOn })).units))
    }
    expect(await untilTokens({ base: copyCheckpoint('llama') })).toEqual(key)
    expect(await untilTokens({ prompt: ` ${prompt}\n`, layers: [2, 1, 0, 1] })).toEqual(key)
    expect(await untilTokens({ prompt: `${prompt}!` })).not.toEqual(key)
    expect(await untilTokens({ layers: [0] })).not.toEqual(key)
    expect(await untilTokens({ base: null })).not.toEqual(key)
  })

  it('refuses to go on with weights that were changed', async () => {
    const copy = copyCheckpoint('llama')
    const goesOn = (unitId: string) => unitId !== 'layer/1'
    const { units: begun } = await run({ base: copy }, { goesOn })
    changeWeight(copy, 'model.norm.weight', 0, 2)
    const error = await failureOf(() => run({ base: copy }, { from: begun }))
    expect(error.code).toBe('checkpoint/changed')
  })

  it('gives chosen layers the bytes that they have among all', async () => {
    const { units: chosen, result } = await run({ layers: [2, 0] })
    expect(chosen.map(({ unitId }) => unitId).slice(4)).toEqual(['layer/0', 'layer/2', 'verify'])
    for (const layer of [0, 2]) {
      expect(layerIn(chosen, layer).sides).toEqual(layerIn(units, layer).sides)
    }
    // The layer between them is gone through for the second.
    expect(layerIn(chosen, 2).operations).toBe(2 * layerIn(chosen, 0).operations)
    expect(result!.kind === 'attention' && result!.record.layers).toEqual([0, 2])
  })
})

it.each(readGoldens().map(({ name }) => name))('runs on %s alone', async (name) => {
  const { ids, prompt: text, prompt_positions: positions } = readGolden(name).cases[0]!
  const { units, result } = await run({ base: null, tuned: name, prompt: text })
  if (result?.kind !== 'attention') throw new Error('no record')
  const [side] = result.record.sides
  expect(result.record.sides).toHaveLength(1)
  expect(side!.ids).toEqual(ids.slice(0, positions[1]))
  expect(result.record.limits).toEqual([])
  const { length } = layerIn(units, 0).sides[0]!.weights
  expect(length).toBe(side!.nHeads * side!.ids.length ** 2)
})

describe('models that do not match', () => {
  it('of another depth: its own layers stand alone, and a limit says so', async () => {
    const { units, result } = await run({ base: 'llama-linear' })
    if (result?.kind !== 'attention') throw new Error('no record')
    expect(result.record.layers).toEqual([0, 1, 2])
    expect(layerIn(units, 1).sides.map(({ role }) => role)).toEqual(['base', 'tuned'])
    expect(layerIn(units, 2).sides.map(({ role }) => role)).toEqual(['tuned'])
    expect(result.record.limits.join()).toMatch(/layer 2 is in the tuned model only/)
  })

  it('of other heads: each has its own, and a limit says so', async () => {
    const { units, result } = await run({ tuned: 'llama-grouped-tied' })
    if (result?.kind !== 'attention') throw new Error('no record')
    const squares = result.record.sides.map(({ ids }) => ids.length ** 2)
    expect(layerIn(units, 0).sides.map(({ weights }, i) => weights.length / squares[i]!)).toEqual([
      4, 6
    ])
    expect(result.record.limits.join()).toMatch(/heads a layer differ \(base 4, tuned 6\)/)
  })

  it('of other tokens: each has its own square, and a limit says so', async () => {
    const { units, result } = await run({ tuned: 'llama3' })
    if (result?.kind !== 'attention') throw new Error('no record')
    const [base, tuned] = result.record.sides
    expect(base!.tokens).not.toEqual(tuned!.tokens)
    expect(layerIn(units, 0).sides.map(({ weights }) => weights.length)).toEqual([
      4 * base!.ids.length ** 2,
      4 * tuned!.ids.length ** 2
    ])
    expect(result.record.limits.join()).toMatch(
      /tokens of the prompt differ \(base \d+, tuned \d+\)/
    )
  })
})

describe('notes', () => {
  it('say that dynamic positions follow the prompt alone', async () => {
    const { notes } = await recordOf({ base: null, tuned: 'llama-dynamic' })
    expect(notes.join()).toMatch(/tuned: its dynamic positions follow the length of the text/)
  })

  it('say how far a sliding window reaches where the prompt is longer', async () => {
    const long = await recordOf({ base: 'mistral', tuned: null })
    expect(long.notes).toEqual(['base: a token sees at most the last 16 tokens, its own included'])
    const short = await recordOf({ base: 'mistral', tuned: null, prompt: 'Name it' })
    expect(short.notes).toEqual([])
  })
})

it('puts the prompt into the chat template, whose tokens are marked', async () => {
  const tuned = copyCheckpoint('llama')
  changeJson(tuned, 'tokenizer_config.json', () => ({
    chat_template: `{{ bos_token }}{% for m in messages %}user: {{ m['content'] }}{% endfor %} reply: `
  }))
  const plain = await recordOf({ base: null, tuned })
  const chat = await recordOf({ base: null, tuned, useChatTemplate: true })
  expect(chat.prompt).toBe(prompt)
  const [side] = chat.sides
  expect(side!.ids.length).toBeGreaterThan(plain.sides[0]!.ids.length)
  expect(side!.tokens[0]).toBe('<s>')
  expect(side!.tokens[1]).not.toBe('<s>')
  expect(side!.isSpecial[1]).toBe(true)
  expect(side!.isSpecial.at(-1)).toBe(true)
  expect(side!.isSpecial).toContain(false)
})

describe('requests that cannot be run', () => {
  const long = Array(1_200).fill('word').join(' ')

  it.each<[string, Changes, RegExp]>([
    ['no model', { base: null, tuned: null }, /no model given/],
    ['an empty prompt', { prompt: ' \n' }, /prompt: empty/],
    ['a layer that no model has', { layers: [3] }, /layer 3: not in the models, expected 0 to 2/],
    ['a template that is not there', { useChatTemplate: true }, /has no chat template/],
    ['a prompt beyond the context', { prompt: long }, /expected at most 256, the context of llama/],
    [
      'a prompt of more tokens than can be shown',
      { base: null, tuned: 'llama-dynamic', prompt: long },
      /prompt: \d+ tokens in the tuned model, expected at most 1024$/
    ]
  ])('%s', async (_, changes, message) => {
    const error = await failureOf(() => run(changes))
    expect(error.code).toBe('request/invalid')
    expect(error.message).toMatch(message)
    expect(error.hint).toBeTruthy()
  })
})

/** One unit and no more. */
function onceOnly() {
  let left = 1
  return { goesOn: () => left-- > 0 }
}
