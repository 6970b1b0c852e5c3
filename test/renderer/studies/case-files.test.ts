import { describe, expect, it } from 'vitest'
import {
  defaultSalience,
  type SalienceSettings
} from '../../../preload/analysis/salience-settings.ts'
import type { StudyMode } from '../../../preload/analysis/studies/record.ts'
import { pictureSvg } from '../../../renderer/pictures/picture-svg.ts'
import {
  caseCsv,
  caseFileName,
  casePicture,
  type ShownCase
} from '../../../renderer/views/studies/case-files.ts'
import { caseMap } from '../../../renderer/views/studies/case-maps.ts'
import { missingSides } from '../../../renderer/views/studies/missing-sides.ts'
import { makeFakeStudy, type FakeStudyOptions } from '../../helpers/study-record.ts'

function shownCase(
  options: FakeStudyOptions,
  index: number,
  mode: StudyMode,
  salience: SalienceSettings = defaultSalience
): ShownCase {
  const study = makeFakeStudy({ nCases: 4, ...options })
  const record = study.record()
  const detail = study.detail(index, mode)
  const maps = detail.sides.map((side) => caseMap(side)(salience))
  return { record, mode, index, maps, missing: missingSides(record, mode, index, detail), salience }
}

const pictureOf = (shown: ShownCase) => casePicture(shown, 'RdBu', () => 'data:image/png;base64,')

describe('the maps of a case as a file', () => {
  it.each(['computed', 'recorded'] as const)(
    'draw what is on screen at its L, b and p, and say what it is: %s',
    (source) => {
      const salience = { levels: 5, threshold: 3, norm: 3 }
      const shown = shownCase({ source }, 1, 'length-matched', salience)
      const { panels, scale, subtitle, parameters, legendNote } = pictureOf(shown)
      const [base, tuned] = shown.maps
      expect(panels).toHaveLength(2)
      for (const [i, map] of shown.maps.entries()) {
        expect(panels[i]!.matrix.values).toEqual(map.values)
        expect(panels[i]!.matrix.rowBars).toEqual(map.density)
        expect(panels[i]!.matrix.rows.map(({ text }) => text)).toEqual(
          map.axes.rows.map(({ text }) => text)
        )
        expect(panels[i]!.heading).toContain(`instruction score ${map.score!.toFixed(3)}`)
      }
      expect(scale).toMatchObject({ limit: 5, nLevels: 5 })
      expect(legendNote).not.toBe('')
      expect(subtitle[0]).toBe(
        `Case case-002, translate; data set cases.jsonl (${shown.record.dataset.sha256.slice(0, 12)}).`
      )
      expect(subtitle[1]).toMatch(/^Prompt: Translate the sentences/)
      expect(subtitle[2]).toMatch(/^Length-matched: .*shorter/)
      expect(subtitle).toHaveLength(3)
      expect(parameters[0]).toContain('L = 5, b = 3, p = 3')
      expect(parameters[0]).toContain(Math.abs(tuned!.score! - base!.score!).toFixed(3))
      expect(parameters[0]).toMatch(
        source === 'recorded'
          ? /^Importance as it was recorded elsewhere; /
          : /^Importance of the probability by gradient; /
      )
      expect(pictureSvg(pictureOf(shown)).svg).toContain('L = 5, b = 3, p = 3')
      expect(caseFileName(shown)).toBe('study-case-002-length-matched')
    }
  )

  it('tell of a model that has no map', () => {
    const picture = pictureOf(shownCase({ nFailed: 1 }, 3, 'own'))
    expect(picture.panels.map(({ heading }) => heading)).toEqual([
      expect.stringMatching(/^base · /)
    ])
    expect(picture.subtitle.at(-1)).toMatch(/^No map of the tuned model: .*530 tokens/)
    expect(picture.parameters[0]).not.toContain('tuned − base')
  })

  it.each(['computed', 'recorded'] as const)('are tables with their tokens, %s', (source) => {
    const shown = shownCase({ source }, 0, 'same')
    const tables = caseCsv(shown).split('\r\n\r\n')
    expect(tables).toHaveLength(2)
    shown.maps.forEach(({ side, axes, values, density }, i) => {
      const [head, ...lines] = tables[i]!.trimEnd().split('\r\n')
      expect(head).toBe(
        `map,row,prompt,instruction,density,${axes.columns.map(({ text }, m) => `${m + 1}: ${text}`).join(',')}`
      )
      expect(lines).toEqual(
        axes.rows.map(({ text, isInstruction }, n) =>
          [
            side.role,
            n + 1,
            text,
            isInstruction ? 1 : 0,
            density[n],
            ...axes.columns.map((_, m) => values[n * axes.columns.length + m])
          ].join(',')
        )
      )
    })
  })

  it('write names from a data set as text', () => {
    const shown = shownCase({ groups: ['<b>\u202e'], firstPrompts: ['<img src=x> =1+1'] }, 0, 'own')
    const { svg } = pictureSvg(pictureOf(shown))
    expect(svg).not.toMatch(/<b>|<img|\u202e/)
    expect(svg).toContain('&lt;img src=x&gt;')
  })
})
