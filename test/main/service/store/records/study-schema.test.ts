import { describe, expect, it } from 'vitest'
import { parseRecord } from '../../../../../main/service/store/records/record-kinds.ts'
import { parseStudy } from '../../../../../main/service/store/records/study-schema.ts'
import { studyRun } from '../study-run.ts'
import { refuses } from './refuses.ts'

const { record } = studyRun({ nCases: 4, nBadRows: 1, nFailed: 1, hasAblation: true })
const recorded = studyRun({
  nCases: 7,
  source: 'recorded',
  modes: ['own', 'length-matched']
}).record
const [first, ...others] = record.cases
const [own] = record.runs

it('takes studies as they are, with fields that only a later version knows', () => {
  for (const study of [record, recorded]) {
    const later = { ...study, later: { a: Uint8Array.of(1) } }
    expect(parseStudy(later)).toEqual(later)
  }
  expect(parseRecord('study', record)).toEqual({ kind: 'study', record })
})

it('takes a study of one model, one without cases, and one that has only begun', () => {
  for (const shape of [{ roles: ['tuned'] }, { nCases: 0 }, { nDone: 3 }] as const) {
    const study = studyRun({ nCases: 4, ...shape }).record
    expect(parseStudy(study)).toEqual(study)
  }
})

const withFirst = (changes: object) => ({ cases: [{ ...first, ...changes }, ...others] })

describe('of a study, refuses', () => {
  refuses(parseStudy, record, {
    'an unknown source': [{ source: 'guessed' }, /source/],
    'no data set': [{ dataset: null }, /dataset/],
    'a data set without rows counted': [
      { dataset: { ...record.dataset, nRows: -1 } },
      /dataset\.nRows/
    ],
    'bad rows without a line': [
      { dataset: { ...record.dataset, badRows: [{ problem: 'x' }] } },
      /badRows\.0\.line/
    ],
    'a mapping without a prompt': [
      { dataset: { ...record.dataset, mapping: { ...record.dataset.mapping, prompt: null } } },
      /mapping\.prompt/
    ],
    'no model': [{ sides: [] }, /sides/],
    'one model twice': [{ sides: [record.sides[0], record.sides[0]] }, /both sides are "base"/],
    'the tuned model first': [{ sides: [...record.sides].reverse() }, /base is the second side/],
    'a case named like another': [
      withFirst({ caseId: others[0]!.caseId }),
      /two cases are "case-002"/
    ],
    'an instruction past the prompt': [
      withFirst({ instructionSpans: [[0, 9_999]] }),
      /case "case-001": instruction \[0, 9999\) of a prompt of \d+ characters/
    ],
    'an empty instruction': [withFirst({ instructionSpans: [[3, 3]] }), /instruction \[3, 3\)/],
    'a rating that is no number': [
      withFirst({ ratings: { base: null, tuned: NaN } }),
      /ratings\.tuned/
    ],
    'settings of another device': [
      { settings: { ...record.settings, device: 'abacus' } },
      /settings\.device/
    ],
    'a failure of a case that is not there': [
      { failures: [{ case: 4, role: 'base', problem: 'x' }] },
      /failures: case 4, expected at most 3/
    ],
    'a part of nothing': [{ parts: ['layer/1'] }, /part "layer\/1", expected case/],
    'a part of a case that is not there': [{ parts: ['case/base/4'] }, /part "case\/base\/4"/],
    'a part of recorded runs': [{ parts: ['recorded/base/0'] }, /part "recorded\/base\/0"/],
    'a part with a leading zero': [{ parts: ['case/base/01'] }, /part "case\/base\/01"/],
    'a part twice': [{ parts: ['case/base/1', 'case/base/1'] }, /named twice/],
    'a time that is none': [{ createdAt: 'soon' }, /createdAt/]
  })
  it('what is no record', () => {
    for (const value of [null, 1, 'record', [], undefined]) {
      expect(() => parseStudy(value)).toThrowError(/^study: /)
    }
  })
})

it('refuses a model of failures and parts that the study does not have', () => {
  const alone = studyRun({ nCases: 4, roles: ['base'] }).record
  const failures = [{ case: 0, role: 'tuned' as const, problem: 'x' }]
  expect(() => parseStudy({ ...alone, failures })).toThrowError(
    /"tuned", which is not in the study/
  )
  expect(() => parseStudy({ ...alone, parts: ['case/tuned/0'] })).toThrowError(/case\/tuned\/0/)
})

