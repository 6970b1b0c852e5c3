import type {
  AttributionRecord,
  AttributionSide
} from '../../preload/analysis/attribution-record.ts'
import { defaultSalience } from '../../preload/analysis/salience-settings.ts'

/** One side of "Say =2" answered by "two now": BOS, N = 3, M = 2. */
export function makeSide(changes: Partial<AttributionSide> = {}): AttributionSide {
  return {
    role: 'base',
    name: 'tiny',
    fingerprint: 'ab'.repeat(32),
    ids: [1, 10, 11, 12, 13, 14],
    tokens: ['<s>', '▁Say', '▁=', '2', '▁two', '▁now'],
    ranges: [
      [0, 0],
      [0, 3],
      [4, 5],
      [5, 6],
      [7, 10],
      [11, 14]
    ],
    promptOffset: 0,
    responseOffset: 7,
    isSpecial: [true, false, false, false, false, false],
    promptPositions: [1, 4],
    responsePositions: [4, 6],
    importance: Float32Array.of(0.1, -0.3, 1e-10, 0.25, 0, 1 / 3),
    probability: Float32Array.of(0.5, 0.001),
    seamMerged: false,
    response: 'two now',
    direction: 'reverse',
    isStreamed: false,
    operations: 1200,
    ...changes
  }
}

/** A small complete attribution of two models; every value differs from its neighbours. */
export function makeRecord(changes: Partial<AttributionRecord> = {}): AttributionRecord {
  const tuned = makeSide({
    role: 'tuned',
    name: 'tiny-tuned',
    importance: Float32Array.of(0.7, 0.2, 0.01, -0.5, 0.3, 0.1),
    leaveOneOut: Float32Array.of(0.6, 0.1, 0.02, -0.4, 0.2, 0.3)
  })
  return {
    prompt: 'Say =2',
    instructionSpans: [[0, 3]],
    target: 'probability',
    estimator: 'gradient',
    responseMode: 'given',
    sides: [makeSide(), tuned],
    settings: {
      salience: defaultSalience,
      direction: 'auto',
      memory: 'auto',
      device: 'cpu',
      threads: 2,
      maxNewTokens: 64,
      usesChatTemplate: false
    },
    operations: 2400,
    seconds: 0.5,
    versions: { shiftlens: '0.1.0', method: '1' },
    device: 'cpu',
    createdAt: '2026-01-02T03:04:05.000Z',
    isPartial: false,
    notes: [],
    ...changes
  }
}
