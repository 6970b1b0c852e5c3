/**
 * Names and shapes of what enters and leaves the segments. One chunk of positions runs at a time:
 * c = its positions, e = positions before it, b = e + c, d = directions.
 *
 *     x              [c·d, width]        the wire in (primal: d = 1), a tangent or a cotangent
 *     size           [2]                 (c, d)
 *     cos, sin       [nPositions, dHead/2]  rotary tables;  positionIds [c, 1] rows of them
 *     mask           [c, b]              0 where a query may look, −∞ elsewhere
 *     keys, values   primal: [e, kvWidth] earlier positions'; derivatives: [b, kvWidth]
 *     keyTangents, valueTangents      [e·d, kvWidth]  in; [c·d, kvWidth] out
 *     keyCotangents, valueCotangents  [b·d, kvWidth]  in: from later chunks; [e·d, kvWidth] out: plus this one's
 *     <step>.<name>  [c, width]          saved by the primal; of any shape where it is only shown
 */
import type { DataType } from '../onnx/model.ts'
import type { ExtraName } from '../op.ts'
import type { Layer } from '../layers/step.ts'

type Dimensions = readonly (number | string)[]

/** Type and shape of an input that steps of a kind share. */
export function extraPort(
  layer: Layer,
  name: ExtraName
): { readonly type: DataType; readonly shape: Dimensions } {
  const float = (shape: Dimensions) => ({ type: 'float32' as const, shape })
  switch (name) {
    case 'cos':
    case 'sin':
      return float([`${name}Positions`, `${name}Width`])
    case 'positionIds':
      return { type: 'int64', shape: ['positions', 1] }
    case 'mask':
      return float(['positions', 'keyPositions'])
    case 'keys':
    case 'values':
    case 'keyTangents':
    case 'valueTangents':
    case 'keyCotangents':
    case 'valueCotangents':
      return float([`${name}Rows`, layer.kvWidth])
  }
}
