import { describe, expect, it } from 'vitest'
import {
  layerShapes,
  parseConceptsLayer,
  unknownShape
} from '../../../../../main/service/store/records/concepts-layer-schema.ts'
import { parseConcepts } from '../../../../../main/service/store/records/concepts-schema.ts'
import { parseRecord } from '../../../../../main/service/store/records/record-kinds.ts'
import { appErrorOf } from '../../../../helpers/app-error.ts'
import { conceptsRun } from '../concepts-run.ts'
import { refuses } from './refuses.ts'

const { record, layers } = conceptsRun({ dModel: 16 })
const single = conceptsRun({ roles: ['tuned'] })
const shape = layerShapes(record).get(1)!
const [base, tuned] = record.sides
const summary = record.layers[1]!
const layer = layers[1]!
const drift = layer.drift!

it('takes a record and its layers as they are, with fields that only a later version knows', () => {
  const later = { ...record, later: { a: 1 } }
  expect(parseConcepts(later)).toEqual(later)
  expect(parseRecord('concepts', record)).toEqual({ kind: 'concepts', record })
  const laterLayer = { ...layer, later: Float32Array.of(1) }
  expect(parseConceptsLayer(laterLayer, shape)).toEqual(laterLayer)
  expect(parseConceptsLayer(layer, unknownShape(1))).toEqual(layer)
})

it('takes one model alone, the tuned one as well', () => {
  expect(parseConcepts(single.record)).toEqual(single.record)
  const alone = layerShapes(single.record).get(0)!
  expect(parseConceptsLayer(single.layers[0], alone)).toEqual(single.layers[0])
})

it('does not know an analysis of a later version', () => {
  expect(appErrorOf(() => parseRecord('studies', record))).toMatchObject({ code: 'store/newer' })
})

describe('of a record, refuses', () => {
  const withLayer = (changes: object) => ({ layers: [{ ...summary, ...changes }] })
  const withSide = (changes: object) =>
    withLayer({ sides: [{ ...summary.sides[0]!, ...changes }], drift: null })
  refuses(parseConcepts, record, {
    'no side': [{ sides: [] }, /sides/],
    'three sides': [{ sides: [base, tuned, base] }, /sides/],
    'two sides of one role': [{ sides: [base, base] }, /both sides are "base"/],
    'the tuned side first': [{ sides: [tuned, base] }, /base is the second side/],
    'a role that is none': [{ sides: [{ ...base!, role: 'teacher' }] }, /role/],
    'a model without a width': [{ sides: [{ ...base!, dModel: 0 }] }, /dModel/],
    'words that are no texts': [{ words: ['a', 1] }, /words/],
    'more usable words than words': [
      { wordList: { ...record.wordList, nUsable: record.words.length + 1 } },
      /usable words, expected at most/
    ],
    'a list of another source': [{ wordList: { ...record.wordList, source: 'web' } }, /source/],
    'a hash that is none': [{ wordList: { ...record.wordList, sha256: 'x' } }, /sha256/],
    'layers out of order': [{ layers: [record.layers[1], record.layers[0]] }, /expected ascending/],
    'a layer twice': [{ layers: [summary, summary] }, /layers: 1 after 1, expected ascending/],
    'a layer that the model does not have': [withLayer({ layer: 3 }), /layer 3: of base/],
    'a layer without sides': [withLayer({ sides: [] }), /sides/],
    'a layer of half a direction': [withSide({ nDirections: 0.5 }), /nDirections/],
    'more directions than were asked for': [
      { settings: { ...record.settings, nDirections: 4 } },
      /5 directions, expected at most 4/
    ],
    'more directions than the model is wide': [
      { sides: [{ ...base!, dModel: 4 }, tuned] },
      /5 directions, expected at most 4/
    ],
    'codes of another length': [
      withSide({ taskCodes: new Uint8Array(4) }),
      /taskCodes has 4 entries, expected 5/
    ],
    'codes of another type': [withSide({ taskCodes: [0, 0, 0, 0, 0] }), /taskCodes/],
    'a task that does not exist': [
      withSide({ taskCodes: Uint8Array.of(0, 16, 0, 0, 0) }),
      /taskCodes is 16 at 1, expected 0 to 15/
    ],
    'a level that does not exist': [
      withSide({ levelCodes: Uint8Array.of(0, 0, 0, 0, 5) }),
      /levelCodes is 5 at 4, expected 0 to 4/
    ],
    'a share that is no number': [withSide({ explainedKept: Number.NaN }), /explainedKept/],
    'an infinite coherence': [withSide({ coherence: Infinity }), /coherence/],
    'a drift of one side': [withLayer({ sides: [summary.sides[0]!] }), /has a drift but one side/],
    'a drift without an angle': [
      withLayer({ drift: { ...summary.drift!, meanRotation: null } }),
      /meanRotation/
    ],
    'subspaces of no dimension': [
      withLayer({ drift: { ...summary.drift!, subspaces: [{ k: 0, meanAngle: 0, maxAngle: 0 }] } }),
      /subspaces/
    ],
    'settings without a number of words': [
      { settings: { ...record.settings, nWords: 0 } },
      /nWords/
    ],
    'a time that is none': [{ createdAt: 'soon' }, /createdAt/],
    'negative seconds': [{ seconds: -1 }, /seconds/],
    'notes that are no list': [{ notes: 'a note' }, /notes/]
  })
  it('what is no record', () => {
    for (const value of [null, 1, 'record', [], undefined]) {
      expect(() => parseConcepts(value)).toThrowError(/^concepts: /)
    }
  })
})

