/** The numbers on screen as files: what is drawn, with what it was made from. */
import type { AttributionRecord } from '../../../preload/analysis/attribution-record.ts'
import { csvLine, type CsvField } from '../../pictures/csv.ts'
import type { AttributionDisplay, ShownSide } from '../../state/attribution-display.svelte.ts'
import type { ShownAxes, ShownUnit } from './shown-axes.ts'

/** The part of the display that the files need. */
export type ShownView = Pick<
  AttributionDisplay,
  | 'onScreen'
  | 'difference'
  | 'shownArrangement'
  | 'shownLevel'
  | 'mode'
  | 'estimator'
  | 'salience'
  | 'cutsMap'
  | 'hidesFirst'
  | 'hidesSpecial'
>

/**
 * A table a model under its own header: one line a prompt unit, one column a response unit. The
 * difference is one table.
 */
export function viewCsv(view: ShownView, separator: ',' | '\t' = ','): string {
  return mapsCsv(
    tablesOf(view).map(({ name, shown, values, density }) => ({
      name,
      axes: shown.axes,
      ids: shown.axes.rows.map((unit) => idsOf(shown, unit, 'promptPositions')),
      values,
      density
    })),
    separator
  )
}

/** A map with its tokens, as `mapsCsv` writes it. */
export interface MapTable {
  readonly name: string
  readonly axes: ShownAxes
  /** Of each row; null where they are not known. */
  readonly ids: readonly (readonly number[])[] | null
  /** [N, M] */
  readonly values: ArrayLike<number>
  /** [N] */
  readonly density: Float64Array | null
}

/** Tables one after the other, an empty line between them. */
export function mapsCsv(tables: readonly MapTable[], separator: ',' | '\t' = ','): string {
  const line = (fields: readonly CsvField[]): string => csvLine(fields, separator)
  return tables
    .map(({ name, axes: { rows, columns }, ids, values, density }) => {
      const head = line([
        'map',
        'row',
        'prompt',
        ...(ids ? ['ids'] : []),
        'instruction',
        ...(density ? ['density'] : []),
        ...columns.map(({ text }, m) => `${m + 1}: ${text}`)
      ])
      const lines = rows.map((unit, n) =>
        line([
          name,
          n + 1,
          unit.text,
          ...(ids ? [ids[n]!.join(' ')] : []),
          unit.isInstruction ? 1 : 0,
          ...(density ? [density[n]!] : []),
          ...Array.from(columns, (_, m) => values[n * columns.length + m]!)
        ])
      )
      return head + lines.join('')
    })
    .join('\r\n')
}

/** The same with everything that is needed to make it again. */
export function viewJson(record: AttributionRecord, view: ShownView): string {
  const document = {
    format: 'shiftlens-view',
    version: 1,
    prompt: record.prompt,
    instructionSpans: record.instructionSpans,
    responseMode: record.responseMode,
    target: record.target,
    foil: record.foil ?? null,
    estimator: view.estimator === 'leave-one-out' ? view.estimator : record.estimator,
    isPartial: record.isPartial,
    createdAt: record.createdAt,
    device: record.device,
    versions: record.versions,
    view: {
      arrangement: view.shownArrangement,
      values: view.shownArrangement === 'difference' ? 'difference' : view.mode,
      level: view.shownLevel,
      salience: view.salience,
      cutsMap: view.cutsMap,
      hidesFirst: view.hidesFirst,
      hidesSpecial: view.hidesSpecial
    },
    models: view.onScreen.map(({ side, score }) => ({
      role: side.role,
      name: side.name,
      fingerprint: side.fingerprint,
      response: side.response,
      score
    })),
    maps: tablesOf(view).map(({ name, shown, values, density }) => ({
      name,
      rows: shown.axes.rows.map((unit) => unitJson(shown, unit, 'promptPositions')),
      columns: shown.axes.columns.map((unit) => unitJson(shown, unit, 'responsePositions')),
      density: density && Array.from(density),
      values: shown.axes.rows.map((_, n) =>
        Array.from(shown.axes.columns, (_, m) => values[n * shown.axes.columns.length + m]!)
      )
    }))
  }
  return `${JSON.stringify(document)}\n`
}

interface ShownTable {
  readonly name: string
  readonly shown: ShownSide
  readonly values: ArrayLike<number>
  readonly density: Float64Array | null
}

function tablesOf(view: ShownView): readonly ShownTable[] {
  const [first] = view.onScreen
  if (view.shownArrangement === 'difference' && view.difference && first) {
    return [{ name: 'tuned - base', shown: first, values: view.difference, density: null }]
  }
  return view.onScreen.map((shown) => ({
    name: shown.side.role,
    shown,
    values: shown.values,
    density: shown.density
  }))
}

type Part = 'promptPositions' | 'responsePositions'

function idsOf({ side }: ShownSide, unit: ShownUnit, part: Part): readonly number[] {
  return unit.tokens.map((t) => side.ids[side[part][0] + t]!)
}

function unitJson(shown: ShownSide, unit: ShownUnit, part: Part): object {
  return {
    tokens: unit.tokens.map((t) => shown.side.tokens[shown.side[part][0] + t]),
    ids: idsOf(shown, unit, part),
    positions: unit.tokens.map((t) => shown.side[part][0] + t),
    ...(part === 'promptPositions' && { isInstruction: unit.isInstruction }),
    isSpecial: unit.isSpecial
  }
}
