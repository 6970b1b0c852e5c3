import { AppError } from '../../main/errors.ts'
import type { Desk } from '../../main/worker/serve.ts'

/** Answers that can be told apart; a folder or text with a special name makes it misbehave. */
export const fakeDesk: Desk = {
  'device/list': () => [{ name: 'cpu', isAvailable: true, isTrusted: true, detail: 'fake' }],
  'device/test': ({ device }) => {
    if (device === 'cuda') process.kill(process.pid, 'SIGKILL')
    if (device === 'dml') {
      const hoard: number[][] = []
      for (;;) hoard.push(Array.from({ length: 1e5 }, (_, i) => i / 3))
    }
    return { name: 'cpu', isAvailable: true, isTrusted: true, detail: `tested ${device}` }
  },
  'checkpoint/describe': ({ folder }) => {
    throw new AppError('checkpoint/unreadable', `${folder}: no such folder`, { file: folder })
  },
  'text/tokenize': ({ text }) => ({
    ids: [...text].map((_, i) => i),
    tokens: Object.keys(process.env).sort(),
    ranges: []
  }),
  'attribution/plan': () => [],
  'heads/plan': ({ similarity }) => ({
    nLayers: 2,
    nHeads: 3,
    nWords: 4,
    operations: 5,
    neededBytes: 6,
    freeBytes: 7,
    limits: [],
    notes: [`similarities of ${similarity ?? 'the embeddings'}`]
  }),
  'concepts/plan': ({ words }) => ({
    nLayers: 2,
    nWords: 3,
    operations: 4,
    neededBytes: 5,
    freeBytes: 6,
    limits: [],
    notes: [`words of ${words ?? 'the tokenizer'}`]
  }),
  'study/preview': ({ data, mapping }) => ({
    name: data,
    sha256: 'ab'.repeat(32),
    format: 'jsonl',
    sizeBytes: 1,
    nRows: 2,
    columns: [],
    mapping,
    nCases: 2,
    nWithResponse: 0,
    nWithInstruction: 0,
    nRated: 0,
    groups: [],
    firstCases: [],
    badRows: [],
    nAmbiguous: 0,
    notes: []
  }),
  'study/plan': ({ data }) => ({
    nCases: 2,
    nBadRows: 0,
    sides: [],
    operations: 3,
    estimatedSeconds: 4,
    neededBytes: 5,
    freeBytes: 6,
    limits: [],
    notes: [`cases of ${data}`]
  })
}
