import type {
  AttributionRecord,
  AttributionSide,
  ModelRole
} from '../../preload/analysis/attribution-record.ts'
import { defaultSalience } from '../../preload/analysis/salience-settings.ts'

export interface RecordShape {
  readonly nPrompt?: number
  readonly nResponse?: number
  readonly roles?: readonly ModelRole[]
  readonly prompt?: string
  readonly response?: string
  readonly createdAt?: string
}

/** A made-up record of a given shape: valid, every value its own, the first two prompt tokens marked. */
export function attributionRecord({
  nPrompt = 4,
  nResponse = 3,
  roles = ['base', 'tuned'],
  prompt = 'Name the colour of the sky.',
  response = 'It is blue.',
  createdAt = '2026-03-04T05:06:07.000Z'
}: RecordShape = {}): AttributionRecord {
  return {
    prompt,
    instructionSpans: [[0, 4]],
    target: 'probability',
    estimator: 'gradient',
    responseMode: 'given',
    sides: roles.map((role, i) => attributionSide(role, i + 1, nPrompt, nResponse, response)),
    settings: {
      salience: defaultSalience,
      direction: 'auto',
      memory: 'auto',
      device: 'cpu',
      threads: 2,
      maxNewTokens: 32,
      usesChatTemplate: false
    },
    operations: 12345,
    seconds: 1.25,
    versions: { shiftlens: '0.1.0', method: '1' },
    device: 'cpu',
    createdAt,
    isPartial: false,
    notes: ['a note']
  }
}

function attributionSide(
  role: ModelRole,
  seed: number,
  nPrompt: number,
  nResponse: number,
  response: string
): AttributionSide {
  const nTokens = nPrompt + nResponse
  const tokens = Array.from({ length: nTokens }, (_, t) => `t${t}`)
  return {
    role,
    name: `${role}-model`,
    fingerprint: role.padEnd(64, '0'),
    ids: tokens.map((_, t) => 100 + t),
    tokens,
    ranges: tokens.map((_, t) => [2 * t, 2 * t + 2] as const),
    promptOffset: 0,
    responseOffset: 2 * nPrompt,
    isSpecial: tokens.map(() => false),
    promptPositions: [0, nPrompt],
    responsePositions: [nPrompt, nTokens],
    importance: Float32Array.from({ length: nPrompt * nResponse }, (_, i) =>
      Math.sin(seed * 7.3 + i * 1.7)
    ),
    probability: Float32Array.from({ length: nResponse }, (_, m) => 1 / (m + 1 + seed)),
    seamMerged: false,
    response,
    direction: 'forward',
    isStreamed: false,
    operations: 6000 + seed
  }
}