/** The record with the first model of its first run changed. */
function withSide(changes: object) {
  const [side, ...rest] = own!.sides
  const run = { ...own!, sides: [{ ...side!, ...changes }, ...rest] }
  return { runs: [run, ...record.runs.slice(1)] }
}

describe('of a run, refuses', () => {
  const side = own!.sides[0]!
  const changed = <A extends Uint8Array | Int32Array>(array: A, at: number, value: number): A => {
    const copy = array.slice() as A
    copy[at] = value
    return copy
  }
  refuses(parseStudy, record, {
    'an unknown mode': [{ runs: [{ ...own, mode: 'twice' }] }, /runs\.0\.mode/],
    'modes out of order': [{ runs: [...record.runs].reverse() }, /modes: /],
    'a mode twice': [{ runs: [own, own] }, /modes: 0 after 0/],
    'a missing model': [
      { runs: [{ ...own!, sides: own!.sides.slice(1) }] },
      /sides of mode own: are of tuned, expected base and tuned/
    ],
    'a case too few': [
      withSide({ state: side.state.slice(1) }),
      /own of base: state has 3 entries, expected 4/
    ],
    'a state that is none': [withSide({ state: changed(side.state, 1, 3) }), /state is 3 at 1/],
    'states as a list': [withSide({ state: [...side.state] }), /sides\.0\.state/],
    'lengths of another type': [
      withSide({ nPrompt: Float32Array.from(side.nPrompt) }),
      /sides\.0\.nPrompt/
    ],
    'a length below none': [
      withSide({ nResponse: changed(side.nResponse, 2, -1) }),
      /nResponse is -1 at 2/
    ],
    'a prompt longer than its rows': [
      withSide({ nPrompt: changed(side.nPrompt, 0, side.nPrompt[0]! + 1) }),
      /tokenClass has \d+ entries, expected \d+/
    ],
    'rows of fewer levels': [
      withSide({ levelCounts: side.levelCounts.slice(1) }),
      /levelCounts has \d+ entries/
    ],
    'more levels in a row than response tokens': [
      withSide({ levelCounts: changed(side.levelCounts, 0, 9_999) }),
      /prompt token 0 of case 0 has \d+ levels in \d+ response tokens/
    ],
    'a count below none': [
      withSide({ levelCounts: changed(side.levelCounts, 7, -1) }),
      /levelCounts is -1 at 7/
    ],
    'a class that is none': [
      withSide({ tokenClass: changed(side.tokenClass, 0, 3) }),
      /tokenClass is 3 at 0/
    ],
    'rows of a case that is not done': [
      withSide({ state: changed(side.state, 0, 0) }),
      /case 0 has \d+ prompt tokens, expected 0: it is not done/
    ]
  })
})

describe('of a word ablation, refuses', () => {
  const ablation = record.ablation!
  const [side, tuned] = ablation.sides
  const withBase = (changes: object) => ({
    ablation: { ...ablation, sides: [{ ...side!, ...changes }, tuned] }
  })
  refuses(parseStudy, record, {
    'an unknown method': [{ ablation: { ...ablation, method: 'shout' } }, /ablation\.method/],
    'a missing model': [{ ablation: { ...ablation, sides: [side] } }, /are of base, expected base/],
    'stand-ins for one model': [
      { ablation: { ...ablation, maskTokens: ['_'] } },
      /maskTokens has 1 entries, expected 2/
    ],
    'rows of other lengths': [
      withBase({ withoutContext: side!.withoutContext.slice(1) }),
      /withoutContext has 3 entries, expected 4/
    ],
    'layers that do not divide': [
      withBase({ hiddenContext: side!.hiddenContext.slice(1) }),
      /hiddenContext has 31 entries, expected 32/
    ],
    'a probability that is no number': [
      withBase({ logProbability: side!.logProbability.map(() => NaN) }),
      /logProbability is NaN at 0/
    ],
    'a row of a case that is not there': [
      withBase({ caseOf: Int32Array.of(0, 1, 2, 4) }),
      /caseOf is 4 at 3/
    ],
    'rows out of order': [
      withBase({ caseOf: Int32Array.of(0, 2, 1, 3) }),
      /caseOf: 1 after 2, expected ascending/
    ],
    'a span that its case does not have': [
      withBase({ spanOf: Int32Array.of(0, 1, 0, 0) }),
      /row 1 is of span 1, and its case has 1/
    ],
    'a left-out case that is not there': [
      { ablation: { ...ablation, leftOut: [{ case: 9, role: 'base', problem: 'x' }] } },
      /left out: case 9/
    ]
  })
})
