/**
 * What an op is: a typed step of a layer with three rules. `primal` computes it and names the values
 * that its derivative needs; `tangent` pushes directions forward through it (JVP); `adjoint` pulls
 * cotangents back (VJP). All three only append ordinary ONNX nodes.
 *
 * Layout: a wire is [nPositions · nDirections, width], position-major, so that positions can be cut or
 * run in chunks without copying. The primal has one direction. Saved values have one row a position and
 * are broadcast over the directions.
 */
import type { GraphBuilder, Value } from './builder.ts'

/** Where rules append and what all of them may use. */
export interface Frame {
  readonly graph: GraphBuilder
  /** int64 [2]: positions in this chunk, directions (1 in the primal). */
  readonly size: Value
  /** A weight of the layer as float32, by its role. */
  weight(role: string): Value
  /** Run-time input that all steps of a kind share (rotary tables, mask, earlier keys …). */
  extra(name: ExtraName): Value
  /** Names a value that the caller wants back beside the layer's output. */
  emit(name: string, value: Value, width: number): void
}

/** Inputs beside the wire: see `segments/ports.ts` for shapes. */
export type ExtraName =
  | 'cos'
  | 'sin'
  | 'positionIds'
  | 'mask'
  | 'keys'
  | 'values'
  | 'keyTangents'
  | 'valueTangents'
  | 'keyCotangents'
  | 'valueCotangents'

export interface Saved {
  readonly [name: string]: Value
}

/** Name and width of each value that an op saves; its shape is [nPositions, width]. */
export interface SavedPort {
  readonly name: string
  readonly width: number
}

/** A value that no derivative needs but that can be looked at, with its shape. */
export interface Shown {
  readonly [name: string]: { readonly value: Value; readonly shape: readonly (number | string)[] }
}

export interface Rules<S> {
  saves(step: S): readonly SavedPort[]
  primal(
    frame: Frame,
    step: S,
    inputs: readonly Value[]
  ): { readonly output: Value; readonly saved: Saved; readonly shown?: Shown }
  tangent(frame: Frame, step: S, saved: Saved, dInputs: readonly Value[]): Value
  /** @param totals cotangents already gathered on each input, null where none; the sums are returned */
  adjoint(
    frame: Frame,
    step: S,
    saved: Saved,
    dOutput: Value,
    totals: readonly (Value | null)[]
  ): readonly Value[]
}

/** The sum of a cotangent and what was gathered before. */
export function gather(graph: GraphBuilder, total: Value | null, value: Value): Value {
  return total ? graph.node('Add', [total, value]) : value
}
