import type { AttributionRecord } from '../../../preload/analysis/attribution-record.ts'
import { displayText } from '../../../preload/token-display.ts'
import { modelColor, type DivergingName } from '../../color/palettes.ts'
import type { MatrixPicture } from '../../matrix/matrix-picture.ts'
import type { Picture, PicturePanel } from '../../pictures/picture-svg.ts'
import type { AttributionDisplay } from '../../state/attribution-display.svelte.ts'
import { describeAlignment, describeComparison } from './comparison.ts'
import { differenceScale, mapScale } from './map-scales.ts'
import { differencePicture, sidePicture } from './matrix-pictures.ts'
import { changeWords, fixedWords } from '../../components/words/number-words.ts'
import { targetUnit, targetWords } from './target-words.ts'

/** The view as an exported picture. */
export function viewPicture(
  record: AttributionRecord,
  display: AttributionDisplay,
  palette: DivergingName,
  legendNote: string,
  cellImage: (matrix: MatrixPicture) => string
): Picture {
  const isDifference = display.shownArrangement === 'difference'
  const scale = isDifference
    ? differenceScale(palette, 'light')
    : mapScale(display.mode, display.values, display.levels, targetUnit(record), palette, 'light')
  const [base] = display.sides
  const panels: readonly PicturePanel[] =
    isDifference && base && display.difference
      ? [
          mapPanel(
            'tuned − base',
            modelColor.tuned,
            [],
            differencePicture(base, display.difference, scale),
            cellImage
          )
        ]
      : display.onScreen.map((shown) => {
          const { side, score } = shown
          return mapPanel(
            sideHeading(side, score),
            modelColor[side.role],
            display.findingsOf(side.role).map(({ text }) => text),
            sidePicture(shown, scale),
            cellImage
          )
        })
  const alignment = display.comparison && describeAlignment(display.comparison)
  return {
    title: titleOf(display),
    subtitle: [
      `Prompt: ${excerpt(record.prompt)}`,
      [describeComparison(record), alignment].filter(Boolean).join('. ') + '.',
      ...(record.isPartial ? ['Partial: the run was still going on.'] : [])
    ],
    panels,
    scale,
    legendNote,
    parameters: parametersOf(record, display)
  }
}

/** A map over its heading, with the image that stands in for the rectangles of a large one. */
export function mapPanel(
  heading: string,
  color: string,
  warnings: readonly string[],
  matrix: MatrixPicture,
  cellImage: (matrix: MatrixPicture) => string
): PicturePanel {
  return { heading, color, warnings, matrix, cellImage: cellImage(matrix) }
}

/** `base · sample-base · instruction score 0.503` */
export function sideHeading(
  { role, name }: { readonly role: string; readonly name: string },
  score: number | null
): string {
  const words = score === null ? '' : ` · instruction score ${fixedWords(score)}`
  return `${role} · ${displayText(name)}${words}`
}

function titleOf(display: AttributionDisplay): string {
  const maps = {
    salient: 'Salient maps',
    normalised: 'Normalised importance',
    raw: 'Importance'
  }[display.mode]
  const what = display.shownArrangement === 'difference' ? 'Difference of the maps' : maps
  return `${what}: prompt ${display.shownLevel}s (rows) for response ${display.shownLevel}s (columns)`
}

function parametersOf(record: AttributionRecord, display: AttributionDisplay): string[] {
  const { levels, threshold, norm } = display.salience
  const estimator = display.estimator === 'leave-one-out' ? 'leave-one-out' : record.estimator
  const hidden = [display.hidesFirst ? 'first' : '', display.hidesSpecial ? 'special' : '']
    .filter(Boolean)
    .join(' and ')
  return [
    `Importance of the ${targetWords(record)} by ${estimator}; L = ${levels}, b = ${threshold}, p = ${norm}${
      display.cutsMap ? ', map cut at b' : ''
    }${scoreChange(display.sides)}${hidden === '' ? '' : `; ${hidden} rows hidden`}. ${strokeNote}`,
    ...originLines(record)
  ]
}

export const strokeNote = 'The stroke beside the rows marks the instruction.'

/** `; score tuned − base +0.120`; empty unless both sides have a score. */
export function scoreChange(sides: readonly { readonly score: number | null }[]): string {
  const [base, tuned] = sides.map(({ score }) => score)
  return typeof base === 'number' && typeof tuned === 'number'
    ? `; score tuned − base ${changeWords(tuned - base)}`
    : ''
}

/** The models by their fingerprints, and what computed the maps, where and when. */
export function originLines({ sides, versions, device, createdAt }: Origin): readonly string[] {
  const programs = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return [
    sides
      .map((side) => `${side.role}: ${displayText(side.name)} (${side.fingerprint.slice(0, 12)})`)
      .join('; ') + '.',
    `${[programs.join(', '), device, createdAt].filter(Boolean).join('; ')}.`
  ]
}

interface Origin extends Pick<AttributionRecord, 'versions' | 'device' | 'createdAt'> {
  readonly sides: readonly {
    readonly role: string
    readonly name: string
    readonly fingerprint: string
  }[]
}

export function excerpt(text: string): string {
  const line = displayText(text.replace(/\s+/g, ' '))
  const characters = [...line]
  return characters.length <= 180 ? line : `${characters.slice(0, 179).join('')}…`
}
