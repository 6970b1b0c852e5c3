/** Attributions for tests of the view: reference values of the goldens, and one of any size. */
import type { Page } from 'playwright-core'
import type {
  AttributionRecord,
  AttributionSide
} from '../../preload/analysis/attribution-record.ts'
import { readGoldens, type Golden } from './goldens.ts'
import { jobStatus } from './job-status.ts'
import { seededRandom } from './random.ts'

/** The first golden case by the base and tuned LLaMA, leave-one-out beside the gradient. */
export function goldenRecord(caseIndex = 0, names = ['llama', 'llama-tuned']): AttributionRecord {
  const goldens = readGoldens()
  const sides = names.map((name, i) => {
    const golden = goldens.find((candidate) => candidate.name === name)
    if (!golden) throw new Error(`golden ${name} is missing`)
    return goldenSide(golden, caseIndex, i === 0 ? 'base' : 'tuned')
  })
  const case_ = goldens.find(({ name }) => name === names[0])!.cases[caseIndex]!
  return {
    prompt: case_.prompt,
    instructionSpans: [case_.instruction.span],
    target: 'probability',
    estimator: 'gradient',
    responseMode: 'given',
    sides,
    settings: {
      salience: { levels: 10, threshold: 7, norm: 4 },
      direction: 'auto',
      memory: 'auto',
      device: 'cpu',
      threads: 2,
      maxNewTokens: 64,
      usesChatTemplate: false
    },
    operations: 4.2e9,
    seconds: 2.41,
    versions: { shiftlens: '0.1.0', onnxruntime: '1.30.0' },
    device: 'cpu',
    createdAt: '2026-11-23T12:00:00.000Z',
    isPartial: false,
    notes: []
  }
}

function goldenSide(golden: Golden, index: number, role: 'base' | 'tuned'): AttributionSide {
  const case_ = golden.cases[index]!
  const tensor = (name: string) => Float32Array.from(golden.tensors.get(`${index}.${name}`)!.data)
  return {
    role,
    name: golden.name,
    fingerprint: (role === 'base' ? '3f' : 'a0').repeat(32),
    ids: case_.ids,
    tokens: case_.tokens,
    ranges: asciiRanges(case_.tokens),
    promptOffset: 0,
    responseOffset: [...case_.prompt].length + 1,
    isSpecial: case_.tokens.map((token) => token === '<s>'),
    promptPositions: case_.prompt_positions,
    responsePositions: case_.response_positions,
    importance: tensor('importance'),
    probability: tensor('probability'),
    leaveOneOut: tensor('leave_one_out'),
    seamMerged: false,
    response: case_.response,
    direction: 'reverse',
    isStreamed: false,
    operations: 2.1e9
  }
}

/** Code points of tokens of ASCII text; with ▁ a space was put before it. */
function asciiRanges(tokens: readonly string[]): [number, number][] {
  let at = tokens.some((token) => token.startsWith('▁')) ? -1 : 0
  return tokens.map((token) => {
    if (token === '<s>') return [0, 0]
    const text = [...token.replace(/[▁Ġ]/g, ' ').replaceAll('Ċ', '\n')]
    const start = at + (text[0] === ' ' ? 1 : 0)
    at += text.length
    return [start, Math.max(start, at)]
  })
}

/** A pair with made-up words: a diagonal, a strong instruction in the tuned model, and noise. */
export function syntheticRecord(nPrompt: number, nResponse: number): AttributionRecord {
  const random = seededRandom(7)
  const syllables = ['ka', 'lo', 'mi', 'ter', 'on', 'es', 'ri', 'van', 'dor', 'ul']
  const words = Array.from({ length: nPrompt + nResponse }, () => {
    const nSyllables = 1 + Math.floor(random() * 3)
    return Array.from({ length: nSyllables }, () => syllables[Math.floor(random() * 10)]).join('')
  })
  const prompt = words.slice(0, nPrompt).join(' ')
  const response = words.slice(nPrompt).join(' ')
  const tokens = ['<s>', ...words.map((word) => `▁${word}`)]
  const nInstruction = Math.min(12, nPrompt)
  const side = (role: 'base' | 'tuned'): AttributionSide => ({
    role,
    name: `synthetic-${role}`,
    fingerprint: (role === 'base' ? '3f' : 'a0').repeat(32),
    ids: tokens.map((_, i) => i + 1),
    tokens,
    ranges: asciiRanges(tokens),
    promptOffset: 0,
    responseOffset: prompt.length + 1,
    isSpecial: tokens.map((token) => token === '<s>'),
    promptPositions: [1, 1 + nPrompt],
    responsePositions: [1 + nPrompt, 1 + nPrompt + nResponse],
    importance: Float32Array.from({ length: nPrompt * nResponse }, (_, i) => {
      const n = Math.floor(i / nResponse)
      const distance = n - ((i % nResponse) * nPrompt) / nResponse
      const copied = 0.5 * Math.exp((-distance * distance) / 40)
      const heeded = role === 'tuned' && n < nInstruction ? 0.25 * random() : 0
      return copied + heeded + (random() - 0.45) * 0.05
    }),
    probability: Float32Array.from({ length: nResponse }, () => random()),
    seamMerged: false,
    response,
    direction: 'forward',
    isStreamed: false,
    operations: 8.8e12
  })
  return {
    ...goldenRecord(),
    prompt,
    instructionSpans: [[0, words.slice(0, nInstruction).join(' ').length]],
    sides: [side('base'), side('tuned')]
  }
}

export interface SavedPicture {
  readonly suggestedName: string
  readonly format: string
  readonly bytes: Uint8Array
}

/** Makes the page's fake bridge answer with this record, and collects what it would save. */
export async function answerWith(page: Page, record: AttributionRecord): Promise<void> {
  await page.evaluate((given) => {
    const { shiftlens } = window
    const before = shiftlens.call.bind(shiftlens)
    const row = {
      resultId: 'result-new',
      kind: 'attribution',
      title: given.prompt.slice(0, 40),
      prompt: given.prompt,
      baseName: 'base',
      tunedName: 'tuned',
      baseScore: null,
      tunedScore: null,
      tags: [],
      note: '',
      createdAt: given.createdAt,
      sizeBytes: 1
    }
    const saved: unknown[] = []
    Object.assign(window, { savedPictures: saved })
    const call = async (name: string, request: never) => {
      if (name === 'result/open')
        return { ok: true, value: { kind: 'attribution', row, record: given, problems: [] } }
      if (name === 'job/partial') {
        const partial = { ...given, isPartial: true }
        return { ok: true, value: { kind: 'attribution', jobId: 'job-new', record: partial } }
      }
      if (name === 'picture/save') saved.push(request)
      return before(name as never, request)
    }
    Object.assign(shiftlens, { call })
  }, record)
}

/** From the empty view to the finished result, as a user and main would together. */
export async function runSample(page: Page, record: AttributionRecord): Promise<void> {
  await answerWith(page, record)
  await page.getByRole('button', { name: 'Attribute the sample pair' }).click()
  await page.evaluate(
    (status) => window.fakeBridge.emit('job/changed', status),
    jobStatus({ jobId: 'job-new', state: 'done', fraction: 1, resultId: 'result-new' })
  )
  await page.getByRole('grid').first().waitFor()
}

export async function savedPictures(page: Page): Promise<readonly SavedPicture[]> {
  // `answerWith` put the list there.
  return page.evaluate(() => Reflect.get(window, 'savedPictures') as SavedPicture[])
}
