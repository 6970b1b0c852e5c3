/** Heads with relations of a word or a pair, as the grid and the table show them. */
import type { RelationHit } from '../../../preload/analysis/heads/relation-search.ts'
import type { Role } from '../../../preload/data.ts'
import type { Column } from './row-order.ts'

export type HitMeasure = 'either' | 'difference'

export interface HitRow {
  readonly layer: number
  readonly head: number
  readonly baseRelations: number | null
  readonly baseDimensions: number | null
  readonly tunedRelations: number | null
  readonly tunedDimensions: number | null
}

export function hitRows(hits: readonly RelationHit[]): HitRow[] {
  return hits.map(({ place: { layer, head }, base, tuned }) => ({
    layer,
    head,
    baseRelations: base?.nRelations ?? null,
    baseDimensions: base?.nDimensions ?? null,
    tunedRelations: tuned?.nRelations ?? null,
    tunedDimensions: tuned?.nDimensions ?? null
  }))
}

/** A pair is one relation, so what changes is its number of dimensions. */
export function hitValue(row: HitRow, measure: HitMeasure, isPair: boolean): number | null {
  const base = isPair ? row.baseDimensions : row.baseRelations
  const tuned = isPair ? row.tunedDimensions : row.tunedRelations
  if (measure === 'either') return Math.max(base ?? 0, tuned ?? 0)
  return base === null || tuned === null ? null : tuned - base
}

export function hitUnit(measure: HitMeasure, isPair: boolean): string {
  const what = isPair ? 'dimensions with the pair' : 'relations with the word'
  return measure === 'either' ? `${what}, the model with more` : `${what}, tuned − base`
}

export function hitColumns(roles: readonly Role[]): readonly Column<HitRow>[] {
  const column = (
    id: string,
    title: string,
    value: (row: HitRow) => number | null,
    role?: Role
  ): Column<HitRow> => ({
    id,
    title,
    width: 'minmax(48px, 1fr)',
    isNumber: true,
    value,
    ...(role && { role, hint: `${title}, ${role}` })
  })
  return [
    column('layer', 'Layer', ({ layer }) => layer),
    column('head', 'Head', ({ head }) => head),
    ...roles.flatMap((role) => [
      column(
        `${role}-relations`,
        'Relations',
        (row) => (role === 'base' ? row.baseRelations : row.tunedRelations),
        role
      ),
      column(
        `${role}-dimensions`,
        'Dim.',
        (row) => (role === 'base' ? row.baseDimensions : row.tunedDimensions),
        role
      )
    ])
  ]
}