describe('of a layer, refuses', () => {
  const first = layer.sides[0]!
  const withSide = (changes: object) => ({ sides: [{ ...first, ...changes }, layer.sides[1]!] })
  const withDrift = (changes: object) => ({ drift: { ...drift, ...changes } })
  const words = (at: number, word: number) => {
    const topWords = first.topWords.slice()
    topWords[at] = word
    return withSide({ topWords })
  }
  refuses((value) => parseConceptsLayer(value, shape), layer, {
    'another layer': [{ layer: 2 }, /are of layer 2/],
    'a missing model': [{ sides: [first], drift: null }, /are of base, expected base and tuned/],
    'models in another order': [{ sides: [...layer.sides].reverse() }, /base is the second/],
    'fewer eigenvalues': [withSide({ eigenvalues: new Float64Array(4) }), /eigenvalues has 4/],
    'eigenvalues of another type': [withSide({ eigenvalues: new Float32Array(5) }), /eigenvalues/],
    'an infinite eigenvalue': [
      withSide({ eigenvalues: Float64Array.of(Infinity, 1, 1, 1, 1) }),
      /eigenvalues is Infinity at 0/
    ],
    'a share that is no number': [
      withSide({ explained: new Float64Array(5).fill(Number.NaN) }),
      /explained is NaN at 0/
    ],
    'flags that are none': [
      withSide({ separated: Uint8Array.of(0, 1, 2, 0, 0) }),
      /separated is 2 at 2/
    ],
    'words that do not divide': [
      withSide({ topWords: new Int32Array(19), topScores: new Float32Array(19) }),
      /19 words of 5 concepts/
    ],
    'more words than were asked for': [
      withSide({ topWords: new Int32Array(25), topScores: new Float32Array(25) }),
      /25 words of 5 concepts/
    ],
    'fewer scores than words': [
      withSide({ topScores: new Float32Array(19) }),
      /topScores has 19 entries, expected 20/
    ],
    'a word before the list': [words(3, -1), /topWords is -1 at 3/],
    'a word behind the list': [
      words(19, record.words.length),
      new RegExp(`topWords is ${record.words.length} at 19`)
    ],
    'a score that is no number': [
      withSide({ topScores: new Float32Array(20).fill(Number.NaN) }),
      /topScores is NaN/
    ],
    'too few labels': [withSide({ labels: first.labels.slice(1) }), /labels has 4 entries/],
    'a label of another level': [
      withSide({ labels: first.labels.map((label) => ({ ...label, level: 'x' })) }),
      /level/
    ],
    'a residual that is none': [withSide({ residual: null }), /residual/],
    'directions of another width': [
      withSide({ directions: new Float32Array(5 * 15) }),
      /directions has 75 entries, expected 80/
    ],
    'an infinite direction': [
      withSide({ directions: new Float32Array(80).fill(-Infinity) }),
      /directions is -Infinity at 0/
    ],
    'random coherences that are no numbers': [
      withSide({ randomCoherence: Float32Array.of(Number.NaN) }),
      /randomCoherence is NaN/
    ],
    'a partner that is not there': [
      withDrift({ matched: Int32Array.of(0, 1, 2, 3, 5) }),
      /matched is 5 at 4, expected -1 to 4/
    ],
    'too few partners': [withDrift({ matched: new Int32Array(4) }), /matched has 4/],
    'a cosine that is no number': [
      withDrift({ cosines: new Float32Array(5).fill(Number.NaN) }),
      /cosines is NaN/
    ],
    'more angles than dimensions': [
      withDrift({ angles: [{ k: 1, radians: new Float64Array(2) }] }),
      /2 angles of subspaces of 1/
    ],
    'an angle that is no number': [
      withDrift({ angles: [{ k: 1, radians: Float64Array.of(Number.NaN) }] }),
      /radians is NaN/
    ],
    'births of another number of concepts': [
      withDrift({ isBorn: new Uint8Array(6) }),
      /isBorn has 6/
    ],
    'losses that are neither': [withDrift({ isLost: new Uint8Array(5).fill(7) }), /isLost is 7/],
    'operations below none': [{ operations: -1 }, /operations/]
  })
  it('a drift of one model', () => {
    const alone = layerShapes(single.record).get(0)!
    expect(() => parseConceptsLayer({ ...single.layers[0], drift }, alone)).toThrowError(
      /drift: of one side/
    )
  })
})
